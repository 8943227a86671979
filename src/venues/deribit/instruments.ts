/**
 * What a contract's name says. `BTC-PERPETUAL` and `BTC-27MAR26` are inverse futures on BTC, settled in BTC;
 * `SOL_USDC-PERPETUAL` is linear, settled in USDC; a strike and C or P make an option, in whose strike `d` is
 * the point (`XRP_USDC-30JUN23-0d625-C`). Source: docs.deribit.com, "Naming".
 */
import type { Contract, State } from './state';

const NAME =
  /^([A-Z\d]{2,10})(?:_(USDC|USDT|USDE|EURR))?-(PERPETUAL|\d{1,2}[A-Z]{3}\d{2})(?:-(\d+(?:d\d+)?)-([CP]))?$/;

export interface InstrumentName {
  base: string;
  /** Null: inverse. */
  linearIn: string | null;
  option: boolean;
}

export function parseInstrument(symbol: string): InstrumentName | null {
  const found = NAME.exec(symbol);
  if (!found) return null;
  return { base: found[1]!, linearIn: found[2] ?? null, option: found[5] !== undefined };
}

/** The listing, or what the name says; null: neither. */
export function contractOf(state: State, symbol: string): Pick<Contract, 'type' | 'base' | 'settle'> | null {
  const listed = state.market.contracts[symbol];
  if (listed) return listed;
  const named = parseInstrument(symbol);
  if (!named) return null;
  const { base, linearIn } = named;
  return { type: linearIn ? 'linear' : 'inverse', base, settle: linearIn ?? base };
}

/** A perpetual and the dated futures of a coin move together: by the coin, whatever they are settled in. */
export const factorOf = (base: string): string => STAKED[base] ?? base;

/** Coins that stand at the price of another. */
const STAKED: Record<string, string> = { STETH: 'ETH' };
/**
 * Currencies of an account that stand for a dollar, or earn interest on something that does. EURR stands for a
 * euro, whose moves against the dollar are small beside those of any coin.
 */
const PEGGED = new Set(['USD', 'USDC', 'USDT', 'USDE', 'USYC', 'BUIDL', 'EURR']);

/** What moves the dollar price of a currency; null: it stands still. */
export const factorOfCurrency = (currency: string): string | null =>
  PEGGED.has(currency) ? null : factorOf(currency);

/** The dollar index of a currency: "btc_usd". */
export const indexName = (currency: string): string => `${currency.toLowerCase()}_usd`;
