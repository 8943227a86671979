/** What the order form says, as a draft of the account. */
import type { Account, Draft, Pool } from '../../engine/account';
import { Decimal, print, readDecimal } from '../../engine/decimal';
import type { DraftReading, FormReading } from '../venue';
import { closingFee, takerFee } from './closing-fee';
import { markOf } from './marks';
import { live, type Moment, openPositions } from './moment';
import { emptyIsolated, isolatedPool, UNIFIED } from './pools';
import { crossPosition, isolatedPosition, standingRequirement } from './position';
import { type PositionRow, positionKey, type State, type Trader } from './state';
import { parseSymbol } from './symbols';
import { exposureOf } from './tiers';

/**
 * The order fills at its limit, a market order at the mark; the taker's fee is charged whichever way it fills, so
 * that what is shown is not better than what comes. A reading that leaves a doubt (which leg, which margin mode,
 * which unit) gives no draft, and neither does what cannot be foreseen: the requirement of a portfolio, and that
 * of two legs which set each other off in part.
 */
export function draft(state: State, account: Account, form: FormReading): DraftReading {
  const { trader } = state;
  if (form.unsure !== null) return { unsure: form.unsure };
  if (account.account !== trader.name) return { unsure: 'other-account' };
  // Where the other prices and the account are when it is triggered, nobody knows.
  if (form.type === 'conditional') return { unsure: 'conditional-order' };
  if (form.side === null) return { unsure: 'no-side' };
  if (form.size === null) return { unsure: 'no-size' };
  if (form.sizeUnit === 'percent') return { unsure: 'unknown-unit' };
  const name = parseSymbol(form.symbol);
  if (!name || name.category === 'option') return { unsure: 'unknown-contract' };
  const mode = trader.mode?.is;
  if (mode === 'PORTFOLIO_MARGIN') return { unsure: 'portfolio-margin' };
  if (!mode) return { unsure: 'unknown-margin-mode' };
  const index = legOf(trader, form, form.side);
  if (index === null) return { unsure: 'no-direction' };

  const mark = readDecimal(markOf(state.market, form.symbol)?.price);
  if (!mark) return { unsure: 'no-mark' };
  const typed = form.type === 'market' ? null : typedNumber(form.price);
  if (form.type !== 'market' && !typed?.gt(0)) return { unsure: 'no-price' };
  const price = typed ?? mark;
  const size = sizeOf(state, form, price);
  if (size === 'unknown-unit') return { unsure: size };
  if (!size?.gt(0)) return { unsure: size ? 'no-size' : 'unreadable-size' };

  const moment = live(state, trader);
  const row = moment.rows.find(each => each.symbol === form.symbol && each.index === index);
  const other = index === 0 ? 0 : 3 - index;
  if (other && moment.rows.some(each => each.symbol === form.symbol && each.index === other)) {
    return { unsure: 'hedged-legs' };
  }
  const leverage =
    typedNumber(form.leverage) ?? readDecimal(row?.leverage) ?? setLeverage(trader, form.symbol, index);
  if (!leverage?.gt(0)) return { unsure: 'unknown-leverage' };
  const order: Draft = {
    pool: mode === 'ISOLATED_MARGIN' ? isolatedPool(form.symbol, index) : UNIFIED,
    symbol: form.symbol,
    side: form.side,
    size: print(size),
    price: typed ? print(typed) : null,
    reduceOnly: form.reduceOnly || form.action === 'close',
    marginMode: mode === 'ISOLATED_MARGIN' ? 'isolated' : 'cross',
    feeRate: takerFee(trader, form.symbol),
    leverage: print(leverage),
  };
  const template = templateRow(form, name.category, index, price, leverage);
  if (mode === 'REGULAR_MARGIN') {
    return { draft: row ? order : { ...order, position: crossTemplate(template, moment) } };
  }
  return isolatedDraft(order, row, template, moment, { account, size, price, leverage });
}

/** Which row of the positions the order works on; null: form and account contradict each other. */
function legOf(trader: Trader, form: FormReading, side: 'buy' | 'sell'): 0 | 1 | 2 | null {
  const says = form.action !== null || form.leg !== null;
  const held = openPositions(trader).filter(row => row.symbol === form.symbol);
  const hedge = held.length > 0 ? held.some(row => row.index !== 0) : null;
  if (!says) return hedge ? null : 0;
  if (hedge === false) return null;
  if (form.leg) return form.leg === 'long' ? 1 : 2;
  return (side === 'buy') === (form.action === 'open') ? 1 : 2;
}

/** As a row of the contract that is not held says it. */
const setLeverage = (trader: Trader, symbol: string, index: number): Decimal | null =>
  readDecimal(trader.positions.rows[positionKey(symbol, index)]?.leverage);

