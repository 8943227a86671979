/** The public part of fapi and dapi.binance.com (and of the same paths on the page's own host). */
import { hour } from '../history';
import { type ApiAnswer, apiError, ok } from './api-answer';
import { Decimal } from './arithmetic';
import { answerAssetIndex } from './asset-index';
import { klines } from './bars';
import { type Contract, decimalsOf } from './contracts';
import { priceText } from './decimal-text';
import { exchangeInfo } from './exchange-info';
import type { Floor } from './floor';

const eightHours = 8 * hour;
export const nextFunding = (now: number) => (Math.floor(now / eightHours) + 1) * eightHours;

/** A funding rate that stays with its coin. */
export const fundingRate = (contract: Contract) =>
  (((contract.symbol.length * 37 + contract.symbol.charCodeAt(0)) % 23) - 6) / 1e5;

type Handler = (query: URLSearchParams, floor: Floor) => ApiAnswer;

function premiumIndex(contract: Contract, floor: Floor) {
  const index = floor.index(contract);
  const now = floor.quotes.now();
  return {
    symbol: contract.symbol,
    ...(contract.dollars === null ? {} : { pair: contract.symbol.replace(/_.*/, '') }),
    markPrice: priceText(floor.quotes.mark(contract.symbol)),
    indexPrice: priceText(index),
    estimatedSettlePrice: priceText(index.times('0.99995')),
    lastFundingRate: fundingRate(contract).toFixed(8),
    interestRate: '0.00010000',
    nextFundingTime: nextFunding(now),
    time: now,
  };
}

/** Answers for one symbol, or for all of them as an array; -1121 where there is no such symbol. */
function each(make: (contract: Contract, floor: Floor) => unknown, one: number, all: number): Handler {
  return (query, floor) => {
    const symbol = query.get('symbol');
    if (symbol === null)
      return ok(
        [...floor.contracts.values()].map(contract => make(contract, floor)),
        all,
      );
    const contract = floor.contracts.get(symbol);
    return contract ? ok(make(contract, floor), one) : apiError(400, -1121, 'Invalid symbol.');
  };
}

const spread = ({ symbol, tickSize, stepSize, quoteAsset }: Contract, floor: Floor) => {
  const mark = floor.quotes.mark(symbol);
  const bid = mark.div(tickSize).floor().times(tickSize);
  const decimals = decimalsOf(stepSize);
  return {
    bid,
    ask: bid.plus(tickSize),
    size: new Decimal(quoteAsset === 'USDC' ? 9_000 : 40_000).div(mark).toFixed(decimals),
  };
};

export function bookTicker(contract: Contract, floor: Floor) {
  const { bid, ask, size } = spread(contract, floor);
  const decimals = contract.tickSize.split('.')[1]?.length ?? 0;
  return { symbol: contract.symbol, bid: bid.toFixed(decimals), ask: ask.toFixed(decimals), size };
}

/** One print of the tape; its number is the time, in steps of 300 ms. */
export function aggTrade(contract: Contract, floor: Floor, at: number) {
  const { bid, size } = bookTicker(contract, floor);
  const id = Math.floor(at / 300);
  return { a: id, p: bid, q: size, f: id, l: id, T: at, m: id % 2 === 0 };
}

/** The number of the book at a time: it grows by one every 100 ms. */
export const bookNumber = (at: number) => Math.floor(at / 100);

export function depth(contract: Contract, floor: Floor, levels: number) {
  const { bid, ask } = spread(contract, floor);
  const decimals = contract.tickSize.split('.')[1]?.length ?? 0;
  const steps = decimalsOf(contract.stepSize);
  const level = (from: Decimal, direction: number) =>
    Array.from({ length: levels }, (_, k) => [
      from.plus(new Decimal(contract.tickSize).times(direction * k)).toFixed(decimals),
      new Decimal(3_000 * (1 + ((k * 7) % 5))).div(from).toFixed(steps),
    ]);
  return { bids: level(bid, -1), asks: level(ask, 1) };
}

const lastPrice = (contract: Contract, floor: Floor) =>
  floor.quotes.mark(contract.symbol).toFixed(contract.tickSize.split('.')[1]?.length ?? 0);

