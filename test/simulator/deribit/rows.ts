/** What this exchange says of accounts and contracts, row by row. Amounts are JSON numbers, rounded as it rounds. */
import type { World } from '../exchange';
import type { Account, Holding, Order } from './accounts';
import { crossingsOf, maintenance, profit } from './arithmetic';
import { type Contract, deltaOf, indexName, indexOf, markOf, takerFee } from './contracts';
import { crossed, currenciesOf, figuresOf, heldOf, poolsOf, portfolio, totalsOf } from './figures';
import type { Trade } from './ledger';
import { printedPrice } from './truth';

type Row = Record<string, unknown>;

const places = (currency: string): number => (currency === 'BTC' || currency === 'ETH' ? 8 : 6);
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export function summaryRow(world: World, account: Account, currency: string): Row {
  const figures = figuresOf(world, account, currency);
  const round = (value: number) => rounded(value, places(currency));
  const price = indexOf(world.market, currency);
  const totals = crossed(account) ? totalsOf(world, account) : null;
  // With cross collateral every row repeats the whole account, in its own currency.
  const of = (own: number, whole: number | undefined) => round(whole === undefined ? own : whole / price);
  const margin = of(figures.marginBalance, totals?.marginBalance);
  const initial = of(figures.initial, totals?.initial);
  return {
    currency,
    margin_model: account.model,
    portfolio_margining_enabled: portfolio(account),
    cross_collateral_enabled: crossed(account),
    balance: round(figures.balance),
    equity: round(figures.balance + figures.realized + figures.futures + figures.optionsValue),
    margin_balance: margin,
    available_funds: round(margin - initial),
    available_withdrawal_funds: round(Math.max(0, Math.min(figures.balance, margin - initial))),
    initial_margin: initial,
    maintenance_margin: of(figures.maintenance, totals?.maintenance),
    projected_initial_margin: initial,
    projected_maintenance_margin: of(figures.maintenance, totals?.maintenance),
    futures_session_upl: round(figures.futures),
    futures_session_rpl: round(figures.realized),
    options_session_upl: round(figures.options),
    options_session_rpl: 0,
    options_value: round(figures.optionsValue),
    options_delta: 0,
    session_upl: round(figures.futures + figures.options),
    session_rpl: round(figures.realized),
    futures_pl: 0,
    options_pl: 0,
    total_pl: 0,
    delta_total: 0,
    spot_reserve: 0,
    fee_balance: 0,
    ...(totals
      ? {
          total_equity_usd: rounded(totals.equity, 6),
          total_margin_balance_usd: rounded(totals.marginBalance, 6),
          total_initial_margin_usd: rounded(totals.initial, 6),
          total_maintenance_margin_usd: rounded(totals.maintenance, 6),
        }
      : {}),
  };
}

export function accountRow(world: World, account: Account, extended: boolean): Row {
  return {
    ...(extended
      ? {
          id: account.id,
          type: account.type,
          username: account.name,
          system_name: account.name,
          email: `${account.name}@example.com`,
          creation_timestamp: 1687352432143,
        }
      : {}),
    summaries: currenciesOf(account).map(currency => summaryRow(world, account, currency)),
  };
}

export function positionRow(world: World, account: Account, holding: Holding): Row {
  const held = heldOf(world, holding);
  const { contract, size, mark, index } = held;
  const digits = places(contract.settle);
  const round = (value: number) => rounded(value, digits);
  const coins = contract.linear || contract.option ? size : size / mark;
  const row: Row = {
    instrument_name: contract.name,
    kind: contract.kind,
    size,
    direction: size > 0 ? 'buy' : size < 0 ? 'sell' : 'zero',
    average_price: rounded(holding.entry, 6),
    mark_price: mark,
    index_price: index,
    settlement_price: rounded(holding.session, 6),
    floating_profit_loss: size === 0 ? 0 : round(profit(held, holding.session)),
    total_profit_loss: size === 0 ? 0 : round(profit(held, holding.entry)),
    realized_profit_loss: round(holding.realized),
    initial_margin: 0,
    maintenance_margin: 0,
    open_orders_margin: 0,
    delta: rounded(contract.option ? size * deltaOf(contract, index, world.now()) : coins, 8),
  };
  if (contract.option) return { ...row, size_currency: undefined };
  const printed = account.model === 'segregated_sm' && size !== 0 ? printedOf(world, account, holding) : null;
  return {
    ...row,
    size_currency: rounded(coins, 9),
    leverage: contract.maxLeverage,
    ...(portfolio(account) || size === 0
      ? {}
      : {
          initial_margin: round(maintenance(held, 1, 'initial')),
          maintenance_margin: round(maintenance(held)),
        }),
    ...(printed === null ? {} : { estimated_liquidation_price: rounded(printed, 2) }),
  };
}

