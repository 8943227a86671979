/** Which wallet backs a position: the cross wallet of its margin asset, or one of its own. */
import type { MarginType, PositionRow, State, Trader } from './state';
import { parseSymbol } from './symbols';
import { isZero } from './trader';

export const crossPool = (asset: string): string => `usdm:${asset}`;
/** In hedge mode each leg has a wallet of its own. */
export const isolatedPool = (symbol: string, side: PositionRow['side']): string =>
  side === 'BOTH' ? `isolated:${symbol}` : `isolated:${symbol}:${side}`;

/** The asset in which a contract is margined: said with the position, or by the list of contracts, or its name. */
export function marginAssetOf(state: State, symbol: string, row?: PositionRow): string | null {
  const said = row?.marginAsset ?? state.market.contracts[symbol]?.marginAsset;
  if (said) return said;
  // In the EU's Credits Trading Mode every contract is margined in BNFCR, whatever its name says.
  const credits = state.trader.balances.rows.BNFCR;
  if (credits && !isZero(credits.crossWallet)) return 'BNFCR';
  return parseSymbol(symbol)?.quote ?? null;
}

/** What is a position's own word on its margin; null: two sources contradict each other. */
export function marginTypeOf(trader: Trader, row: PositionRow): MarginType | null {
  if (row.marginType) return row.marginType;
  // The page's list has no margin type, but only an isolated position has a wallet of its own.
  if (!isZero(row.isolatedWallet)) return 'ISOLATED';
  return trader.config.rows[row.symbol]?.marginType === 'ISOLATED' ? null : 'CROSSED';
}

export const openPositions = (trader: Trader): PositionRow[] =>
  Object.values(trader.positions.rows).filter(row => !isZero(row.amount));
