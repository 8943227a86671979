/**
 * The pools of an account at one moment. Single-asset mode and COIN-M: one cross pool per margin asset; each isolated
 * position (each leg, in hedge mode) a pool of its own. Multi-assets mode: one pool of all assets.
 */
import type { Account, Pool } from '../../engine/account';
import { crossPool, isolatedPool, marginAssetOf, marginTypeOf } from './margin';
import { multiAssetsPool } from './multi-assets';
import { isMultiAssets } from './multi-assets-mode';
import { emptyPool, type Moment, positionOf, templateOf } from './position';
import { addOrders } from './resting-orders';
import { type PositionRow, positionKey, type State, type Trader } from './state';
import { isZero } from './trader';

export function accountOf(state: State, trader: Trader, moment: Moment, asOf: number): Account {
  const { product } = trader;
  const cross = new Map<string, Pool>();
  const isolated: Pool[] = [];
  const joint = isMultiAssets(trader) ? multiAssetsPool(state, trader, moment) : null;
  if (joint) cross.set('', joint);
  const poolOf = (asset: string): Pool => {
    const known = joint ?? cross.get(asset);
    if (known) return known;
    const pool = emptyPool(crossPool(product, asset), 'cross', asset, moment.cross[asset] ?? null);
    cross.set(asset, pool);
    return pool;
  };
  for (const [asset, amount] of Object.entries(moment.cross)) if (!isZero(amount)) poolOf(asset);
  for (const row of moment.rows ?? []) {
    const asset = marginAssetOf(state, row.symbol, row) ?? '?';
    const type = marginTypeOf(trader, row);
    const position = positionOf(state, row, moment);
    if (type === 'ISOLATED') {
      const pool = emptyPool(isolatedPool(row.symbol, row.side), 'isolated', asset, row.isolatedWallet);
      isolated.push({ ...pool, positions: [position] });
    } else {
      // Whether it is backed by this pool is not known, so neither is the pool.
      const backed = type === null ? { ...position, size: null } : position;
      poolOf(asset).positions.push(joint ? { ...backed, settle: asset } : backed);
    }
  }
  if (!moment.printed) {
    const assetOf = (row: PositionRow) => marginAssetOf(state, row.symbol, row) ?? '?';
    withEmptyLegs(
      state,
      moment.rows ?? [],
      row => (marginTypeOf(trader, row) === 'CROSSED' ? poolOf(assetOf(row)) : null),
      row => (joint ? assetOf(row) : null),
    );
  }
  let pools = [...cross.values(), ...isolated];
  const usual = product === 'usdm' ? 'USDT' : 'BTC';
  if (pools.length === 0) {
    pools = [emptyPool(crossPool(product, usual), 'cross', usual, moment.cross[usual] ?? null)];
  }
  if (moment.rows === null || trader.uncovered) pools = pools.map(unknown);
  if (!moment.printed) addOrders(state, trader, pools);
  return { format: 'plimsoll.account/1', venue: 'binance', account: trader.name, asOf, pools };
}

/**
 * In hedge mode a contract has two legs, and the venue lists both as soon as one is open. Without the empty
 * one an order that opens it would be read as closing the other.
 */
function withEmptyLegs(
  state: State,
  rows: PositionRow[],
  poolOf: (row: PositionRow) => Pool | null,
  /** In which asset of a pool of several; null: the pool has one. */
  settled: (row: PositionRow) => string | null,
): void {
  const legs = rows.filter(row => row.side !== 'BOTH');
  const open = new Set(legs.map(row => positionKey(row.symbol, row.side)));
  for (const row of legs) {
    const side = row.side === 'LONG' ? 'SHORT' : 'LONG';
    if (open.has(positionKey(row.symbol, side))) continue;
    const template = templateOf(state, row.symbol, side);
    const asset = settled(row);
    poolOf(row)?.positions.push(asset === null ? template : { ...template, settle: asset });
  }
}

/** Positions may exist that were not listed, or count in a way that is not computed: no figure then. */
const unknown = (pool: Pool): Pool => ({
  ...pool,
  collateral: pool.collateral.map(row => ({ ...row, amount: null })),
});
