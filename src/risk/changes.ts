/** The account after what a trader decides to do: an order filled, money paid in, a position isolated. */
import type { Account, Collateral, Pool, Position } from '../engine/account';
import { Decimal, readDecimal } from '../engine/decimal';
import { fill } from '../engine/what-if';
import type { Change } from './decisions';

/**
 * Applies the changes one after the other. Null: one of them cannot be applied, because it names what is not
 * there or a figure that it needs is missing.
 */
export function applyChanges(account: Account, changes: readonly Change[]): Account | null {
  let pools: Pool[] | null = account.pools;
  for (const change of changes) pools = pools && applied({ ...account, pools }, change);
  return pools && { ...account, pools };
}

function applied(account: Account, change: Change): Pool[] | null {
  if (change.kind === 'order') {
    const { pools, problems } = fill(account, change.draft);
    return problems.size > 0 ? null : pools;
  }
  const at = account.pools.findIndex(({ id }) => id === change.pool);
  const pool = account.pools[at];
  if (!pool) return null;
  if (change.kind === 'deposit') {
    const richer = paid(pool, pool.unit, change.amount);
    return richer && account.pools.map((each, k) => (k === at ? richer : each));
  }
  const parted = isolated(pool, change.symbol, change.margin);
  return parted && [...account.pools.map((each, k) => (k === at ? parted.rest : each)), parted.own];
}

/** The id of the pool that a position gets for itself. */
export function isolatedId(pool: string, symbol: string): string {
  return `${pool} / ${symbol}`;
}

/**
 * The positions of a symbol (both legs of a hedge) with their resting orders in a pool of their own, and the
 * rest. Unrealised profit goes with the position; `margin` is what is moved to it besides, from the row in
 * which it settles, or that of the unit. Of that row's haircut nothing is left: what is posted counts in full.
 */
export function isolated(pool: Pool, symbol: string, margin: string): { own: Pool; rest: Pool } | null {
  const goes = (each: { symbol: string }) => each.symbol === symbol;
  const positions = pool.positions.filter(goes);
  const posted = readDecimal(margin);
  if (positions.length === 0 || posted === null) return null;
  const asset = rowAsset(pool, positions[0]!);
  const row = pool.collateral.find(each => each.asset === asset);
  const price = row && asset !== pool.unit ? readDecimal(row.price) : new Decimal(1);
  if (!price?.gt(0)) return null;
  const amount = posted.div(price);
  const rest = paid(pool, asset, amount.neg().toFixed());
  if (!rest) return null;
  const own: Collateral = {
    asset,
    amount: amount.toFixed(),
    price: price.toFixed(),
    follows: row && asset !== pool.unit ? row.follows : null,
  };
  return {
    own: {
      id: isolatedId(pool.id, symbol),
      kind: 'isolated',
      unit: pool.unit,
      collateral: [own],
      positions,
      orders: pool.orders.filter(goes),
      rules: pool.rules,
    },
    rest: {
      ...rest,
      positions: rest.positions.filter(each => !goes(each)),
      orders: rest.orders.filter(each => !goes(each)),
    },
  };
}

/** The asset whose row the cash of a position changes, as the engine's fill has it. */
function rowAsset(pool: Pool, { settle }: Position): string {
  return settle !== undefined && pool.collateral.some(({ asset }) => asset === settle) ? settle : pool.unit;
}

/** The pool with an amount added to the row of an asset, which is made for the unit when there is none. */
function paid(pool: Pool, asset: string, by: string): Pool | null {
  const added = readDecimal(by);
  if (added === null) return null;
  const at = pool.collateral.findIndex(row => row.asset === asset);
  if (at < 0) {
    if (asset !== pool.unit) return null;
    const row: Collateral = { asset, amount: added.toFixed(), price: '1', follows: null };
    return { ...pool, collateral: [...pool.collateral, row] };
  }
  const amount = readDecimal(pool.collateral[at]!.amount);
  if (amount === null) return null;
  const row = { ...pool.collateral[at]!, amount: amount.plus(added).toFixed() };
  return { ...pool, collateral: pool.collateral.map((each, k) => (k === at ? row : each)) };
}
