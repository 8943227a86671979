/** What the order form says, as a draft of the account. */
import type { Account, Draft, Pool } from '../../engine/account';
import { Decimal, print, readDecimal, ZERO } from '../../engine/decimal';
import type { DraftReading, FormReading } from '../venue';
import { takerFee } from './fees';
import { isWide, modeOf } from './modes';
import { settleOf, sizeOf, templateOf } from './position';
import { CROSS, crossPool, emptyPool, ISOLATED, poolOf } from './rules';
import {
  type Instrument,
  leverageKey,
  type MarginMode,
  openPositions,
  type PositionRow,
  type PositionSide,
  type State,
  type Trader,
} from './state';

/**
 * The order fills at its limit, a market order at the mark; the taker's fee is charged whichever way it fills, so
 * that what is shown is not better than what comes. A reading that leaves a doubt (which leg, which margin mode,
 * which unit) gives no draft.
 */
export function draft(state: State, account: Account, form: FormReading): DraftReading {
  const { trader, market } = state;
  if (form.unsure !== null) return { unsure: form.unsure };
  if (account.account !== trader.name) return { unsure: 'other-account' };
  // Where the other prices and the account are when it is triggered, nobody knows.
  if (form.type === 'conditional') return { unsure: 'conditional-order' };
  if (form.side === null) return { unsure: 'no-side' };
  if (form.size === null) return { unsure: 'no-size' };
  if (form.sizeUnit === 'percent') return { unsure: 'unknown-unit' };
  const mode = modeOf(state)?.mode ?? null;
  if (mode === null || mode === 'spot') return { unsure: 'unknown-margin-mode' };
  const instrument = market.instruments[form.symbol];
  if (!instrument?.contract || !instrument.value || !instrument.settle) return { unsure: 'unknown-contract' };
  const side = sideOf(trader, form, form.side);
  if (!side) return { unsure: 'no-direction' };

  const mark = readDecimal(market.marks[form.symbol]?.price);
  if (!mark) return { unsure: 'no-mark' };
  const typed = form.type === 'market' ? null : typedNumber(form.price);
  if (form.type !== 'market' && !typed?.gt(0)) return { unsure: 'no-price' };
  const price = typed ?? mark;
  const size = contractsOf(instrument, form, price);
  if (!size?.gt(0)) return { unsure: size ? 'no-size' : 'unreadable-size' };

  const rows = openPositions(trader).filter(row => row.instId === form.symbol && row.side === side);
  const marginMode = marginModeOf(form, rows);
  if (marginMode === null) return { unsure: 'unknown-margin-mode' };
  const row = rows.find(one => one.mode === marginMode);
  const ccy = row?.ccy ?? settleOf(state, form.symbol) ?? instrument.settle;
  const wide = isWide(mode);
  const leverage =
    typedNumber(form.leverage) ??
    readDecimal(trader.leverage[leverageKey(form.symbol, marginMode, side)] ?? row?.leverage);
  const template = () => ({
    ...templateOf(state, form.symbol, marginMode, side),
    ...(wide && marginMode === 'cross' ? { settle: ccy } : {}),
    ...(wide && marginMode === 'cross' && mode === 'portfolio' ? { maintenance: null, feeRate: '0' } : {}),
  });
  const order: Draft = {
    pool: poolOf(marginMode, form.symbol, side, ccy, wide),
    symbol: form.symbol,
    side: form.side,
    size: print(size),
    price: typed ? print(typed) : null,
    reduceOnly: form.reduceOnly || form.action === 'close',
    marginMode,
    feeRate: takerFee(state, form.symbol, instrument.type).rate,
    ...(leverage ? { leverage: print(leverage) } : {}),
    ...(row ? {} : { position: template() }),
  };
  // Its stress tests are not published: what an order adds to the requirement is not known.
  if (mode === 'portfolio' && marginMode === 'cross') return { unsure: 'portfolio-margin' };
  if (marginMode === 'cross') return withPool(account, order, 'cross', ccy, cashOf(trader, ccy));
  if (!leverage?.gt(0)) return { unsure: 'unknown-leverage' };
  const from = wide ? 'cross' : crossPool(ccy);
  const isolated: Draft = {
    ...order,
    margin: print(isolatedMargin(instrument, order, row, size, price, leverage)),
    ...(wide ? {} : { marginFrom: from }),
  };
  return withPool(account, isolated, 'isolated', ccy, '0');
}

const cashOf = (trader: Trader, ccy: string): string | null => trader.balances.rows[ccy]?.cash ?? null;

