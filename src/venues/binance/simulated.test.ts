/**
 * Against an exchange that does its own sums (test/simulator): what its page would hear, while its market moves
 * and its traders trade, becomes the account that it keeps itself. No browser and no wire in between.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { publicBrackets } from '../../../test/simulator/binance/bapi';
import { openFloor } from '../../../test/simulator/binance/floor';
import { figures } from '../../../test/simulator/binance/ledger';
import { poolsOf, printedPrice } from '../../../test/simulator/binance/pools';
import { webBalances, webPositions, webSymbolConfig } from '../../../test/simulator/binance/rows';
import { createMarket } from '../../../test/simulator/market';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { draft } from './draft';
import { envelope, fetched, framed, pageAccount, told } from './fake-page';
import type { State } from './state';

const market = createMarket({ scenario: 'crash', seed: 7, live: false });
const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
const floor = openFloor({ market, scenario: 'crash', seed: 7, switches, now: market.now });
afterAll(() => {
  floor.close();
  market.close();
});
const { quotes, contracts } = floor;

const lists = (name: string): VenueMessage[] => {
  const { ledger } = floor.desks.get(name)!;
  const at = market.now();
  const web = (path: string, data: unknown) => fetched(path, envelope(data), at);
  return [
    web('v6/private/future/user-data/user-position', webPositions(ledger, quotes)),
    web('v6/private/future/user-data/user-balance', webBalances(ledger, quotes)),
    web('v1/private/future/user-data/get-position-side', { dualSidePosition: ledger.hedge }),
    web('v1/private/future/user-data/symbol-config', {
      symbolConfigItemList: [...contracts.values()].map(one => webSymbolConfig(ledger, one)),
    }),
  ];
};
const brackets = fetched(
  'v1/friendly/future/common/brackets',
  publicBrackets(contracts.values()).body,
  market.now(),
);

const marks = (): VenueMessage =>
  framed(
    [...contracts.values()].map(({ symbol }) => ({
      e: 'markPriceUpdate',
      E: market.now(),
      s: symbol,
      p: quotes.mark(symbol).toFixed(),
    })),
    market.now(),
  );

/** Our account beside the exchange's own, pool by pool; prices to nine digits, sums to the last. */
function compare(state: State, name: string) {
  const all = figures(floor.desks.get(name)!.ledger, quotes);
  const theirs = poolsOf(all).filter(pool => pool.rows.length > 0);
  const { account, problems } = pageAccount(state);
  expect(problems).toEqual([]);
  const report = assess(account);
  const ours = report.pools.filter((_, k) => account.pools[k]!.positions.length > 0);
  expect(ours).toHaveLength(theirs.length);
  let compared = 0;
  for (const pool of theirs) {
    const [row] = pool.rows;
    const leg = row!.position.side === 'BOTH' ? '' : `:${row!.position.side}`;
    const id = pool.kind === 'cross' ? pool.id : `isolated:${row!.position.symbol}${leg}`;
    const mine = ours.find(one => one.id === id)!;
    const source = account.pools.find(one => one.id === id)!;
    expect(mine.equity, id).toBe(new Decimal(pool.balance).toFixed());
    expect(mine.maintenanceMargin, id).toBe(new Decimal(pool.required).toFixed());
    for (const each of pool.rows) {
      const k = source.positions.findIndex(
        ({ symbol, size }) => symbol === each.position.symbol && new Decimal(size!).eq(each.position.amount),
      );
      const theirPrice = printedPrice(each, all);
      const ourPrice = mine.positions[k]!.printedLiquidationPrice;
      if (theirPrice === null) expect(ourPrice, each.position.symbol).toBeNull();
      else expect(new Decimal(ourPrice!).div(theirPrice).minus(1).abs().toNumber()).toBeLessThan(1e-9);
      compared++;
    }
  }
  return compared;
}

