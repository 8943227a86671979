/** What the order form says, as a draft of this account. */
import type { Account, Draft, Position } from '../../engine/account';
import { Decimal, print, readDecimal } from '../../engine/decimal';
import { isolatedMargin } from '../shared/isolated-margin';
import { coinsTyped } from '../shared/typed-size';
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

  const size = coinsTyped(form, fill, new Decimal(10).pow(-listed.szDecimals));
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
  // Source: the venue's documentation, "Margining". [?] That the fee is paid by the cross balance is not documented;
  // it is assumed here.
  const margin = isolatedMargin(pool, position, made, size, fill, leverage);
  return {
    draft: { ...made, margin: print(margin), ...(cross ? { marginFrom: cross.id } : {}) },
    ...(held ? {} : { pool }),
  };
}

/** The cross pool in which a position of this contract stands, in any of the margin modes. */
function crossIds(symbol: string, state: State, user: User): string[] {
  const dex = dexOf(symbol);
  return [dex === '' ? 'cross' : `cross:${dex}`, `unified:${unitOf(dex, state, user)}`, 'portfolio'];
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
