/** The positions table of the page's screen, as long as the traffic gives no account. */
import type { Decimal } from '../../engine/decimal';
import { readDecimal } from '../../engine/decimal';
import { CONTRACTS } from '../page/form-words';
import { type ScreenContract, screenReading } from '../page/screen-account';
import type { AccountReading, ScreenRow } from '../venue';
import { TAKER_FEE } from './assumptions';
import { settleOf } from './position';
import { CROSS, crossPool, ISOLATED } from './rules';
import type { State } from './state';
import { factorOf, parseSymbol } from './symbols';
import { scheduleOf } from './tiers';

/** "BTCUSDT Perpetual", "BTC-USDT-SWAP", "BTCUSD 0926": what may be one of our names. Null: none. */
export function instIdOf(written: string): string | null {
  const text = written.trim().toUpperCase();
  if (parseSymbol(text)) return text;
  const found = /^([A-Z\d]{1,20}?)[-/]?(USDT|USDC|USD)(?:[- ]?(?:PERP(?:ETUAL)?|SWAP|永续|永續))?$/.exec(
    text,
  );
  return found ? `${found[1]}-${found[2]}-SWAP` : null;
}

/** The contracts in the table, which must be known before it can be read. */
export const onScreen = ({ screen }: State): string[] => [
  ...new Set((screen?.table.rows ?? []).flatMap(row => instIdOf(row.symbol) ?? [])),
];

/** Null: nothing was seen there. */
export function fromScreen(state: State, now: number): AccountReading | null {
  const { screen } = state;
  if (!screen) return null;
  const reading = screenReading({
    venue: 'okx',
    at: screen.at,
    now,
    table: screen.table,
    contract: row => contractOf(state, row),
    contracts: (row, size, contract) => contractsOf(row, size, contract),
    crossPool,
  });
  return {
    ...reading,
    account: { ...reading.account, account: state.trader.name },
    label: state.trader.name,
  };
}

function contractOf(state: State, row: ScreenRow): ScreenContract | null {
  const { market } = state;
  const symbol = instIdOf(row.symbol);
  const instrument = symbol === null ? undefined : market.instruments[symbol];
  if (symbol === null || !instrument?.contract || !instrument.value || !instrument.settle) return null;
  const isolated = row.marginMode === 'isolated';
  const schedule = scheduleOf(market, symbol, instrument.type, isolated ? 'isolated' : 'cross');
  const mark = market.marks[symbol];
  return {
    symbol,
    factor: factorOf(symbol),
    contract: { type: instrument.contract, multiplier: instrument.value },
    unit: settleOf(state, symbol) ?? instrument.settle,
    rules: isolated ? ISOLATED : CROSS,
    ...(schedule ? { maintenance: schedule } : {}),
    feeRate: TAKER_FEE,
    tick: instrument.tick,
    ...(mark ? { mark: { price: mark.price, at: mark.at } } : {}),
  };
}

/** In contracts, in coins of a linear contract, or in dollars of an inverse one. */
function contractsOf(
  { size }: ScreenRow,
  amount: Decimal,
  { symbol, contract }: ScreenContract,
): Decimal | null {
  const unit = size?.unit?.toUpperCase() ?? null;
  const each = readDecimal(contract.multiplier);
  const name = parseSymbol(symbol);
  if (!each?.gt(0) || unit === null) return null;
  if (CONTRACTS.test(unit)) return amount;
  const own = contract.type === 'linear' ? name?.base : name?.quote;
  return unit === own ? amount.div(each) : null;
}
