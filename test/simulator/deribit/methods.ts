/** What can be asked of this exchange, by method; the same over HTTP and over a socket. */
import type { World } from '../exchange';
import { hour } from '../history';
import type { Login } from './access';
import { maintenance } from './arithmetic';
import { type Contract, indexOf, stable } from './contracts';
import { heldOf } from './figures';
import type { Ledger } from './ledger';
import { accountRow, instrumentRow, orderRow, positionRow, summaryRow, tickerRow, tradeRow } from './rows';
import { RpcError } from './rpc-error';

type Params = Record<string, unknown>;
type Answer = (params: Params, login: Login) => unknown;

export interface Methods {
  /** @throws RpcError */
  call(method: string, params: Params, login: Login | null): unknown;
}

const flag = (value: unknown): boolean => value === true || value === 'true';
const invalid = (param: string, reason = 'invalid value') =>
  new RpcError(-32_602, 'Invalid params', { reason, param });

/** The right that a private method asks for: docs.deribit.com, "Scope" of each. */
const scopes: Record<string, string> = {
  'private/get_account_summary': 'account:read',
  'private/get_account_summaries': 'account:read',
  'private/get_subaccounts': 'account:read',
  'private/get_positions': 'trade:read',
  'private/get_position': 'trade:read',
  'private/get_open_orders': 'trade:read',
  'private/get_open_orders_by_currency': 'trade:read',
  'private/get_open_orders_by_instrument': 'trade:read',
  'private/get_user_trades_by_currency': 'trade:read',
  'private/get_margins': 'trade:read',
  'private/buy': 'trade:read_write',
  'private/sell': 'trade:read_write',
  'private/cancel': 'trade:read_write',
  'private/logout': 'connection',
};

const grants = ({ scope }: Login, right: string): boolean => {
  const words = scope.split(' ');
  return words.includes(right) || words.includes(`${right}_write`);
};

