/**
 * Whatever the order in which lists and pushes arrive, late, twice or with a gap in which the stream was closed, the
 * account ends as the venue has it once a list of after the gap has come. The venue here is a plain ledger that changes
 * at random; each message is made at one moment and arrives at another.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import {
  AHEAD,
  accountInfo,
  codes,
  collateralTiers,
  type Held,
  loanTiers,
  orderList,
  orderPush,
  pageAccount,
  positionList,
  positionPush,
  RATIOS,
  riskLimits,
  T0,
  told,
  walletList,
  walletPush,
} from './fake-page';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', '1000PEPEUSDT'];

interface Step {
  wait: number;
  symbol: number;
  index: 0 | 1 | 2;
  size: number;
  wallet: number;
  order: boolean;
  /** How long its pushes are under way, and their copies; null: there is none. */
  delay: number;
  again: number | null;
  /** The stream is closed: the pushes of this step are never said. */
  lost: boolean;
  list: 'positions' | 'wallet' | 'orders' | null;
  listDelay: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.integer({ min: 1, max: 3000 }),
  symbol: fc.integer({ min: 0, max: SYMBOLS.length - 1 }),
  index: fc.constantFrom(0, 1, 2),
  size: fc.integer({ min: 0, max: 3 }),
  wallet: fc.integer({ min: 1, max: 9999 }),
  order: fc.boolean(),
  delay: fc.integer({ min: 0, max: 9000 }),
  again: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null }),
  lost: fc.boolean(),
  list: fc.constantFrom('positions', 'wallet', 'orders', null),
  listDelay: fc.integer({ min: 0, max: 9000 }),
});

function play(steps: Step[], gaps: boolean, skew: number) {
  const positions = new Map<string, Held>();
  const orders = new Map<string, { id: string; symbol: string; updated: number; open: boolean }>();
  let wallet = '5000';
  let now = T0;
  const arriving: { at: number; order: number; message: (at: number) => VenueMessage }[] = [];
  const arrive = (at: number, message: (at: number) => VenueMessage) =>
    arriving.push({ at, order: arriving.length, message });
  const list = (kind: Step['list'], delay: number) => {
    // What the venue holds at this moment; closed positions and orders are left out.
    const made = now + AHEAD;
    const held = [...positions.values()].filter(one => one.size !== '0').map(one => ({ ...one }));
    const open = [...orders.values()].filter(one => one.open).map(one => ({ ...one }));
    const owned = [{ coin: 'USDT', wallet }];
    arrive(now + delay, at =>
      kind === 'positions'
        ? positionList(held, undefined, at, made)
        : kind === 'wallet'
          ? walletList(owned, {}, at, made)
          : orderList(open, undefined, at, made),
    );
  };
  for (const kind of ['positions', 'wallet', 'orders'] as const) list(kind, 0);
  for (const [k, one] of steps.entries()) {
    now += one.wait;
    const made = now + AHEAD;
    const symbol = SYMBOLS[one.symbol]!;
    const short = one.index === 2 || (one.index === 0 && one.wallet % 2 === 0);
    const held: Held = {
      symbol,
      index: one.index,
      size: String(one.size),
      side: one.size === 0 ? '' : short ? 'Sell' : 'Buy',
      entry: one.size === 0 ? '0' : '99',
      mark: '100',
      updated: made,
      seq: k,
    };
    positions.set(`${symbol}:${one.index}`, held);
    wallet = String(one.wallet);
    const id = `order-${one.symbol}`;
    orders.set(id, { id, symbol, updated: made, open: one.order });
    if (!(gaps && one.lost)) {
      const owned = [{ coin: 'USDT', wallet }];
      const order = { id, symbol, status: one.order ? 'New' : 'Cancelled', updated: made };
      const pushes = [
        (at: number) => positionPush([held], at, made),
        (at: number) => walletPush(owned, at, made),
        (at: number) => orderPush([order], at, made),
      ];
      for (const push of pushes) {
        arrive(now + one.delay, push);
        if (one.again !== null) arrive(now + one.delay + one.again, push);
      }
    }
    if (one.list) list(one.list, one.listDelay);
  }
  if (gaps) {
    // Connected again: all of it is asked for, and answered after whatever was still under way.
    now += 1;
    for (const kind of ['positions', 'wallet', 'orders'] as const) list(kind, 100_000);
  }
  const messages = arriving
    .sort((a, b) => a.at - b.at || a.order - b.order)
    .map(({ at, message }) => message(at + skew));
  return { messages, positions, orders, wallet };
}

/** More of them by the environment, as before a release. */
const runs = Number(process.env.PLIMSOLL_RUNS ?? 150);
/** Our clock against the venue's: right, or an hour off either way. */
const skews = fc.constantFrom(0, 3_600_000, -3_600_000);

describe('lists and pushes in any order', { timeout: 60_000 }, () => {
  it.each([false, true])('end in the account of the venue (with gaps: %s)', gaps => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), skews, (steps, skew) => {
        const { messages, positions, orders, wallet } = play(steps, gaps, skew);
        const state = told([
          accountInfo('REGULAR_MARGIN', T0 + skew),
          collateralTiers(RATIOS),
          loanTiers({ USDT: '0.04' }),
          ...SYMBOLS.map(symbol => riskLimits(symbol)),
          ...messages,
        ]);
        const [pool] = pageAccount(state).account.pools;
        const expected = [...positions.values()]
          .filter(one => one.size !== '0')
          .map(one => [one.symbol, one.side === 'Sell' ? `-${one.size}` : one.size])
          .sort();
        expect(pool!.positions.map(({ symbol, size }) => [symbol, size]).sort()).toEqual(expected);
        expect(pool!.collateral.map(({ asset, amount }) => [asset, amount])).toEqual([['USDT', wallet]]);
        const open = [...orders.values()].filter(one => one.open).map(one => one.symbol);
        expect(pool!.orders.map(({ symbol }) => symbol).sort()).toEqual(open.sort());
        expect(codes(state).filter(code => !/^assumed|no-mark/.test(code))).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});