describe.each(['oneway', 'hedge', 'mixed', 'seed', 'desk'])('the account "%s"', { timeout: 60_000 }, name => {
  it('is that of the exchange, now, after a fall and after trades', () => {
    const heard: VenueMessage[] = [];
    const desk = floor.desks.get(name)!;
    desk.listeners.add(event => heard.push(framed(event, market.now())));
    let state = told([...lists(name), brackets]);
    expect(compare(state, name)).toBeGreaterThan(0);
    market.advance(20);
    state = told([...heard.splice(0), marks()], state);
    expect(compare(state, name)).toBeGreaterThan(0);
    const { symbol, side } = desk.ledger.positions[0]!;
    for (const way of ['SELL', 'BUY', 'BUY'] as const) {
      const quantity = contracts.get(symbol)!.minNotional && new Decimal('0.2').toFixed();
      desk.matching.place({ symbol, side: way, positionSide: side, type: 'MARKET', quantity });
      market.advance(2);
      state = told([...heard.splice(0), marks()], state);
      compare(state, name);
    }
    // The lists say the same as the events did.
    compare(told(lists(name), state), name);
  });
});

describe('what an order will do', () => {
  const order = (symbol: string, changes: object) => ({
    symbol,
    side: 'buy' as const,
    type: 'market' as const,
    price: null,
    size: '0.2',
    sizeUnit: 'base' as const,
    leverage: null,
    marginMode: null,
    reduceOnly: false,
    leg: null,
    action: null,
    unsure: null,
    ...changes,
  });

  it.each([
    ['mixed', 'BTCUSDT', { side: 'sell' }, 'BOTH'],
    ['mixed', 'ETHUSDT', { side: 'sell', size: '1.5' }, 'BOTH'],
    ['mixed', 'ETHUSDT', { side: 'buy', size: '2.5' }, 'BOTH'],
    ['mixed', 'ETHUSDT', { side: 'buy', size: '7' }, 'BOTH'],
    ['mixed', 'DOGEUSDT', { side: 'sell', size: '60000' }, 'BOTH'],
    ['hedge', 'BTCUSDT', { side: 'buy', action: 'close' }, 'SHORT'],
    ['hedge', 'ETHUSDT', { side: 'sell', action: 'open', size: '1' }, 'SHORT'],
    ['hedge', 'SOLUSDT', { side: 'buy', action: 'open', size: '10' }, 'LONG'],
  ] as const)('%s %s %o is what it does', (name, symbol, changes, positionSide) => {
    const desk = floor.desks.get(name)!;
    const state = told([...lists(name), brackets, marks()]);
    const { account } = pageAccount(state);
    const form = order(symbol, changes);
    const reading = draft(state, account, form);
    if ('unsure' in reading) throw new Error(reading.unsure);
    const pools = reading.pool ? [...account.pools, reading.pool] : account.pools;
    const after = assess({ ...account, pools, draft: reading.draft }).whatIf!.pools;
    const side = form.side === 'buy' ? 'BUY' : 'SELL';
    const placed = desk.matching.place({ symbol, side, positionSide, type: 'MARKET', quantity: form.size });
    expect(placed).not.toHaveProperty('refused');
    const theirs = poolsOf(figures(desk.ledger, quotes));
    for (const pool of theirs) {
      const [row] = pool.rows;
      const id = pool.kind === 'cross' ? pool.id : `isolated:${row!.position.symbol}`;
      const mine = after.find(one => one.id === id);
      if (!mine) continue;
      // The exchange keeps its wallets to eight digits.
      expect(new Decimal(mine.equity!).minus(pool.balance).abs().toNumber(), id).toBeLessThan(3e-8);
      expect(new Decimal(mine.maintenanceMargin!).minus(pool.required).abs().toNumber(), id).toBeLessThan(
        1e-8,
      );
    }
    expect(theirs.some(pool => pool.rows.some(row => row.position.symbol === symbol))).toBe(true);
  });
});