function templateRow(
  form: FormReading,
  category: PositionRow['category'],
  index: 0 | 1 | 2,
  price: Decimal,
  leverage: Decimal,
): PositionRow {
  return {
    symbol: form.symbol,
    category,
    index,
    // Its sign finds the side of the closing fee; the draft makes the size.
    size: form.side === 'sell' ? '-0' : '0',
    entryPrice: print(price),
    leverage: print(leverage),
    balance: '0',
    maintenance: null,
    delta: null,
    value: null,
    changed: 0,
    seq: 0,
    at: 0,
  };
}

function crossTemplate(row: PositionRow, moment: Moment): Draft['position'] {
  const resting = moment.orders.filter(({ category }) => category === row.category);
  return { ...crossPosition(row, moment, exposureOf(row.symbol, moment.rows, resting)), size: '0' };
}

interface Fill {
  account: Account;
  size: Decimal;
  price: Decimal;
  leverage: Decimal;
}

/**
 * Value over leverage and the fee to close are posted for what is opened; what is closed takes its part of the
 * margin back with it, and its profit goes to the wallet, which also pays the fee of the trade. The engine books
 * profit and fee in the order's own pool, so both are counted in here.
 */
function isolatedDraft(
  order: Draft,
  row: PositionRow | undefined,
  template: PositionRow,
  moment: Moment,
  { account, size, price, leverage }: Fill,
): DraftReading {
  const inverse = template.category === 'inverse';
  const valueAt = (contracts: Decimal, at: Decimal) => (inverse ? contracts.div(at) : contracts.times(at));
  const held = new Decimal(row?.size ?? 0);
  const buys = order.side === 'buy';
  const against = !held.isZero() && held.isNegative() === buys;
  const closed = against ? Decimal.min(size, held.abs()) : new Decimal(0);
  const opened = order.reduceOnly ? new Decimal(0) : size.minus(closed);
  // A position that turns around, or grows into another tier, stands with another requirement.
  const after = row && closed.isZero() ? held.abs().plus(opened) : opened;
  const standing = standingRequirement(template, moment, print(after));
  const before = row && standingRequirement(row, moment);
  const jumps = before && closed.isZero() && before.once !== standing?.once;
  if (jumps || (!closed.isZero() && !opened.isZero())) return { unsure: 'isolated-change' };
  const toClose = closingFee(template, takerFee(moment.trader, template.symbol));
  if (!standing || !toClose) return { unsure: 'unknown-contract' };
  const fee = valueAt(closed.plus(opened), price).times(order.feeRate ?? 0);
  let margin = valueAt(opened, price).div(leverage).plus(toClose.times(opened)).plus(fee);
  if (row && !closed.isZero()) {
    const entry = new Decimal(row.entryPrice!);
    const gain = inverse ? new Decimal(1).div(entry).minus(new Decimal(1).div(price)) : price.minus(entry);
    const profit = gain.times(closed).times(held.isNegative() ? -1 : 1);
    const balance = readDecimal(row.balance);
    if (!balance) return { unsure: 'isolated-change' };
    margin = fee.minus(balance.times(closed).div(held.abs())).minus(profit);
  }
  const position = { ...isolatedPosition({ ...template, size: print(opened) }, moment), size: '0' };
  const posted: Draft = { ...order, margin: print(margin), ...(row ? {} : { position }) };
  const pool: Pool | undefined = account.pools.some(({ id }) => id === order.pool)
    ? undefined
    : emptyIsolated(order.symbol, template.index);
  return pool ? { draft: posted, pool } : { draft: posted };
}

/** Base coins, or US dollars of an inverse contract; a value in the quote is turned into coins and cut to the step. */
function sizeOf(state: State, form: FormReading, price: Decimal): Decimal | null | 'unknown-unit' {
  const typed = typedNumber(form.size);
  const inverse = parseSymbol(form.symbol)?.category === 'inverse';
  const own = inverse ? ['contracts', 'quote'] : ['base'];
  if (own.includes(form.sizeUnit)) return typed;
  if (inverse || form.sizeUnit !== 'quote') return 'unknown-unit';
  if (!typed) return null;
  const step = readDecimal(state.market.contracts[form.symbol]?.step);
  const contracts = typed.div(price);
  return step?.gt(0)
    ? contracts.div(step).floor().times(step)
    : contracts.toSignificantDigits(30, Decimal.ROUND_DOWN);
}

/** A number as it stands in the form: "0.", ".5" and "1,250" are being typed too. Null: none. */
function typedNumber(text: string | null): Decimal | null {
  if (text === null) return null;
  const bare = text.trim();
  const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  return readDecimal(grouped.replace(/^\./, '0.').replace(/\.$/, ''));
}
