/** The account's taker fee of an instrument. Source: OKX documents v5, "Get fee rates", 2026-06-28. */
import type { DecimalString } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { MARGIN_TAKER_FEE, TAKER_FEE } from './assumptions';
import type { State } from './state';
import { parseSymbol } from './symbols';

export interface Fee {
  rate: DecimalString;
  /** False: that of a regular user is assumed. */
  said: boolean;
}

/** As a part of the value; above 0 is charged. */
export function takerFee(state: State, instId: string, type: string): Fee {
  const fees = state.trader.fees[type];
  const instrument = state.market.instruments[instId];
  const group = instrument?.feeGroup ? fees?.groups[instrument.feeGroup] : undefined;
  const settle = instrument?.settle ?? parseSymbol(instId)?.quote;
  const own = settle === 'USDT' ? fees?.takerU : settle === 'USDC' ? fees?.takerUSDC : null;
  // The venue writes what is charged below zero.
  const written = group ?? own ?? fees?.taker;
  if (written) return { rate: new Decimal(written).neg().toFixed(), said: true };
  return { rate: type === 'MARGIN' || type === 'SPOT' ? MARGIN_TAKER_FEE : TAKER_FEE, said: false };
}
