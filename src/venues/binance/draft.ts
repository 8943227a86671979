/** What the order form says, as a draft of the account. */
import type { Account, DecimalString, Draft, Pool } from '../../engine/account';
import { Decimal, print, readDecimal } from '../../engine/decimal';
import type { DraftReading, FormReading } from '../venue';
import { crossPool, crossPoolOf, isolatedPool, marginAssetOf, marginTypeOf, PORTFOLIO_POOL } from './margin';
import { markOf } from './marks';
import { emptyPool, templateOf } from './position';
import { type PositionRow, type PositionSide, positionKey, type State, type Trader } from './state';
import { isCoinMargined } from './symbols';
import { isZero } from './trader';

/** Taker fee of a regular user (VIP 0), USDⓈ-M and COIN-M, 2026: the highest there is. Used until the page says its own. */
const TAKER_FEE = '0.0005';

/**
 * The order fills at its limit, a market order at the mark; the taker's fee is charged
 * whichever way it fills, so that what is shown is not better than what comes. A reading that leaves a doubt
 * (which leg, which margin mode, which unit) gives no draft.
 */
export function draft(state: State, account: Account, form: FormReading): DraftReading {
  const { delivery } = state;
  // The contract says which product's form this is.
  return isCoinMargined(form.symbol)
    ? draftIn({ ...state, trader: delivery.trader, parked: delivery.parked }, account, form)
    : draftIn(state, account, form);
}

function draftIn(state: State, account: Account, form: FormReading): DraftReading {
  const { trader } = state;
  if (form.unsure !== null) return { unsure: form.unsure };
  const joint = account.pools.some(pool => pool.id === PORTFOLIO_POOL);
  if (!joint && account.account !== trader.name) return { unsure: 'other-account' };
  // Where the other prices and the account are when it is triggered, nobody knows.
  if (form.type === 'conditional') return { unsure: 'conditional-order' };
  if (form.side === null) return { unsure: 'no-side' };
  if (form.size === null) return { unsure: 'no-size' };
  if (form.sizeUnit === 'percent') return { unsure: 'unknown-unit' };
  if (form.sizeUnit === 'contracts' && !isCoinMargined(form.symbol)) return { unsure: 'unknown-unit' };
  const side = sideOf(trader, form, form.side);
  if (!side) return { unsure: 'no-direction' };

  const mark = readDecimal(markOf(state.market, form.symbol)?.price);
  if (!mark) return { unsure: 'no-mark' };
  const typed = form.type === 'market' ? null : typedNumber(form.price);
  if (form.type !== 'market' && !typed?.gt(0)) return { unsure: 'no-price' };
  const price = typed ?? mark;
  const size = isCoinMargined(form.symbol) ? contractsOf(state, form, price) : sizeOf(state, form, price);
  if (!size?.gt(0)) return { unsure: size ? 'no-size' : 'unreadable-size' };

  const row = openRow(trader, form.symbol, side);
  const asset = marginAssetOf(state, form.symbol, row);
  if (asset === null) return { unsure: 'unknown-contract' };
  const config = trader.config.rows[form.symbol];
  const mode = marginMode(trader, form, row);
  if (mode === null) return { unsure: 'unknown-margin-mode' };
  const leverage = typedNumber(form.leverage) ?? readDecimal(config?.leverage);
  const shared = crossPoolOf(state, trader, asset);
  const pooled = shared !== crossPool(trader.product, asset);
  const template = pooled
    ? { ...templateOf(state, form.symbol, side), settle: asset }
    : templateOf(state, form.symbol, side);
  if (pooled && mode === 'cross' && !settles(account, shared, asset)) return { unsure: 'no-balance' };
  const order: Draft = {
    pool: mode === 'cross' ? shared : isolatedPool(form.symbol, side),
    symbol: form.symbol,
    side: form.side,
    size: print(size),
    price: typed ? print(typed) : null,
    reduceOnly: form.reduceOnly || form.action === 'close',
    marginMode: mode,
    feeRate: trader.takerFee ?? TAKER_FEE,
    ...(leverage ? { leverage: print(leverage) } : {}),
    ...(row ? {} : { position: template }),
  };
  if (mode === 'cross') return withPool(account, order, () => crossAmount(trader, asset), 'cross', asset);
  if (!leverage?.gt(0)) return { unsure: 'unknown-leverage' };
  const isolated: Draft = {
    ...order,
    margin: print(isolatedMargin(order, row, valuesAt(state, form.symbol, size, price), leverage)),
    marginFrom: shared,
  };
  return withPool(account, isolated, () => '0', 'isolated', asset);
}

/** The draft, with its pool when the account has none of that id yet. */
function withPool(
  account: Account,
  order: Draft,
  amount: () => DecimalString | null,
  kind: Pool['kind'],
  asset: string,
): DraftReading {
  if (account.pools.some(pool => pool.id === order.pool)) return { draft: order };
  return { draft: order, pool: emptyPool(order.pool, kind, asset, amount()) };
}

/** A pool of several assets books the fill in the contract's own. */
const settles = (account: Account, pool: string, asset: string): boolean =>
  account.pools.some(one => one.id === pool && one.collateral.some(row => row.asset === asset));

const crossAmount = (trader: Trader, asset: string): DecimalString | null =>
  trader.uncovered ? null : (trader.balances.rows[asset]?.crossWallet ?? null);