export function createMethods(world: World, ledger: Ledger): Methods {
  const { contracts } = ledger;
  const contractOf = (params: Params): Contract => {
    const found = ledger.contract(String(params.instrument_name));
    if (!found) throw invalid('instrument_name', 'instrument not found');
    return found;
  };
  const ofCurrency = (params: Params) => (contract: Contract) => {
    const { currency = 'any', kind } = params;
    const fits =
      currency === 'any' || contract.settle === currency || (!contract.linear && contract.coin === currency);
    return fits && (kind === undefined || kind === 'any' || contract.kind === kind);
  };
  const currencies = ['BTC', 'ETH', 'USDC', 'USDT'];

  const place =
    (buy: boolean): Answer =>
    (params, { account }) => {
      const contract = contractOf(params);
      const type = String(params.type ?? 'limit');
      if (type !== 'limit' && type !== 'market') throw invalid('type');
      const price = type === 'market' ? null : Number(params.price);
      if (price !== null && !(price > 0)) throw invalid('price');
      const placed = ledger.place(account, {
        contract,
        buy,
        amount: Number(params.amount),
        price,
        reduceOnly: flag(params.reduce_only),
      });
      if (!placed.ok) throw new RpcError(placed.code, placed.reason);
      return { order: orderRow(placed.order), trades: placed.trade ? [tradeRow(placed.trade)] : [] };
    };
  const orders = (test: (contract: Contract) => boolean, { account }: Login) =>
    account.orders.filter(order => test(order.contract)).map(orderRow);

  const answers: Record<string, Answer> = {
    'public/get_time': () => world.now(),
    'public/test': () => ({ version: '1.2.26' }),
    'public/hello': () => ({ version: '1.2.26' }),
    'public/status': () => ({ locked: false, locked_indices: [] }),
    'public/set_heartbeat': () => 'ok',
    'public/disable_heartbeat': () => 'ok',
    'public/get_currencies': () =>
      currencies.map(currency => ({
        currency,
        currency_long: currency,
        coin_type: currency === 'BTC' ? 'BITCOIN' : 'ETHER',
        min_confirmations: 1,
        withdrawal_fee: 0,
        fee_precision: 4,
        withdrawal_priorities: [],
        in_cross_collateral_pool: true,
      })),
    'public/get_instruments': params => contracts.filter(ofCurrency(params)).map(instrumentRow),
    'public/get_instrument': params => instrumentRow(contractOf(params)),
    'public/ticker': params => tickerRow(world, contractOf(params)),
    'public/get_index_price': ({ index_name: name }) => {
      const coin = /^([a-z]+)_usd$/.exec(String(name))?.[1]?.toUpperCase() ?? '';
      if (!(coin in stable) && !world.market.has(coin)) throw invalid('index_name');
      const price = indexOf(world.market, coin);
      return { index_price: price, estimated_delivery_price: price };
    },
    'public/get_book_summary_by_currency': params =>
      contracts.filter(ofCurrency(params)).map(contract => {
        const { instrument_name, mark_price, best_bid_price, best_ask_price, last_price } = tickerRow(
          world,
          contract,
        );
        return {
          instrument_name,
          mark_price,
          bid_price: best_bid_price,
          ask_price: best_ask_price,
          last: last_price,
        };
      }),
    'public/get_tradingview_chart_data': params => chart(world, contractOf(params), params),
    'private/get_account_summaries': (params, { account }) =>
      accountRow(world, account, flag(params.extended)),
    'private/get_account_summary': (params, { account }) => {
      const currency = String(params.currency);
      if (!currencies.includes(currency)) throw invalid('currency');
      const { summaries: _, ...extended } = accountRow(world, account, flag(params.extended));
      return { ...extended, ...summaryRow(world, account, currency) };
    },
    'private/get_subaccounts': () =>
      ledger.accounts.map(({ id, name, type }) => ({
        id,
        type,
        username: name,
        system_name: name,
        email: `${name}@example.com`,
      })),
    'private/get_positions': (params, { account }) =>
      [...account.holdings.values()]
        .filter(({ contract }) => ofCurrency(params)(contract))
        // A position that was closed stays listed, with size 0, as long as its session lasts.
        .map(holding => positionRow(world, account, holding)),
    'private/get_position': (params, { account }) => {
      const contract = contractOf(params);
      const holding = account.holdings.get(contract.name) ?? {
        contract,
        size: 0,
        entry: 0,
        session: 0,
        realized: 0,
      };
      return positionRow(world, account, holding);
    },
    'private/get_open_orders': (params, login) => orders(ofCurrency(params), login),
    'private/get_open_orders_by_currency': (params, login) => orders(ofCurrency(params), login),
    'private/get_open_orders_by_instrument': (params, login) => {
      const contract = contractOf(params);
      return orders(each => each === contract, login);
    },
    'private/get_user_trades_by_currency': () => ({ trades: [], has_more: false }),
    'private/get_margins': params => {
      const contract = contractOf(params);
      const price = Number(params.price);
      const held = {
        ...heldOf(world, {
          contract,
          size: Number(params.amount),
          entry: price,
          session: price,
          realized: 0,
        }),
        mark: price,
      };
      const margin = maintenance(held, 1, 'initial');
      return { buy: margin, sell: margin, min_price: price * 0.985, max_price: price * 1.015 };
    },
    'private/buy': place(true),
    'private/sell': place(false),
    'private/cancel': (params, { account }) => {
      const order = ledger.cancel(account, String(params.order_id));
      if (!order) throw new RpcError(11_044, 'not_open_order');
      return orderRow(order);
    },
  };

  return {
    call(method, params, login) {
      const answer = Object.hasOwn(answers, method) ? answers[method] : undefined;
      if (!answer) throw new RpcError(-32_601, 'Method not found');
      if (method.startsWith('public/')) return answer(params, login as Login);
      if (!login || world.switches.loggedOut) throw new RpcError(13_009, 'unauthorized');
      const right = scopes[method];
      if (right && !grants(login, right))
        throw new RpcError(13_021, 'forbidden', { reason: 'scope', param: right });
      return drifted(world, answer(params, login));
    },
  };
}

/** As after a release of the venue: a field of the account's answers has another name. */
export function drifted<T>(world: World, value: T): T {
  if (!world.switches.drifted) return value;
  const text = JSON.stringify(value);
  return JSON.parse(
    text
      .replaceAll('"maintenance_margin":', '"maintenance_requirement":')
      .replaceAll('"average_price":', '"avg_price":'),
  );
}

function chart(world: World, contract: Contract, params: Params) {
  const { resolution, start_timestamp: from, end_timestamp: to } = params;
  if (String(resolution) !== '60' || contract.option)
    return { status: 'no_data', ticks: [], open: [], high: [], low: [], close: [], volume: [], cost: [] };
  const [start, end] = [Number(from), Number(to)];
  if (!Number.isFinite(start) || !Number.isFinite(end)) throw invalid('start_timestamp');
  const bars = world.market.candles(contract.coin, Math.floor(start / hour) * hour, end).slice(-5000);
  const column = (pick: (bar: (typeof bars)[number]) => string) => bars.map(bar => Number(pick(bar)));
  return {
    status: 'ok',
    ticks: bars.map(bar => bar.at),
    open: column(bar => bar.open),
    high: column(bar => bar.high),
    low: column(bar => bar.low),
    close: column(bar => bar.close),
    volume: column(bar => bar.volume),
    cost: bars.map(bar => Number(bar.volume) * Number(bar.close)),
  };
}