function printedOf(world: World, account: Account, { contract, size }: Holding): number | null {
  const found = poolsOf(world, account).find(({ unit }) => unit === contract.settle);
  if (!found) return null;
  const { below, above } = crossingsOf(found.pool, contract.coin);
  return printedPrice(size, markOf(world.market, contract, world.now()), below, above);
}

export function orderRow(order: Order): Row {
  return {
    order_id: order.id,
    instrument_name: order.contract.name,
    direction: order.buy ? 'buy' : 'sell',
    amount: order.amount,
    filled_amount: order.filled,
    average_price: order.filled > 0 ? (order.price ?? 0) : 0,
    price: order.price ?? 'market_price',
    order_state: order.state,
    order_type: order.type,
    ...(order.trigger === null ? {} : { trigger_price: order.trigger, trigger: 'mark_price' }),
    reduce_only: order.reduceOnly,
    post_only: false,
    time_in_force: 'good_til_cancelled',
    label: '',
    replaced: false,
    api: false,
    web: true,
    creation_timestamp: order.at,
    last_update_timestamp: order.at,
  };
}

export const tradeRow = (trade: Trade): Row => ({
  trade_id: trade.id,
  trade_seq: Number(trade.id),
  instrument_name: trade.contract.name,
  order_id: trade.order.id,
  order_type: trade.order.type,
  direction: trade.buy ? 'buy' : 'sell',
  amount: trade.amount,
  price: trade.price,
  mark_price: trade.price,
  index_price: trade.price,
  fee: trade.fee,
  fee_currency: trade.contract.settle,
  timestamp: trade.at,
  state: 'filled',
});

export function tickerRow(world: World, contract: Contract): Row {
  const mark = markOf(world.market, contract, world.now());
  const index = indexOf(world.market, contract.coin);
  const day = contract.option ? mark : Number(world.market.dayAgo(contract.coin)) * (1 + contract.premium);
  const beside = (steps: number) => rounded(Math.round(mark / contract.tick + steps) * contract.tick, 6);
  return {
    instrument_name: contract.name,
    timestamp: world.now(),
    state: 'open',
    mark_price: mark,
    index_price: index,
    last_price: beside(0),
    best_bid_price: beside(-1),
    best_bid_amount: contract.step * 400,
    best_ask_price: beside(1),
    best_ask_amount: contract.step * 350,
    settlement_price: mark,
    min_price: beside(-2000),
    max_price: beside(2000),
    open_interest: 1_132_329_370,
    estimated_delivery_price: index,
    stats: {
      high: mark * 1.01,
      low: mark * 0.99,
      price_change: rounded((100 * (mark - day)) / day, 4),
      volume: 11_897.2,
      volume_usd: 1_092_371_540,
    },
    ...(contract.perpetual ? { current_funding: 0, funding_8h: 0.00001742, interest_value: 0.0028 } : {}),
    ...(contract.option
      ? { greeks: { delta: deltaOf(contract, index, world.now()) }, underlying_price: index }
      : {}),
  };
}

export const instrumentRow = (contract: Contract): Row => ({
  instrument_name: contract.name,
  kind: contract.kind,
  instrument_type: contract.linear ? 'linear' : 'reversed',
  ...(contract.kind === 'future'
    ? { future_type: contract.linear ? 'linear' : 'reversed', max_leverage: contract.maxLeverage }
    : {}),
  base_currency: contract.coin,
  quote_currency: contract.option ? contract.coin : contract.linear ? 'USDC' : 'USD',
  counter_currency: contract.linear ? 'USDC' : 'USD',
  settlement_currency: contract.settle,
  settlement_period: contract.perpetual ? 'perpetual' : 'month',
  price_index: contract.linear ? `${contract.coin.toLowerCase()}_usdc` : indexName(contract.coin),
  tick_size: contract.tick,
  tick_size_steps: [],
  contract_size: contract.step,
  min_trade_amount: contract.step,
  maker_commission: 0,
  taker_commission: contract.option ? 0.0003 : takerFee,
  creation_timestamp: 1534167754000,
  expiration_timestamp: contract.expiry,
  is_active: true,
  ...(contract.option
    ? { option_type: contract.option.call ? 'call' : 'put', strike: contract.option.strike }
    : {}),
});
