/**
 * The pools of an account at one moment: USDⓈ-M futures in single-asset mode.
 *
 * Source: Binance FAQ "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts"
 * (b3c689c1f50a44cabb3a84e663b81d93), reproduced to its last digit. One cross pool per margin asset; each
 * isolated position (each leg, in hedge mode) a pool of its own; liquidated when the margin balance at mark is
 * at or below the maintenance margin. Resting orders and fees are no part of that.
 */
import type { Account, DecimalString, Pool, Position, Rules } from '../../engine/account';
import { crossPool, isolatedPool, marginAssetOf, marginTypeOf } from './margin';
import { markOf } from './marks';
import { addOrders } from './resting-orders';
import { type PositionRow, type Printed, positionKey, type State, type Trader } from './state';
import { factorOf } from './symbols';
import { isZero } from './trader';

export const RULES: Rules = {
  liquidatedWhen: 'at-or-below',
  threshold: '1',
  ratio: 'maintenance/equity',
  printed: {
    moves: 'symbol',
    tickOffset: 0,
    fixedMaintenance: false,
    onlySinglePosition: false,
    sharedByLegs: true,
  },
};

/** One moment of an account: now, or when the venue last printed its own figures. */
export interface Moment {
  /** Null: the positions were never listed. */
  rows: PositionRow[] | null;
  cross: Record<string, DecimalString>;
  mark(symbol: string): DecimalString | null;
  printed: Printed | null;
}

export function accountOf(state: State, trader: Trader, moment: Moment, asOf: number): Account {
  const cross = new Map<string, Pool>();
  const isolated: Pool[] = [];
  const poolOf = (asset: string): Pool => {
    const known = cross.get(asset);
    if (known) return known;
    const pool = emptyPool(crossPool(asset), 'cross', asset, moment.cross[asset] ?? null);
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
      poolOf(asset).positions.push(type === null ? { ...position, size: null } : position);
    }
  }
  if (!moment.printed) {
    withEmptyLegs(state, moment.rows ?? [], row =>
      marginTypeOf(trader, row) === 'CROSSED' ? poolOf(marginAssetOf(state, row.symbol, row) ?? '?') : null,
    );
  }
  let pools = [...cross.values(), ...isolated];
  pools =
    pools.length > 0 ? pools : [emptyPool(crossPool('USDT'), 'cross', 'USDT', moment.cross.USDT ?? null)];
  if (moment.rows === null || trader.uncovered) pools = pools.map(unknown);
  if (!moment.printed) addOrders(state, trader, pools);
  return { format: 'plimsoll.account/1', venue: 'binance', account: trader.name, asOf, pools };
}

/**
 * In hedge mode a contract has two legs, and the venue lists both as soon as one is open. Without the empty
 * one an order that opens it would be read as closing the other.
 */
function withEmptyLegs(state: State, rows: PositionRow[], poolOf: (row: PositionRow) => Pool | null): void {
  const legs = rows.filter(row => row.side !== 'BOTH');
  const open = new Set(legs.map(row => positionKey(row.symbol, row.side)));
  for (const row of legs) {
    const side = row.side === 'LONG' ? 'SHORT' : 'LONG';
    if (open.has(positionKey(row.symbol, side))) continue;
    poolOf(row)?.positions.push(templateOf(state, row.symbol, side));
  }
}

export const emptyPool = (
  id: string,
  kind: Pool['kind'],
  unit: string,
  amount: DecimalString | null,
): Pool => ({
  id,
  kind,
  unit,
  collateral: [{ asset: unit, amount, price: '1', follows: null }],
  positions: [],
  orders: [],
  rules: RULES,
});

/** Positions may exist that were not listed, or count in a way that is not computed: no figure then. */
const unknown = (pool: Pool): Pool => ({
  ...pool,
  collateral: pool.collateral.map(row => ({ ...row, amount: null })),
});

function positionOf(state: State, row: PositionRow, moment: Moment): Position {
  const { symbol } = row;
  const steps = state.market.brackets[symbol];
  const leverage = state.trader.config.rows[symbol]?.leverage;
  const tick = state.market.contracts[symbol]?.tick;
  const printed = moment.printed?.rows[positionKey(symbol, row.side)];
  return {
    symbol,
    factor: factorOf(symbol),
    size: row.amount,
    contract: { type: 'linear', multiplier: '1' },
    entryPrice: row.entryPrice,
    markPrice: moment.mark(symbol),
    ...(steps ? { maintenance: { basis: 'value', style: 'marginal', steps } } : {}),
    ...(leverage ? { leverage } : {}),
    ...(tick ? { tick } : {}),
    ...(printed
      ? {
          reported: {
            liquidationPrice: printed.liquidationPrice,
            maintenanceMargin: printed.maintenanceMargin,
          },
        }
      : {}),
  };
}

/** A position of size 0, as a draft brings it to a contract that is not held. */
export function templateOf(state: State, symbol: string, side: PositionRow['side']): Position {
  const row: PositionRow = {
    symbol,
    side,
    amount: '0',
    entryPrice: markOf(state.market, symbol)?.price ?? '0',
    isolatedWallet: '0',
    marginType: null,
    marginAsset: null,
    changed: 0,
    event: 0,
    at: 0,
    from: 'list',
  };
  const mark = (name: string) => markOf(state.market, name)?.price ?? null;
  return positionOf(state, row, { rows: [], cross: {}, mark, printed: null });
}
