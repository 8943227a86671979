/** An order in the form, then the same order filled by the simulator: what was foreseen is what comes. */
import { describe, expect, it } from 'vitest';
import type { SimulatedOrder } from '../../../test/simulator/exchange';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import type { FormReading } from '../venue';
import { accounts } from './account';
import { draft } from './draft';
import { hear, simulated, truth } from './fake-page';
import { reduce } from './reduce';
import { initial } from './state';

function foreseen(name: string, order: SimulatedOrder, more: Partial<FormReading> = {}) {
  const made = simulated();
  const page = hear(made, name, order.symbol);
  const state = [...page.start(), ...page.prices(), ...page.account()].reduce(reduce, initial);
  const { account } = accounts(state, made.now())[0]!;
  const form: FormReading = {
    symbol: order.symbol,
    side: order.side,
    type: order.price === null ? 'market' : 'limit',
    price: order.price,
    size: order.size,
    sizeUnit: 'base',
    leverage: order.leverage === undefined ? null : String(order.leverage),
    marginMode: order.marginMode ?? null,
    reduceOnly: order.reduceOnly ?? false,
    leg: null,
    action: null,
    unsure: null,
    ...more,
  };
  const read = draft(state, account, form);
  if ('unsure' in read) throw new Error(read.unsure);
  const pools = read.pool ? [...account.pools, read.pool] : account.pools;
  const after = assess({ ...account, pools, draft: read.draft }).whatIf!.pools;
  const done = made.ledger.order(name, order);
  if (!done.ok) throw new Error(done.reason);
  return { after, come: truth(made, name) };
}

const cases: [what: string, name: string, order: SimulatedOrder][] = [
  ['adds to a long', 'unified', { symbol: 'BTC', side: 'buy', size: '0.1', price: null }],
  ['reduces a long', 'unified', { symbol: 'BTC', side: 'sell', size: '0.3', price: null, reduceOnly: true }],
  ['closes a short', 'unified', { symbol: 'HYPE', side: 'buy', size: '120', price: null, reduceOnly: true }],
  [
    'is cut to the position',
    'unified',
    { symbol: 'HYPE', side: 'buy', size: '500', price: null, reduceOnly: true },
  ],
  ['flips a long', 'unified', { symbol: 'SOL', side: 'sell', size: '250', price: null }],
  ['opens', 'seed', { symbol: 'BTC', side: 'buy', size: '0.05', price: null }],
  ['opens in thousands', 'seed', { symbol: 'kPEPE', side: 'sell', size: '500000', price: null }],
  ['waits at a limit', 'standard', { symbol: 'ETH', side: 'buy', size: '2', price: '2700' }],
  ['opens in another dex', 'hip3', { symbol: 'ARB', side: 'buy', size: '5000', price: null }],
  ['adds to an isolated long', 'isolated', { symbol: 'SOL', side: 'buy', size: '40', price: null }],
  [
    'reduces an isolated long',
    'isolated',
    { symbol: 'SOL', side: 'sell', size: '100', price: null, reduceOnly: true },
  ],
  ['reduces an isolated short', 'isolated', { symbol: 'kPEPE', side: 'buy', size: '900000', price: null }],
  ['closes an isolated long', 'isolated', { symbol: 'SOL', side: 'sell', size: '220', price: null }],
  [
    'opens an isolated position',
    'unified',
    { symbol: 'LINK', side: 'buy', size: '100', price: null, leverage: 5, marginMode: 'isolated' },
  ],
];

describe('what the order would do', () => {
  it.each(cases)('%s', (_, name, order) => {
    const { after, come } = foreseen(name, order);
    for (const pool of come.pools) {
      const ours = after.find(({ id }) => id === pool.id)!;
      expect(ours, pool.id).toBeDefined();
      expect(toFloat(ours.equity) / pool.equity, `${pool.id} equity`).toBeCloseTo(1, 6);
      expect(toFloat(ours.maintenanceMargin), `${pool.id} maintenance`).toBeCloseTo(pool.maintenance, 3);
      for (const position of pool.positions) {
        const own = ours.positions.find(({ symbol }) => symbol === position.symbol)!;
        for (const [mine, theirs] of [
          [own.liquidation.below, position.below],
          [own.liquidation.above, position.above],
          [own.printedLiquidationPrice, position.printed],
        ] as const) {
          if (theirs === null) expect(mine, position.symbol).toBeNull();
          else expect(toFloat(mine) / theirs, position.symbol).toBeCloseTo(1, 5);
        }
      }
    }
    // What is left of a closed isolated position holds nothing.
    for (const pool of after.filter(({ id }) => !come.pools.some(each => each.id === id))) {
      expect(Math.abs(toFloat(pool.equity)), pool.id).toBeLessThan(1e-4);
      expect(toFloat(pool.maintenanceMargin), pool.id).toBe(0);
    }
  });

  it('turns dollars into coins on the lot', () => {
    const order: SimulatedOrder = { symbol: 'ETH', side: 'buy', size: '0.3512', price: null };
    const { after, come } = foreseen('unified', order, { size: '1000', sizeUnit: 'quote' });
    const eth = come.pools[0]!.positions.find(({ symbol }) => symbol === 'ETH')!;
    const own = after[0]!.positions.find(({ symbol }) => symbol === 'ETH')!;
    expect(Math.abs(toFloat(own.value) - eth.value)).toBeLessThan(3);
  });
});
