/** The account as the positions table of the page shows it, as long as the traffic gives none. */
import { Decimal, readDecimal } from '../../engine/decimal';
import { type ScreenContract, screenReading } from '../page/screen-account';
import type { AccountReading, ScreenRow } from '../venue';
import { takerFee } from './closing-fee';
import { markOf } from './marks';
import { RULES, UNIFIED } from './pools';
import { contractOf } from './position';
import type { State } from './state';
import { factorOf, parseSymbol } from './symbols';

/** Null: no table was seen. */
export function screenAccount(state: State, now: number): AccountReading | null {
  const { screen, trader } = state;
  if (!screen) return null;
  // The margin mode is that of the whole account, so the table need not say it.
  const mode = trader.mode?.is ? (trader.mode.is === 'ISOLATED_MARGIN' ? 'isolated' : 'cross') : null;
  const rows = screen.table.rows.map(row => ({ ...row, marginMode: row.marginMode ?? mode }));
  return screenReading({
    venue: 'bybit',
    at: screen.at,
    now,
    table: { ...screen.table, rows },
    contract: row => contract(state, row),
    contracts: (row, size, { symbol }) => contracts(state, row, size, symbol),
    crossPool: unit => `${UNIFIED}:${unit}`,
  });
}

/** The page writes BTC-PERP and may put a space into a name; the API writes BTCPERP. */
const nameOf = (text: string): string =>
  text
    .trim()
    .replace(/\s+(?:Perp(?:etual)?|永续|永續)$/i, '')
    .replace(/-PERP$/i, 'PERP')
    .replaceAll(/[\s/]/g, '')
    .toUpperCase();

function contract(state: State, row: ScreenRow): ScreenContract | null {
  const symbol = nameOf(row.symbol);
  const name = parseSymbol(symbol);
  if (!name || name.category === 'option') return null;
  const { market, trader } = state;
  const steps = market.tiers[symbol];
  const mark = markOf(market, symbol);
  const tick = market.contracts[symbol]?.tick;
  return {
    symbol,
    factor: factorOf(symbol),
    contract: contractOf(name),
    unit: name.settle,
    rules: RULES,
    ...(steps ? { maintenance: { basis: 'value', style: 'marginal', steps } } : {}),
    feeRate: takerFee(trader, symbol),
    ...(tick ? { tick } : {}),
    ...(mark ? { mark: { price: mark.price, at: mark.at } } : {}),
  };
}

/** Sizes are written in the base coin, in the quote, or in US dollars of an inverse contract. */
function contracts(state: State, row: ScreenRow, size: Decimal, symbol: string): Decimal | null {
  const name = parseSymbol(symbol);
  const unit = row.size?.unit?.toUpperCase() ?? null;
  if (name?.category === 'inverse') return unit === null || unit === 'USD' ? size : null;
  if (unit === null || unit === name?.base || unit === symbol) return size;
  if (unit !== name?.settle) return null;
  const mark = readDecimal(markOf(state.market, symbol)?.price ?? row.mark?.number);
  return mark?.gt(0) ? new Decimal(size).div(mark) : null;
}
