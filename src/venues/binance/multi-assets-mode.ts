/**
 * Whether the USDⓈ-M account is in multi-assets mode: said in so many words (accountConfig, the configuration
 * event), or shown by the free margin of a list of balances.
 *
 * In single-asset mode an asset's free margin is never more than its own margin balance; in multi-assets mode
 * every row bears the free margin of the whole account (the venue's sample of /fapi/v3/account, 2026-06-28).
 */
import { Decimal } from '../../engine/decimal';
import { OVERTAKING } from './merge';
import type { Trader } from './state';

/** What one row of a list of balances says of its margin; absent: not said. */
export interface FreeMargin {
  wallet?: string | undefined;
  profit?: string | undefined;
  available?: string | undefined;
}

/** Rounding of the two figures against each other, in the asset. */
const ROUNDING = '0.000001';

/** True: only the multi-assets mode can show this; false: only the single-asset mode; null: both could. */
export function modeShownBy(rows: FreeMargin[]): boolean | null {
  let free = false;
  let none = false;
  for (const { wallet, profit, available } of rows) {
    if (wallet === undefined || profit === undefined || available === undefined) continue;
    const balance = Decimal.max(new Decimal(wallet).plus(profit), 0);
    if (new Decimal(available).gt(balance.plus(ROUNDING))) return true;
    free ||= new Decimal(available).gt(0);
    none ||= new Decimal(available).isZero();
  }
  return free && none ? false : null;
}

/** A copy of an older event, by another socket, changes nothing. */
export function saidMode(trader: Trader, is: boolean, at: number, changed?: number): Trader {
  const known = trader.multiAssets.said?.changed;
  if (known !== undefined && changed !== undefined && changed < known) return trader;
  const said = { is, at, ...(changed === undefined ? {} : { changed }) };
  return { ...trader, multiAssets: { ...trader.multiAssets, said } };
}

export const shownMode = (trader: Trader, is: boolean | null, at: number): Trader =>
  is === null ? trader : { ...trader, multiAssets: { ...trader.multiAssets, shown: { is, at } } };

/** The later of the two; a list may have been made a little before it came. */
export function isMultiAssets({ product, multiAssets: { said, shown } }: Trader): boolean {
  if (product !== 'usdm') return false;
  if (!said || !shown) return (said ?? shown)?.is ?? false;
  return shown.at - said.at > OVERTAKING ? shown.is : said.is;
}