/**
 * Which row of the positions the order works on. The form's tabs say "open" or "close" in hedge mode only;
 * null: form and account contradict each other.
 */
function sideOf(trader: Trader, form: FormReading, side: 'buy' | 'sell'): PositionSide | null {
  const hedge = form.action !== null || form.leg !== null;
  if (!hedge) return isHedge(trader) ? null : 'BOTH';
  if (isHedge(trader) === false) return null;
  if (form.leg) return form.leg === 'long' ? 'LONG' : 'SHORT';
  return (side === 'buy') === (form.action === 'open') ? 'LONG' : 'SHORT';
}

/** As said, or as the open positions show; null: neither. */
export function isHedge(trader: Trader): boolean | null {
  const open = Object.values(trader.positions.rows).filter(row => !isZero(row.amount));
  if (open.length > 0) return open.some(row => row.side !== 'BOTH');
  return trader.hedge;
}

function openRow(trader: Trader, symbol: string, side: PositionSide): PositionRow | undefined {
  const row = trader.positions.rows[positionKey(symbol, side)];
  return row && !isZero(row.amount) ? row : undefined;
}

/** An open position keeps its mode; without one the form's button and the settings speak, in this order. */
function marginMode(
  trader: Trader,
  form: FormReading,
  row: PositionRow | undefined,
): 'cross' | 'isolated' | null {
  const type = row ? marginTypeOf(trader, row) : trader.config.rows[form.symbol]?.marginType;
  const set = type === 'ISOLATED' ? 'isolated' : type === 'CROSSED' ? 'cross' : null;
  return row ? set : (form.marginMode ?? set);
}

/**
 * Contracts. A size in the quote asset is the order's value ("order by value"), turned into contracts at the
 * price of the fill and cut to the contract's step, as the venue does before it takes the order.
 */
function sizeOf(state: State, form: FormReading, price: Decimal): Decimal | null {
  const typed = typedNumber(form.size);
  if (!typed || form.sizeUnit === 'base') return typed;
  const step = readDecimal(state.market.contracts[form.symbol]?.step);
  const contracts = typed.div(price);
  return step?.gt(0)
    ? contracts.div(step).floor().times(step)
    : contracts.toSignificantDigits(30, Decimal.ROUND_DOWN);
}

/**
 * Contracts of COIN-M, which are whole: typed as such, or as dollars of value ("USD"), or as coins that are worth
 * so many contracts at the price of the fill.
 */
function contractsOf(state: State, form: FormReading, price: Decimal): Decimal | null {
  const typed = typedNumber(form.size);
  if (!typed || form.sizeUnit === 'contracts') return typed;
  const dollars = readDecimal(state.market.contracts[form.symbol]?.size);
  if (!dollars?.gt(0)) return null;
  const value = form.sizeUnit === 'base' ? typed.times(price) : typed;
  return value.div(dollars).floor();
}

/** Worth of an amount of contracts in the asset that margins them, by price. */
interface Values {
  size: Decimal;
  /** Of so many contracts at the fill. */
  value(contracts: Decimal): Decimal;
  /** Of one long contract from `entry` to the fill. */
  profit(entry: Decimal): Decimal;
}

function valuesAt(state: State, symbol: string, size: Decimal, price: Decimal): Values {
  if (!isCoinMargined(symbol)) {
    return { size, value: one => one.times(price), profit: entry => price.minus(entry) };
  }
  // Without the dollars of a contract the pool is unknown already.
  const dollars = readDecimal(state.market.contracts[symbol]?.size) ?? new Decimal(0);
  return {
    size,
    value: one => one.times(dollars).div(price),
    profit: entry => dollars.div(entry).minus(dollars.div(price)),
  };
}

/**
 * What moves between the cross wallet and an isolated position with the fill: value over leverage is posted
 * for what is opened; what is closed takes its part of the isolated wallet back with it, and its profit goes
 * to the cross wallet, which also pays the fee. The engine books profit and fee in the order's own pool, so
 * both are counted in here.
 */
function isolatedMargin(
  order: Draft,
  row: PositionRow | undefined,
  values: Values,
  leverage: Decimal,
): Decimal {
  const { size } = values;
  const held = new Decimal(row?.amount ?? 0);
  const sign = order.side === 'buy' ? 1 : -1;
  const against = !held.isZero() && held.isNegative() === sign > 0;
  const closed = against ? Decimal.min(size, held.abs()) : new Decimal(0);
  const opened = order.reduceOnly ? new Decimal(0) : size.minus(closed);
  const fee = values.value(closed.plus(opened)).times(order.feeRate ?? 0);
  const posted = values.value(opened).div(leverage);
  if (!row || closed.isZero()) return posted.plus(opened.isZero() ? 0 : fee);
  const profit = values
    .profit(new Decimal(row.entryPrice))
    .times(closed)
    .times(held.isNegative() ? -1 : 1);
  const released = new Decimal(row.isolatedWallet).times(closed).div(held.abs());
  return posted.plus(fee).minus(released).minus(profit);
}

/** A number as it stands in the form: "0.", ".5" and "1,250" are being typed too. Null: none. */
function typedNumber(text: string | null): Decimal | null {
  if (text === null) return null;
  const bare = text.trim();
  const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  const whole = grouped.replace(/^\./, '0.').replace(/\.$/, '');
  return readDecimal(whole);
}
