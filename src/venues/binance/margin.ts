/** Which wallet backs a position: the cross wallet of its margin asset, or one of its own. */
import { isMultiAssets } from './multi-assets-mode';
import type { MarginType, PositionRow, Product, State, Trader } from './state';
import { isCoinMargined, parseSymbol } from './symbols';
import { isZero } from './trader';

export const crossPool = (product: Product, asset: string): string => `${product}:${asset}`;
/** Where a USDⓈ-M or COIN-M order of this account goes that is not isolated. */
export const crossPoolOf = (state: State, trader: Trader, asset: string): string =>
  state.portfolio.is?.is
    ? PORTFOLIO_POOL
    : isMultiAssets(trader)
      ? MULTI_ASSETS_POOL
      : crossPool(trader.product, asset);
export const MULTI_ASSETS_POOL = 'usdm:multi-assets';
export const PORTFOLIO_POOL = 'portfolio-margin';
/** In hedge mode each leg has a wallet of its own. */
export const isolatedPool = (symbol: string, side: PositionRow['side']): string =>
  side === 'BOTH' ? `isolated:${symbol}` : `isolated:${symbol}:${side}`;

/** The asset in which a contract is margined: said with the position, or by the list of contracts, or its name. */
export function marginAssetOf(state: State, symbol: string, row?: PositionRow): string | null {
  if (row?.marginAsset) return row.marginAsset;
  const name = parseSymbol(symbol);
  if (isCoinMargined(symbol)) return state.market.contracts[symbol]?.marginAsset ?? name?.base ?? null;
  // In the EU's Credits Trading Mode every contract is margined in BNFCR, whatever its name says.
  const credits = state.trader.balances.rows.BNFCR;
  if (credits && !isZero(credits.crossWallet)) return 'BNFCR';
  return state.market.contracts[symbol]?.marginAsset ?? name?.quote ?? null;
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