export function dayChange(contract: Contract, floor: Floor) {
  const before = new Decimal(floor.world.market.dayAgo(contract.coin)).times(contract.bundle);
  const mark = floor.quotes.mark(contract.symbol);
  const bars = floor.world.market.candles(contract.coin, floor.quotes.now() - 24 * hour, floor.quotes.now());
  const volume = bars.reduce((sum, one) => sum + Number(one.volume), 0);
  return {
    last: lastPrice(contract, floor),
    change: mark.minus(before).toFixed(8),
    percent: mark.div(before).minus(1).times(100).toFixed(3),
    open: before.toFixed(),
    high: Math.max(...bars.map(one => Number(one.high) * contract.bundle)).toString(),
    low: Math.min(...bars.map(one => Number(one.low) * contract.bundle)).toString(),
    volume: volume.toFixed(3),
    quote: (volume * mark.toNumber()).toFixed(2),
  };
}

/** COIN-M answers with a list for one contract too. */
const asList =
  (handler: Handler): Handler =>
  (query, floor) => {
    const answer = handler(query, floor);
    if (floor.product === 'usdm' || answer.status !== 200 || Array.isArray(answer.body)) return answer;
    return { ...answer, body: [answer.body] };
  };

const handlers: Record<string, Handler> = {
  ping: () => ok({}),
  time: (_query, floor) => ok({ serverTime: floor.quotes.now() }),
  exchangeInfo,
  premiumIndex: asList(each(premiumIndex, 1, 10)),
  assetIndex: answerAssetIndex,
  klines: klines(false),
  continuousKlines: klines(false),
  markPriceKlines: klines(true),
  indexPriceKlines: klines(true),
  'ticker/price': each(
    (contract, floor) => ({
      symbol: contract.symbol,
      price: lastPrice(contract, floor),
      time: floor.quotes.now(),
    }),
    1,
    2,
  ),
  'ticker/bookTicker': each(
    (contract, floor) => {
      const { symbol, bid, ask, size } = bookTicker(contract, floor);
      return { symbol, bidPrice: bid, bidQty: size, askPrice: ask, askQty: size, time: floor.quotes.now() };
    },
    2,
    5,
  ),
  'ticker/24hr': each(
    (contract, floor) => {
      const day = dayChange(contract, floor);
      const now = floor.quotes.now();
      return {
        symbol: contract.symbol,
        priceChange: day.change,
        priceChangePercent: day.percent,
        weightedAvgPrice: day.last,
        lastPrice: day.last,
        lastQty: contract.stepSize,
        openPrice: day.open,
        highPrice: day.high,
        lowPrice: day.low,
        volume: day.volume,
        quoteVolume: day.quote,
        openTime: now - 24 * hour,
        closeTime: now,
        firstId: 1,
        lastId: 100_000,
        count: 100_000,
      };
    },
    1,
    40,
  ),
  openInterest: each(
    ({ symbol, stepSize }, floor) => ({
      symbol,
      openInterest: new Decimal(250_000_000).div(floor.quotes.mark(symbol)).toFixed(decimalsOf(stepSize)),
      time: floor.quotes.now(),
    }),
    1,
    1,
  ),
  fundingRate: (query, floor) => {
    const contract = floor.contracts.get(query.get('symbol') ?? '');
    if (!contract) return apiError(400, -1121, 'Invalid symbol.');
    const last = nextFunding(floor.quotes.now()) - eightHours;
    const limit = Math.min(1000, Number(query.get('limit') ?? 100));
    return ok(
      Array.from({ length: limit }, (_, k) => ({
        symbol: contract.symbol,
        fundingTime: last - (limit - 1 - k) * eightHours,
        fundingRate: fundingRate(contract).toFixed(8),
        markPrice: priceText(floor.quotes.mark(contract.symbol)),
      })),
    );
  },
  aggTrades: (query, floor) => {
    const contract = floor.contracts.get(query.get('symbol') ?? '');
    if (!contract) return apiError(400, -1121, 'Invalid symbol.');
    const limit = Math.min(1000, Number(query.get('limit') ?? 500));
    const now = floor.quotes.now();
    return ok(
      Array.from({ length: limit }, (_, k) => aggTrade(contract, floor, now - (limit - 1 - k) * 300)),
      20,
    );
  },
  depth: (query, floor) => {
    const contract = floor.contracts.get(query.get('symbol') ?? '');
    if (!contract) return apiError(400, -1121, 'Invalid symbol.');
    const now = floor.quotes.now();
    return ok(
      { lastUpdateId: now, E: now, T: now, ...depth(contract, floor, Number(query.get('limit') ?? 500)) },
      10,
    );
  },
};

/** Null: no such call. */
export function answerPublic(path: string, query: URLSearchParams, floor: Floor): ApiAnswer | null {
  const base = floor.product === 'usdm' ? 'fapi' : 'dapi';
  const name = new RegExp(`^/${base}/v[123]/(.+)$`).exec(path)?.[1];
  return name !== undefined && Object.hasOwn(handlers, name) ? handlers[name]!(query, floor) : null;
}
