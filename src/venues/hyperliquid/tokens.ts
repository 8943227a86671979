/** The tokens in which dexs settle. */
import type { State, User } from './state';

/** Source: the venue's spotMeta, September 2026; others are named by the balances. */
const NAMES: Record<number, string> = { 0: 'USDC', 235: 'USDE', 268: 'USDT0', 360: 'USDH' };

/** The index of the token in which a dex settles; null: not known. */
export function tokenOf(dex: string, markets: State['markets']): number | null {
  const market = markets[dex];
  if (market) return market.collateral;
  return dex === '' ? 0 : null;
}

/** Its name, as far as it is known. */
export function unitOf(dex: string, { markets }: State, { spot }: User): string {
  const token = tokenOf(dex, markets);
  if (token === null) return `collateral of ${dex}`;
  return NAMES[token] ?? spot?.value.balances.find(row => row.token === token)?.coin ?? `token ${token}`;
}
