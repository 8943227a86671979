/** When a pool is liquidated, and how OKX computes the liquidation price that it prints. */
import type { Pool, Rules } from '../../engine/account';
import type { MarginMode, PositionSide } from './state';

/**
 * Liquidated when the margin ratio is 100 % or less; printed as a multiple of the requirement. The printed price of
 * a cross position leaves resting orders out and is not given when another contract shares the currency.
 * Source: measured 2026-09; OKX help centre, "cross margin ratio".
 */
export const CROSS: Rules = {
  liquidatedWhen: 'at-or-below',
  threshold: '1',
  ratio: 'equity/maintenance',
  printed: {
    moves: 'symbol',
    tickOffset: 0,
    fixedMaintenance: false,
    onlySinglePosition: true,
    withoutOrders: true,
    sharedByLegs: true,
  },
};

/** The price of an isolated contract is moved one tick toward the mark. */
export const ISOLATED: Rules = {
  ...CROSS,
  printed: { moves: 'symbol', tickOffset: 1, fixedMaintenance: false, onlySinglePosition: false },
};

/** That of isolated margin trading is not. */
export const ISOLATED_MARGIN: Rules = { ...ISOLATED, printed: { ...ISOLATED.printed, tickOffset: 0 } };

/** Futures mode: one pool a currency. */
export const crossPool = (ccy: string): string => `cross:${ccy}`;
/** Multi-currency and portfolio margin: one pool of everything, in dollars. */
export const ACCOUNT_POOL = 'cross';
export const ACCOUNT_UNIT = 'USD';

export const isolatedPool = (instId: string, side: PositionSide): string =>
  side === 'net' ? `isolated:${instId}` : `isolated:${instId}:${side}`;

export const poolOf = (
  mode: MarginMode,
  instId: string,
  side: PositionSide,
  ccy: string,
  wide: boolean,
): string => (mode === 'isolated' ? isolatedPool(instId, side) : wide ? ACCOUNT_POOL : crossPool(ccy));

export const emptyPool = (id: string, kind: Pool['kind'], unit: string, rules: Rules): Pool => ({
  id,
  kind,
  unit,
  collateral: [],
  positions: [],
  orders: [],
  rules,
});
