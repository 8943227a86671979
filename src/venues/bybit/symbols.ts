/**
 * What a contract's name says: `BTCUSDT`, `BTCPERP` (USDC), `BTC-26DEC25` (USDC, dated), `BTCUSDT-26DEC25` (USDT,
 * dated), `BTCUSD` and `BTCUSDH26` (inverse), `1000PEPEUSDT`, `BTC-25SEP26-80000-C-USDT` (an option; without a
 * last part it settles in USDC). Source: Bybit v5 documents, "Enums Definitions", symbol, 2026-07-24.
 */
import type { Category } from './state';

export interface SymbolName {
  category: Category;
  base: string;
  /** Null: its price is in US dollars. */
  settle: string;
}

const DATE = String.raw`\d{1,2}[A-Z]{3}\d{2}`;
const OPTION = new RegExp(String.raw`^([A-Z\d]+)-${DATE}-\d+(?:\.\d+)?-[CP](?:-(USDT|USDC))?$`);
const DATED = new RegExp(`^([A-Z\\d]+?)(USDT)?-${DATE}$`);
const INVERSE = /^([A-Z\d]{2,16}?)USD(?:[HMUZ]\d{2})?$/;
const LINEAR = /^([A-Z\d]{1,20}?)(USDT|USDC|PERP)$/;

/** Null: no name of a contract that is known here. */
export function parseSymbol(symbol: string): SymbolName | null {
  const option = OPTION.exec(symbol);
  if (option) return { category: 'option', base: option[1]!, settle: option[2] ?? 'USDC' };
  const dated = DATED.exec(symbol);
  if (dated) return { category: 'linear', base: dated[1]!, settle: dated[2] ?? 'USDC' };
  const linear = LINEAR.exec(symbol);
  if (linear) {
    return { category: 'linear', base: linear[1]!, settle: linear[2] === 'USDT' ? 'USDT' : 'USDC' };
  }
  const inverse = INVERSE.exec(symbol);
  return inverse ? { category: 'inverse', base: inverse[1]!, settle: inverse[1]! } : null;
}

/**
 * What moves the mark of a contract: the coin, without the bundle in which it trades and without the delivery
 * date, so that a perpetual, a future and an option share it.
 */
export function factorOf(symbol: string): string {
  const base = parseSymbol(symbol)?.base ?? symbol;
  // "1000", "10000" … bundle small coins, in front or behind (SHIB1000). 1INCH is a coin's own name.
  return base.replace(/^10{3,7}(?=\D)/, '').replace(/(?<=\D)10{3,7}$/, '');
}

/** The coin in which profit is paid; null: not told by the name. */
export const settleOf = (symbol: string): string | null => parseSymbol(symbol)?.settle ?? null;
