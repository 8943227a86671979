/** The calls of api.bybit.com that need no key. */
import { hour } from '../history';
import { type Answer, ok, pageOf, refuse } from './answers';
import { type Contract, collateralRatios, loanRates, priceText } from './contracts';
import type { Floor } from './floor';
import { instrumentRow, riskLimitRows, spotTickerRow, text, tickerRow } from './rows';

type Call = (query: URLSearchParams, floor: Floor) => Answer;

const wrong = (what: string) => refuse(10001, `params error: ${what}`);

function contractsOf(query: URLSearchParams, floor: Floor): Contract[] | null {
  const category = query.get('category');
  if (category !== 'linear' && category !== 'inverse') return null;
  const all = [...floor.contracts.values()].filter(one => one.category === category);
  const symbol = query.get('symbol');
  if (symbol === null || symbol === '') return all;
  return all.filter(one => one.symbol === symbol);
}

const spotCoins = (floor: Floor): string[] =>
  floor.world.market.coins.map(({ name }) => name).filter(name => floor.contracts.has(`${name}USDT`));

const calls: Record<string, Call> = {
  'market/time': (_, floor) =>
    ok({ timeSecond: String(Math.floor(floor.now() / 1000)), timeNano: `${floor.now()}000000` }),
  'market/tickers'(query, floor) {
    const category = query.get('category');
    if (category === 'option') return ok({ category, list: [] });
    if (category === 'spot') {
      const symbol = query.get('symbol');
      const coins = spotCoins(floor).filter(coin => !symbol || `${coin}USDT` === symbol);
      if (symbol && coins.length === 0) return wrong('Symbol Invalid');
      return ok({ category, list: coins.map(coin => spotTickerRow(floor, coin)) });
    }
    const contracts = contractsOf(query, floor);
    if (!contracts) return wrong('category only support linear, inverse, spot or option');
    if (query.get('symbol') && contracts.length === 0) return wrong('symbol invalid');
    return ok({ category, list: contracts.map(one => tickerRow(floor, one)) });
  },
  'market/instruments-info'(query, floor) {
    const category = query.get('category');
    if (category === 'spot' || category === 'option') return ok({ category, list: [], nextPageCursor: '' });
    const contracts = contractsOf(query, floor);
    const page = contracts && pageOf(contracts.map(instrumentRow), query, 500, 1000);
    return page
      ? ok({
          category,
          ...page,
          nextPageCursor: page.list.length < contracts.length ? page.nextPageCursor : '',
        })
      : wrong('category');
  },
  'market/risk-limit'(query, floor) {
    const contracts = contractsOf(query, floor);
    // Fifteen contracts a page.
    const page = contracts && pageOf(contracts, query, 15, 15);
    if (!page) return wrong('category');
    const last = query.get('symbol') || page.list.length < 15;
    return ok({
      category: query.get('category'),
      list: page.list.flatMap(riskLimitRows),
      nextPageCursor: last ? '' : page.nextPageCursor,
    });
  },
  'market/kline': klines,
  'market/mark-price-kline': klines,
  'market/index-price-kline': klines,
  'spot-margin-trade/collateral': query =>
    ok({
      list: Object.entries(collateralRatios)
        .filter(([coin]) => !query.get('currency') || query.get('currency') === coin)
        .map(([currency, tiers]) => ({
          currency,
          collateralRatioList: tiers.map(([from, ratio], k) => ({
            minQty: String(from),
            maxQty: tiers[k + 1] ? String(tiers[k + 1]![0]) : '',
            collateralRatio: String(ratio),
          })),
        })),
    }),
  'spot-margin-trade/position-tiers': query =>
    ok({
      list: Object.entries(loanRates)
        .filter(([coin]) => !query.get('currency') || query.get('currency') === coin)
        .map(([currency, rate]) => ({
          currency,
          positionTiersRatioList: [390, 780].map((limit, k) => ({
            tier: String(k + 1),
            borrowLimit: String(limit * 10_000),
            positionMMR: String(rate),
            positionIMR: '0.2',
            maxLeverage: '5',
          })),
        })),
    }),
  'market/orderbook'(query, floor) {
    const contract = floor.contracts.get(query.get('symbol') ?? '');
    if (!contract) return wrong('symbol invalid');
    const at = floor.mark(contract.symbol);
    const level = (k: number) => [priceText(contract, at + k * Number(contract.tick)), '5'];
    return ok({
      s: contract.symbol,
      b: [level(-1), level(-2)],
      a: [level(1), level(2)],
      ts: floor.now(),
      u: 1,
      seq: 1,
      cts: floor.now(),
    });
  },
};

/** Newest first, as texts. Only the hour and its multiples. */
function klines(query: URLSearchParams, floor: Floor): Answer {
  const contract = floor.contracts.get(query.get('symbol') ?? '');
  if (!contract) return wrong('Symbol Is Invalid');
  const minutes = { '60': 60, '120': 120, '240': 240, D: 1440 }[query.get('interval') ?? ''];
  if (minutes === undefined) return wrong('Invalid period!');
  const unit = minutes * 60_000;
  const limit = Math.min(1000, Number(query.get('limit') ?? 200));
  const end = Math.min(Number(query.get('end') ?? floor.now()), floor.now());
  const start = Math.max(Number(query.get('start') ?? 0), end - limit * unit);
  const bars = floor.world.market.candles(contract.coin, Math.ceil(start / hour) * hour, end);
  const groups = new Map<number, typeof bars>();
  for (const bar of bars) {
    const at = Math.floor(bar.at / unit) * unit;
    groups.set(at, [...(groups.get(at) ?? []), bar]);
  }
  const price = (value: number) => priceText(contract, value * contract.bundle);
  const list = [...groups].reverse().map(([at, some]) => [
    String(at),
    price(Number(some[0]!.open)),
    price(Math.max(...some.map(bar => Number(bar.high)))),
    price(Math.min(...some.map(bar => Number(bar.low)))),
    price(Number(some.at(-1)!.close)),
    ...(query.has('volume')
      ? [
          text(
            some.reduce((sum, bar) => sum + Number(bar.volume), 0),
            3,
          ),
        ]
      : []),
  ]);
  return ok({ symbol: contract.symbol, category: contract.category, list: list.slice(0, limit) });
}

/** Null: no such call. */
export function answerPublic(path: string, query: URLSearchParams, floor: Floor): Answer | null {
  const name = path.replace(/^\/v5\//, '');
  if (!Object.hasOwn(calls, name)) return null;
  if (name === 'market/kline') query.set('volume', '');
  return calls[name]!(query, floor);
}
