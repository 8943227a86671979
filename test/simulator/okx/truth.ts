/** The accounts of this moment as numbers, for tests that compare the extension with the exchange. */
import { firstCrossing } from '../arithmetic';
import type { AccountTruth, PoolTruth, PositionTruth } from '../exchange';
import { borrowTiers, discounts, SPOT_TAKER, TAKER, tierOf } from './contracts';
import {
  type Account,
  currenciesOf,
  type Prices,
  printedPrice,
  profitOf,
  type RowFigures,
  reservedOf,
  rowsOf,
  sum,
  worthOf,
} from './ledger';

/** The multiple of its present mark at which each coin stands. */
type Moves = (coin: string) => number;
const still: Moves = () => 1;

interface Pool {
  id: string;
  kind: 'cross' | 'isolated';
  unit: string;
  rows: RowFigures[];
  equity(moves: Moves): number;
  required(moves: Moves): number;
  /** Coins that move it. */
  coins: string[];
}

const profitAt = (row: RowFigures, moves: Moves) =>
  profitOf(row.contract, row.position, row.mark * moves(row.contract.coin));
const requiredAt = (row: RowFigures, moves: Moves) =>
  worthOf(row.contract, row.position.size, row.mark * moves(row.contract.coin)) * (row.rate + TAKER);

function poolsOf(account: Account, prices: Prices): Pool[] {
  const rows = rowsOf(account, prices);
  const isolated = rows
    .filter(row => row.position.mode === 'isolated')
    .map((row): Pool => {
      const { instId, side, margin } = row.position;
      return {
        id: side === 'net' ? `isolated:${instId}` : `isolated:${instId}:${side}`,
        kind: 'isolated',
        unit: row.contract.settle,
        rows: [row],
        equity: moves => margin + profitAt(row, moves),
        required: moves => requiredAt(row, moves),
        coins: [row.contract.coin],
      };
    });
  const cross = rows.filter(row => row.position.mode === 'cross');
  if (account.level === '3') return [wholePool(account, prices, cross), ...isolated];
  const pools = currenciesOf(account, prices).map(({ ccy, cash, reserved }): Pool => {
    const mine = cross.filter(row => row.contract.settle === ccy);
    // What resting orders require is held at its present amount along a move.
    const orders = reserved.maintenance + reserved.value * TAKER;
    return {
      id: `cross:${ccy}`,
      kind: 'cross',
      unit: ccy,
      rows: mine,
      equity: moves => cash - reserved.fee + sum(mine.map(row => profitAt(row, moves))),
      required: moves => orders + sum(mine.map(row => requiredAt(row, moves))),
      coins: [...new Set(mine.map(row => row.contract.coin))],
    };
  });
  return [...pools, ...isolated];
}

const isDollar = (ccy: string) => ccy.startsWith('USD');

/** Multi-currency: everything in dollars. */
function wholePool(account: Account, prices: Prices, rows: RowFigures[]): Pool {
  const names = [...new Set([...account.cash.keys(), ...rows.map(row => row.contract.settle)])];
  const amountAt = (ccy: string, moves: Moves) =>
    (account.cash.get(ccy) ?? 0) +
    sum(rows.filter(row => row.contract.settle === ccy).map(row => profitAt(row, moves)));
  const priceAt = (ccy: string, moves: Moves) => prices.usd(ccy) * (isDollar(ccy) ? 1 : moves(ccy));
  const orders = names.map(ccy => ({ ccy, ...reservedOf(account, prices, ccy) }));
  return {
    id: 'cross',
    kind: 'cross',
    unit: 'USD',
    rows,
    equity: moves =>
      sum(names.map(ccy => counted(ccy, amountAt(ccy, moves)) * priceAt(ccy, moves))) -
      sum(orders.map(({ ccy, fee }) => fee * prices.usd(ccy))),
    required: moves =>
      sum(rows.map(row => requiredAt(row, moves) * priceAt(row.contract.settle, moves))) +
      sum(
        names.map(ccy => {
          const owed = Math.max(0, -amountAt(ccy, moves));
          const mmr = tierOf(borrowTiers[ccy]!, Math.max(0, -amountAt(ccy, still))).mmr;
          return owed * priceAt(ccy, moves) * (mmr + (1 + mmr) * SPOT_TAKER);
        }),
      ) +
      sum(orders.map(one => (one.maintenance + one.value * TAKER) * prices.usd(one.ccy))),
    coins: [...new Set([...rows.map(row => row.contract.coin), ...names.filter(ccy => !isDollar(ccy))])],
  };
}

/** What of an amount counts: each slice at its own rate; what is owed, whole. */
export function counted(ccy: string, amount: number): number {
  if (amount < 0) return amount;
  return sum(
    (discounts[ccy] ?? []).map(({ from, to, rate }) => Math.max(0, Math.min(amount, to) - from) * rate),
  );
}

/** The account-wide figures of multi-currency mode. */
export function wholeFigures(account: Account, prices: Prices) {
  const [pool] = poolsOf(account, prices);
  return { equity: pool!.equity(still), required: pool!.required(still) };
}

export function truthOf(
  account: Account,
  prices: Prices,
  betas: (coins: string[]) => Record<string, number>,
): AccountTruth {
  const pools = poolsOf(account, prices);
  const known = betas([...new Set(pools.flatMap(pool => pool.coins))]);
  return {
    venue: 'okx',
    account: account.name,
    id: 'main',
    mode: account.level === '3' ? 'multi-currency' : 'futures',
    pools: pools.map(pool => poolTruth(pool, account, prices, known)),
  };
}

function poolTruth(pool: Pool, account: Account, prices: Prices, betas: Record<string, number>): PoolTruth {
  const headroom = (moves: Moves) => pool.equity(moves) - pool.required(moves);
  const [equity, maintenance] = [pool.equity(still), pool.required(still)];
  const jointAt = (move: number) => headroom(coin => Math.max(0, 1 + betas[coin]! * move));
  const alive = pool.rows.length > 0;
  // A price of nothing makes an inverse contract worth without end: stop just above.
  const floor = 1e-9;
  return {
    id: pool.id,
    kind: pool.kind,
    unit: pool.unit,
    equity,
    maintenance,
    headroom: equity - maintenance,
    usage: equity > 0 ? maintenance / equity : null,
    joint: alive
      ? { down: firstCrossing(jointAt, 0, -1 + floor), up: firstCrossing(jointAt, 0, 1e6) }
      : { down: null, up: null },
    positions: pool.rows.map((row): PositionTruth => {
      const { contract, position, mark, value, profit, rate } = row;
      const at = (multiple: number) => headroom(coin => (coin === contract.coin ? multiple : 1));
      const [below, above] = [firstCrossing(at, 1, floor), firstCrossing(at, 1, 1e6)];
      return {
        symbol: position.instId,
        factor: contract.coin,
        size: position.size,
        entry: position.entry,
        mark,
        value,
        pnl: profit,
        maintenance: value * (rate + TAKER),
        printed: printedPrice(account, prices, row),
        below: below === null ? null : below * mark,
        above: above === null ? null : above * mark,
      };
    }),
  };
}
