/**
 * Resting orders. Those that open count towards the tier of their family, their value towards the requirement, and
 * the fee of their fill is taken off the equity; what waits for a trigger reserves nothing.
 *
 * Source: measured 2026-09 on an account with an order of a thousand contracts (mgnRatio, availBal, mmr of the
 * account's row); OKX help centre, "cross margin ratio".
 */
import type { Adjustment, Order, Pool } from '../../engine/account';
import { Decimal, print, readDecimal, ZERO } from '../../engine/decimal';
import { takerFee } from './fees';
import { settleOf, sizeOf, templateOf } from './position';
import { ACCOUNT_POOL } from './rules';
import { type OrderRow, openPositions, type State, type Trader } from './state';
import { familyOf, rateAt, stepsOf } from './tiers';

/** What of an order opens, in contracts; null: its size is not known. */
interface Opening {
  order: OrderRow;
  contracts: Decimal | null;
}

const isContract = ({ instType }: OrderRow): boolean => instType === 'SWAP' || instType === 'FUTURES';

/** In hedge mode a leg's own side opens it; in net mode what goes beyond the position against it. */
export function openings(trader: Trader): Opening[] {
  const left = new Map<string, Decimal>();
  for (const row of openPositions(trader)) {
    if (row.side === 'net' && row.mode === 'cross') left.set(row.instId, new Decimal(sizeOf(row)));
  }
  const orders = Object.values(trader.orders.rows).filter(
    row => row.open && row.mode === 'cross' && isContract(row),
  );
  return orders.flatMap(order => {
    if (order.positionSide !== 'net') {
      const opens = (order.side === 'buy') === (order.positionSide === 'long');
      return opens && !order.reduceOnly ? [{ order, contracts: readDecimal(order.size) }] : [];
    }
    if (order.reduceOnly) return [];
    const size = readDecimal(order.size);
    const held = left.get(order.instId) ?? ZERO;
    const against = !held.isZero() && held.isNegative() === (order.side === 'buy');
    if (!size || !against) return [{ order, contracts: size }];
    const closes = Decimal.min(size, held.abs());
    left.set(order.instId, held.isNegative() ? held.plus(closes) : held.minus(closes));
    const opens = size.minus(closes);
    return opens.isZero() ? [] : [{ order, contracts: opens }];
  });
}

/** True when an assumption about orders of the net mode bears on the figures. */
export const restsOnNetOrders = (trader: Trader): boolean =>
  Object.values(trader.orders.rows).some(
    order =>
      order.open &&
      order.mode === 'cross' &&
      isContract(order) &&
      order.positionSide === 'net' &&
      !order.reduceOnly &&
      openPositions(trader).some(
        row =>
          row.instId === order.instId &&
          row.mode === 'cross' &&
          row.side === 'net' &&
          sizeOf(row).startsWith('-') === (order.side === 'buy'),
      ),
  );

/**
 * Adds the opening orders of a cross pool: contracts to the tiers of their family, value and fee to its adjustments.
 * `inUnit`: the price of an order's settle currency in the pool's unit.
 */
export function reserve(
  state: State,
  pool: Pool,
  belongs: (order: OrderRow) => boolean,
  inUnit: (order: OrderRow) => Decimal | null,
): void {
  const { market, trader } = state;
  const mine = openings(trader).filter(({ order }) => belongs(order));
  if (mine.length === 0) return;
  for (const { order, contracts } of mine) {
    let position = pool.positions.find(one => one.symbol === order.instId);
    if (!position) {
      const settle = pool.id === ACCOUNT_POOL ? settleOf(state, order.instId) : null;
      position = {
        ...templateOf(state, order.instId, 'cross', order.positionSide),
        ...(settle ? { settle } : {}),
      };
      pool.positions.push(position);
    }
    const before = readDecimal(position.tierExtra) ?? ZERO;
    position.tierExtra = contracts && print(before.plus(contracts));
  }
  const adjustments: Adjustment[] = mine.map(({ order, contracts }) => {
    const { instId, instType } = order;
    const taker = readDecimal(takerFee(state, instId, instType).rate)!;
    const price = readDecimal(order.price) ?? readDecimal(market.marks[instId]?.price);
    const mark = readDecimal(market.marks[instId]?.price);
    const steps = stepsOf(market, instId, instType, 'cross');
    const rate = inUnit(order);
    const reason = `resting order ${order.side} ${order.size ?? '?'} ${instId}`;
    const value = (at: Decimal) => worth(state, instId, contracts, at);
    if (!price || !mark || !steps || !rate) return { reason, equity: null, requirement: null };
    const [fee, notional] = [value(price)?.times(taker), value(mark)];
    if (!fee || !notional) return { reason, equity: null, requirement: null };
    const mmr = rateAt(steps, familyContracts(state, pool, instId));
    return {
      reason,
      equity: print(fee.neg().times(rate)),
      requirement: print(notional.times(mmr.plus(taker)).times(rate)),
    };
  });
  pool.adjustments = [...(pool.adjustments ?? []), ...adjustments];
}

/** Contracts of the family in the pool, with its opening orders. */
function familyContracts({ market }: State, pool: Pool, instId: string): Decimal {
  const family = familyOf(market, instId);
  return pool.positions
    .filter(one => one.tierGroup === family)
    .reduce(
      (sum, { size, tierExtra }) =>
        sum.plus((readDecimal(size) ?? ZERO).abs()).plus(readDecimal(tierExtra) ?? ZERO),
      ZERO,
    );
}

/** Contracts at a price, in the settle currency; null: the contract is not known. */
function worth({ market }: State, instId: string, contracts: Decimal | null, price: Decimal): Decimal | null {
  const instrument = market.instruments[instId];
  const each = readDecimal(instrument?.value);
  if (!contracts || !each || !instrument?.contract) return null;
  return instrument.contract === 'linear'
    ? contracts.times(each).times(price)
    : contracts.times(each).div(price);
}

const TYPES: Record<string, string> = {
  conditional: 'stop',
  move_order_stop: 'trailing-stop',
  post_only: 'limit',
  fok: 'limit',
  ioc: 'limit',
};

/** In hedge mode the leg says what an order does: a sell of the long leg can only close. */
const reduces = (row: OrderRow): boolean =>
  row.reduceOnly ||
  row.closesPosition ||
  (row.positionSide === 'long' && row.side === 'sell') ||
  (row.positionSide === 'short' && row.side === 'buy');

export const orderOf = (row: OrderRow): Order => ({
  symbol: row.instId,
  side: row.side,
  size: row.size,
  price: row.price,
  type: TYPES[row.type] ?? row.type.replaceAll('_', '-'),
  triggerPrice: row.triggerPrice,
  reduceOnly: reduces(row),
  closesPosition: row.closesPosition,
});

/** Orders stand in the pool of their contract's position; without one, in the cross pool of its currency. */
export function addOrders(trader: Trader, poolOf: (order: OrderRow) => Pool | undefined): void {
  for (const row of [...Object.values(trader.orders.rows), ...Object.values(trader.algos.rows)]) {
    if (row.open && row.instType !== 'SPOT') poolOf(row)?.orders.push(orderOf(row));
  }
}
