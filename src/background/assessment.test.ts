import { describe, expect, it } from 'vitest';
import { assess } from '../engine/assess';
import { alignReturns } from '../risk/returns';
import { statistics } from '../risk/statistics';
import { hyperliquid } from '../venues/hyperliquid';
import { hear, simulated } from '../venues/hyperliquid/fake-page';
import { createAssessments } from './assessment';

function account(name: string) {
  const sim = simulated();
  const page = hear(sim, name);
  const state = [...page.start(), ...page.account(), ...page.prices()].reduce(
    hyperliquid.reduce,
    hyperliquid.initial,
  );
  const [reading] = hyperliquid.accounts(state, sim.now());
  const factors = ['BTC', 'ETH', 'SOL', 'DOGE', 'HYPE'];
  const hour = 3_600_000;
  const end = Math.floor(sim.now() / hour) * hour;
  const closes = Object.fromEntries(
    factors.map(factor => [
      factor,
      sim.market
        .candles(factor, end - 720 * hour, end - hour)
        .map((bar, k) => ({ at: end - 720 * hour + k * hour, close: bar.close })),
    ]),
  );
  const made = statistics(alignReturns(closes, sim.now()).input);
  return { state, account: reading!.account, statistics: made };
}

describe('assessments', () => {
  it.each(['unified', 'standard', 'isolated', 'hip3', 'desk', 'empty'])(
    'of %s: the joint distance of a tick is that of the whole risk part',
    name => {
      const { account: one, statistics: of } = account(name);
      const assessments = createAssessments(() => 0);
      const quick = assessments.of(one, of).risk!;
      const whole = assessments.of({ ...one }, of, true).risk!;
      expect(whole.whole).not.toBeNull();
      expect(quick.pools.map(each => each.joint)).toEqual(whole.pools.map(each => each.joint));
      expect(quick.pools.map(each => each.id)).toEqual(one.pools.map(each => each.id));
    },
  );

  it('an order is assessed as the engine does it, the pools that it leaves alone not anew', () => {
    const { state, account: one, statistics: of } = account('isolated');
    const assessments = createAssessments(() => 0);
    const reading = hyperliquid.draft(state, one, {
      symbol: one.pools.find(each => each.kind === 'isolated')!.positions[0]!.symbol,
      side: 'buy',
      type: 'market',
      price: null,
      size: '1',
      sizeUnit: 'base',
      leverage: '5',
      marginMode: null,
      reduceOnly: false,
      leg: null,
      action: null,
      unsure: null,
    });
    if (!('draft' in reading)) throw new Error(reading.unsure);
    const before = assessments.of(one, of).report;
    const after = assessments.after(one, reading.draft, () => of, 'buy');
    const engine = assess({ ...one, draft: reading.draft }).whatIf!.pools;
    const plain = (pools: typeof engine) => pools.map(({ problems: _, ...rest }) => rest);
    expect(plain(after.pools)).toEqual(plain(engine));
    const untouched = after.pools.filter((pool, k) => pool === before.pools[k]);
    expect(untouched.length).toBeLessThan(after.pools.length);
    expect(after.pools.find(each => each.id === reading.draft.pool)).not.toEqual(
      before.pools.find(each => each.id === reading.draft.pool),
    );
  });

  it('a draft that cannot be filled makes its pool unknown, not the account as it was', () => {
    const { account: one, statistics: of } = account('unified');
    const assessments = createAssessments(() => 0);
    const draft = { pool: one.pools[0]!.id, symbol: 'BTC', side: 'buy' as const, size: null, price: null };
    expect(assessments.after(one, draft, () => of, null).pools[0]!.state).toBe('unknown');
  });

  it('remembers by identity', () => {
    const { account: one, statistics: of } = account('unified');
    const assessments = createAssessments(() => 0);
    const first = assessments.of(one, of);
    expect(assessments.of(one, of).report).toBe(first.report);
    expect(assessments.cost().assessed).toBe(1);
    expect(assessments.of(one, null).risk).toBeNull();
  });
});
