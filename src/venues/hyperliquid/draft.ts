/** What the order form says, as a draft of this account. */
import type { Account, Draft, Pool, Position } from '../../engine/account';
import { Decimal, print, readDecimal, ZERO } from '../../engine/decimal';
import type { DraftReading, FormReading } from '../venue';
import { BUILDER_TAKER_FEE, TAKER_FEE } from './assumptions';
import { factorOf } from './factor';
import { dexOf, listing, maintenance } from './maintenance';
import { newIsolatedPool } from './pools';
import { lotOf, tickOf } from './position';
import { newUser, type State, type User } from './state';
import { unitOf } from './tokens';

export function draft(state: State, account: Account, form: FormReading): DraftReading {
  if (form.unsure) return { unsure: form.unsure };
  if (form.type === 'conditional') return { unsure: 'conditional-order' };
  if (form.side === null) return { unsure: 'no-side' };
  const listed = listing(state, form.symbol);
  if (!listed) return { unsure: 'unknown-contract' };

  const held = account.pools.find(pool => pool.positions.some(({ symbol }) => symbol === form.symbol));
  const position = held?.positions.find(({ symbol }) => symbol === form.symbol);
  const mark = position?.markPrice ?? state.marks[form.symbol]?.px;
  const markPrice = readDecimal(mark);
  if (!markPrice?.gt(0)) return { unsure: 'no-mark' };
  const limit = form.price === null ? null : readDecimal(form.price);
  if (form.type === 'limit' && !limit?.gt(0)) return { unsure: 'no-price' };
  // An order through the market is filled at the market, not at its limit.
  const crosses = limit === null || (form.side === 'buy' ? limit.gte(markPrice) : limit.lte(markPrice));
  const fill = crosses ? markPrice : limit;

  const size = sizeOf(form, fill, listed.szDecimals);
  if (typeof size === 'string') return { unsure: size };

  const selected = state.users[account.account]?.leverages[form.symbol];
  // A position keeps its mode as long as it is open.
  const marginMode = held?.kind ?? form.marginMode ?? selected?.type;
  if (!marginMode) return { unsure: 'unknown-margin-mode' };
  const user = state.users[account.account] ?? newUser;
  const ids = crossIds(form.symbol, state, user);
  const cross = account.pools.find(({ id }) => ids.includes(id));
  const pool = held ?? (marginMode === 'cross' ? cross : newIsolatedPool(state, user, form.symbol));
  if (!pool) return { unsure: 'no-pool' };
  const leverage =
    readDecimal(form.leverage) ?? (selected ? new Decimal(selected.value) : readDecimal(position?.leverage));

  const made: Draft = {
    pool: pool.id,
    symbol: form.symbol,
    side: form.side,
    size: print(size),
    price: crosses ? null : print(limit),
    reduceOnly: form.reduceOnly,
    marginMode,
    feeRate: dexOf(form.symbol) === '' ? TAKER_FEE : BUILDER_TAKER_FEE,
    ...(leverage ? { leverage: print(leverage) } : {}),
    ...(position ? {} : { position: template(state, form.symbol, print(markPrice), listed.szDecimals) }),
  };
  if (marginMode === 'cross') return { draft: made };
  if (!leverage?.gt(0)) return { unsure: 'unknown-leverage' };
  const margin = marginOf(pool, position, made, size, fill, leverage);
  return {
    draft: { ...made, margin: print(margin), ...(cross ? { marginFrom: cross.id } : {}) },
    ...(held ? {} : { pool }),
  };
}

/** In coins, on the lot; or the code of what is missing. */
function sizeOf(form: FormReading, fill: Decimal, szDecimals: number): Decimal | string {
  if (form.size === null) return 'no-size';
  const typed = readDecimal(form.size);
  if (!typed || typed.isNegative()) return 'unreadable-size';
  if (typed.isZero()) return 'no-size';
  const coins = { base: typed, quote: typed.div(fill), contracts: null, percent: null }[form.sizeUnit];
  if (coins === null) return 'unknown-unit';
  const size = coins.toDecimalPlaces(szDecimals, Decimal.ROUND_DOWN);
  return size.isZero() ? 'below-lot' : size;
}

/** The cross pool in which a position of this contract stands, in any of the margin modes. */
function crossIds(symbol: string, state: State, user: User): string[] {
  const dex = dexOf(symbol);
  return [dex === '' ? 'cross' : `cross:${dex}`, `unified:${unitOf(dex, state, user)}`, 'portfolio'];
}

/**
 * What an isolated position's pool is given with the fill: value over leverage for what is added; what is
 * closed gives back its part of the margin and its profit. Source: the venue's documentation, "Margining".
 * [?] That the fee is paid by the cross balance is not documented; it is assumed here.
 */
function marginOf(
  pool: Pool,
  position: Position | undefined,
  { side, reduceOnly, feeRate }: Draft,
  size: Decimal,
  fill: Decimal,
  leverage: Decimal,
): Decimal {
  const before = readDecimal(position?.size) ?? ZERO;
  const reduces = !before.isZero() && before.isNegative() === (side === 'buy');
  const closed = reduces ? Decimal.min(size, before.abs()) : ZERO;
  const opened = reduceOnly ? ZERO : size.minus(closed);
  const fee = opened
    .plus(closed)
    .times(fill)
    .times(feeRate ?? '0');
  const posted = opened.times(fill).div(leverage).plus(fee);
  if (closed.isZero()) return posted;
  const cash = readDecimal(pool.collateral[0]?.amount) ?? ZERO;
  const entry = readDecimal(position?.entryPrice) ?? fill;
  const equity = cash.plus(before.times(fill.minus(entry)));
  return posted.minus(equity.times(closed).div(before.abs()));
}

function template(state: State, coin: string, mark: string, szDecimals: number): Position {
  return {
    symbol: coin,
    factor: factorOf(state, coin),
    size: '0',
    contract: { type: 'linear', multiplier: '1' },
    entryPrice: mark,
    markPrice: mark,
    maintenance: maintenance(state, coin, null) ?? undefined,
    tick: tickOf(szDecimals, mark),
    lot: lotOf(szDecimals),
  };
}
