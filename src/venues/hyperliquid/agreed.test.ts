/** Balance and positions of a unified account come apart; what is shown is of one moment. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { hear, type Simulated, simulated, truth } from './fake-page';
import { reduce } from './reduce';
import { initial, type State } from './state';

function open(name = 'unified') {
  const made = simulated();
  const page = hear(made, name);
  const state = [...page.start(), ...page.prices(), ...page.account()].reduce(reduce, initial);
  const said = (channel: string) =>
    page
      .account()
      .find(
        ({ body }) => String(body).includes(`"channel":"${channel}"`) && String(body).includes(page.user),
      )!;
  return { made, page, state, said };
}

function equity(state: State, made: Simulated) {
  const reading = accounts(state, made.now())[0]!;
  const pool = assess(reading.account).pools[0]!;
  return { equity: toFloat(pool.equity), state: pool.state, reading };
}

const right = (made: Simulated) => truth(made, 'unified').pools[0]!.equity;

describe('a balance and positions of two moments', () => {
  it('are not mixed while marks move: the balance stays with the positions that it was said of', () => {
    const { made, page, state, said } = open();
    made.tick(1000);
    made.market.setMarks({ BTC: 85_000, ETH: 2_790 });
    // Positions at the new marks, the balance still at the old ones: mixed, profit would be counted twice.
    const half = [said('allDexsClearinghouseState'), ...page.prices()].reduce(reduce, state);
    const seen = equity(half, made);
    expect(seen.equity / right(made)).toBeCloseTo(1, 9);
    expect(seen.reading.pricesAt).toBe(made.now());
    // The printed figures of the moment before are compared at their own marks.
    const { checked } = seen.reading;
    expect(checked!.pools[0]!.positions[0]!.markPrice).not.toBe('85000');
    const ours = assess(checked!).pools[0]!.positions[0]!.printedLiquidationPrice;
    const theirs = checked!.pools[0]!.positions[0]!.reported!.liquidationPrice;
    expect(toFloat(ours) / toFloat(theirs)).toBeCloseTo(1, 9);
    const whole = reduce(half, said('spotState'));
    expect(equity(whole, made).equity / right(made)).toBeCloseTo(1, 9);
  });

  it('takes the newest mark from a position, too', () => {
    const { made, state, said } = open();
    made.tick(1000);
    made.market.setMarks({ BTC: 85_000 });
    const half = reduce(state, said('allDexsClearinghouseState'));
    const { reading } = equity(half, made);
    expect(reading.account.pools[0]!.positions.find(({ symbol }) => symbol === 'BTC')!.markPrice).toBe(
      '85000',
    );
    expect(equity(half, made).equity / right(made)).toBeCloseTo(1, 9);
  });

  it('are held apart until a fill is wholly told, and then given up within seconds', () => {
    const { made, state, said } = open();
    const before = right(made);
    made.tick(1000);
    made.ledger.order('unified', { symbol: 'BTC', side: 'sell', size: '0.5', price: null });
    const half = reduce(state, said('allDexsClearinghouseState'));
    expect(equity(half, made).equity / before).toBeCloseTo(1, 9);
    const whole = reduce(half, said('spotState'));
    expect(equity(whole, made).equity / right(made)).toBeCloseTo(1, 9);
    // The other half never comes: what is left does not add up, and is not shown as if it did.
    made.tick(5000);
    const { state: known, reading } = equity(half, made);
    expect(known).toBe('unknown');
    expect(reading.problems.map(({ code }) => code)).toContain('sums-differ');
  });

  it('notice a deposit at once', () => {
    const { made, state, said } = open();
    const account = made.ledger.named('unified')!;
    account.cash.set('', account.cash.get('')! + 5_000_000_000);
    made.tick(60_000);
    const after = reduce(state, said('spotState'));
    expect(equity(after, made).equity / right(made)).toBeCloseTo(1, 9);
    // Also when marks have moved since the positions were said.
    made.market.setMarks({ BTC: 86_300 });
    account.cash.set('', account.cash.get('')! + 5_000_000_000);
    made.tick(60_000);
    const apart = equity(reduce(state, said('spotState')), made);
    expect(Math.abs(apart.equity / right(made) - 1)).toBeLessThan(0.02);
  });

  it('are nothing without the dex on which something is held', () => {
    const { made, page } = open('hip3');
    const messages: VenueMessage[] = [...page.start(), ...page.account()].map(message => {
      const text = String(message.body);
      if (!text.includes('"channel":"allDexsClearinghouseState"') || !text.includes(page.user))
        return message;
      const frame = JSON.parse(text) as { data: { clearinghouseStates: [string, unknown][] } };
      frame.data.clearinghouseStates = frame.data.clearinghouseStates.filter(([dex]) => dex !== 'xyz');
      return { ...message, body: JSON.stringify(frame) };
    });
    const { state: known, reading } = equity(messages.reduce(reduce, initial), made);
    expect(known).toBe('unknown');
    expect(reading.problems.map(({ code }) => code)).toContain('sums-differ');
  });
});
