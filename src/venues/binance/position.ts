/**
 * A position at one moment, by the rules that all of Binance's futures share.
 *
 * Source: Binance FAQs "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts"
 * (b3c689c1f50a44cabb3a84e663b81d93), reproduced to its last digit, and "… of COIN-M Futures Contracts"
 * (ceccfcfb4e3a45e3b48b0b1bb1a8ae46): liquidated when the margin balance at mark is at or below the maintenance
 * margin; brackets by value in the margin asset, each slice at its own rate. Resting orders and fees are no part
 * of that.
 */
import type { DecimalString, Pool, Position, Rules } from '../../engine/account';
import { markOf } from './marks';
import { type AssetRate, type PositionRow, type Printed, positionKey, type State } from './state';
import { factorOf, isCoinMargined } from './symbols';

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
  rates: Record<string, AssetRate>;
  mark(symbol: string): DecimalString | null;
  printed: Printed | null;
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

export function positionOf(state: State, row: PositionRow, moment: Moment): Position {
  const { symbol } = row;
  const steps = state.market.brackets[symbol];
  const leverage = state.trader.config.rows[symbol]?.leverage;
  const { tick, step } = state.market.contracts[symbol] ?? {};
  const printed = moment.printed?.rows[positionKey(symbol, row.side)];
  return {
    symbol,
    factor: factorOf(symbol),
    size: row.amount,
    contract: contractOf(state, symbol),
    entryPrice: row.entryPrice,
    markPrice: moment.mark(symbol),
    ...(steps ? { maintenance: { basis: 'value', style: 'marginal', steps } } : {}),
    ...(leverage ? { leverage } : {}),
    ...(tick ? { tick } : {}),
    ...(step ? { lot: step } : {}),
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

/** Linear contracts are of one base unit; an inverse one is of so many US dollars, which exchangeInfo tells. */
function contractOf(state: State, symbol: string): Position['contract'] {
  if (!isCoinMargined(symbol)) return { type: 'linear', multiplier: '1' };
  return { type: 'inverse', multiplier: state.market.contracts[symbol]?.size ?? null };
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
  const { rates } = state.market;
  return positionOf(state, row, { rows: [], cross: {}, rates, mark, printed: null });
}