/** The draft, with its pool when the account has none of that id yet. */
function withPool(
  account: Account,
  order: Draft,
  kind: Pool['kind'],
  ccy: string,
  amount: string | null,
): DraftReading {
  if (account.pools.some(pool => pool.id === order.pool)) return { draft: order };
  const pool = emptyPool(order.pool, kind, ccy, kind === 'cross' ? CROSS : ISOLATED);
  return { draft: order, pool: { ...pool, collateral: [{ asset: ccy, amount, price: '1', follows: null }] } };
}

/** Which leg the order works on; null: form and account contradict each other. */
function sideOf(trader: Trader, form: FormReading, side: 'buy' | 'sell'): PositionSide | null {
  const hedge = form.action !== null || form.leg !== null;
  const known = isHedge(trader);
  if (!hedge) return known === true ? null : 'net';
  if (known === false) return null;
  if (form.leg) return form.leg;
  return (side === 'buy') === (form.action === 'open') ? 'long' : 'short';
}

/** As the open positions show, or as said; null: neither. */
export function isHedge(trader: Trader): boolean | null {
  const open = openPositions(trader).filter(row => row.instType !== 'MARGIN');
  if (open.length > 0) return open.some(row => row.side !== 'net');
  return trader.hedge;
}

/** The form's own word; without it, that of the only position there is. */
function marginModeOf(form: FormReading, rows: PositionRow[]): MarginMode | null {
  if (form.marginMode) return form.marginMode;
  return rows.length === 1 ? rows[0]!.mode : null;
}

/**
 * Contracts, cut to the contract's step, as the venue does before it takes the order. Coins of a linear contract
 * are divided by the coins of one; dollars by its value at the price of the fill; of an inverse one the other way.
 */
function contractsOf(instrument: Instrument, form: FormReading, price: Decimal): Decimal | null {
  const typed = typedNumber(form.size);
  const each = readDecimal(instrument.value);
  if (!typed || !each?.gt(0)) return null;
  const linear = instrument.contract === 'linear';
  const units =
    form.sizeUnit === 'contracts'
      ? typed
      : form.sizeUnit === 'base'
        ? (linear ? typed : typed.times(price)).div(each)
        : (linear ? typed.div(price) : typed).div(each);
  const lot = readDecimal(instrument.lot);
  return lot?.gt(0) ? units.div(lot).floor().times(lot) : units.toSignificantDigits(30, Decimal.ROUND_DOWN);
}

/**
 * What moves between the cash and an isolated position with the fill: value over leverage is posted for what is
 * opened; what is closed takes its part of the margin back with it, and its profit goes to the cash, which also
 * pays the fee. The engine books profit and fee in the order's own pool, so both are counted in here.
 */
function isolatedMargin(
  instrument: Instrument,
  order: Draft,
  row: PositionRow | undefined,
  size: Decimal,
  price: Decimal,
  leverage: Decimal,
): Decimal {
  const each = readDecimal(instrument.value)!;
  const linear = instrument.contract === 'linear';
  const valueAt = (contracts: Decimal, at: Decimal) =>
    linear ? contracts.times(each).times(at) : contracts.times(each).div(at);
  const held = row ? new Decimal(sizeOf(row)) : ZERO;
  const against = !held.isZero() && held.isNegative() === (order.side === 'buy');
  const closed = against ? Decimal.min(size, held.abs()) : ZERO;
  const opened = order.reduceOnly ? ZERO : size.minus(closed);
  const fee = valueAt(closed.plus(opened), price).times(order.feeRate ?? 0);
  const posted = valueAt(opened, price).div(leverage);
  const entry = readDecimal(row?.entryPrice);
  if (!row || closed.isZero() || !entry) return posted.plus(opened.isZero() ? 0 : fee);
  const gone = valueAt(closed, price).minus(valueAt(closed, entry));
  // A long linear contract gains when its value grows; an inverse one is worth less coins then.
  const profit = gone.times(held.isNegative() ? -1 : 1).times(linear ? 1 : -1);
  const released = (readDecimal(row.margin) ?? ZERO).times(closed).div(held.abs());
  return posted.plus(fee).minus(released).minus(profit);
}

/** A number as it stands in the form: "0.", ".5" and "1,250" are being typed too. Null: none. */
function typedNumber(text: string | null): Decimal | null {
  if (text === null) return null;
  const bare = text.trim();
  const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  return readDecimal(grouped.replace(/^\./, '0.').replace(/\.$/, ''));
}
