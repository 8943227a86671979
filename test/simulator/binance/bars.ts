/** Klines of any interval, out of the market's hourly bars. */
import { hour } from '../history';
import type { Candle } from '../market';
import { type ApiAnswer, apiError, ok } from './api-answer';
import { Decimal } from './arithmetic';
import type { Contract } from './contracts';
import type { Floor } from './floor';

const units: Record<string, number> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': hour,
  '2h': 2 * hour,
  '4h': 4 * hour,
  '6h': 6 * hour,
  '8h': 8 * hour,
  '12h': 12 * hour,
  '1d': 24 * hour,
  '3d': 72 * hour,
  '1w': 168 * hour,
};

/**
 * Bars of any interval out of hourly ones: longer ones are put together, shorter ones lie on the straight line from
 * the hour's open to its close. `priceOnly`: mark and index bars have neither volume nor trades of their own.
 */
export function klines(priceOnly: boolean) {
  return (query: URLSearchParams, floor: Floor): ApiAnswer => {
    const symbol = query.get('symbol') ?? query.get('pair');
    const contract = symbol === null ? undefined : floor.contracts.get(symbol);
    if (!contract) return apiError(400, -1121, 'Invalid symbol.');
    const unit = units[query.get('interval') ?? ''];
    if (unit === undefined) return apiError(400, -1120, 'Invalid interval.');
    const limit = query.has('limit') ? Number(query.get('limit')) : 500;
    if (!Number.isInteger(limit) || limit < 1 || limit > 1500) {
      return apiError(400, -1130, "Data sent for parameter 'limit' is not valid.");
    }
    const now = floor.quotes.now();
    const end = Math.min(query.has('endTime') ? Number(query.get('endTime')) : now, now);
    const start = query.has('startTime') ? Number(query.get('startTime')) : end - limit * unit;
    if (!Number.isFinite(end) || !Number.isFinite(start))
      return apiError(400, -1100, 'Illegal characters found.');
    const bars = barsBetween(contract, floor, unit, start, end, limit, priceOnly);
    const weight = limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10;
    return ok(bars, weight);
  };
}

function barsBetween(
  contract: Contract,
  floor: Floor,
  unit: number,
  start: number,
  end: number,
  limit: number,
  priceOnly: boolean,
) {
  const opens: number[] = [];
  for (let at = Math.ceil(start / unit) * unit; at <= end && opens.length < limit; at += unit) opens.push(at);
  if (opens.length === 0) return [];
  const { market } = floor.world;
  const from = Math.floor(opens[0]! / hour) * hour;
  const hours = new Map(
    market.candles(contract.coin, from, opens.at(-1)! + unit - 1).map(one => [one.at, one] as const),
  );
  const within = (at: number) => {
    const some: Candle[] = [];
    for (let start = Math.floor(at / hour) * hour; start < at + unit; start += hour) {
      const one = hours.get(start);
      if (one) some.push(one);
    }
    return some;
  };
  return opens.map(at => bar(contract, within(at), at, unit, priceOnly)).filter(one => one !== null);
}

/** The last so many bars, the running one included. Empty: no such interval. */
export function lastBars(contract: Contract, floor: Floor, interval: string, count: number) {
  const unit = units[interval];
  const now = floor.quotes.now();
  return unit === undefined ? [] : barsBetween(contract, floor, unit, now - count * unit, now, count, false);
}

/** `hours` are those in which the bar lies, or that lie in it. */
function bar(contract: Contract, hours: Candle[], at: number, unit: number, priceOnly: boolean) {
  const [opening, closing] = [hours[0], hours.at(-1)];
  if (!opening || !closing) return null;
  const decimals = contract.tickSize.split('.')[1]?.length ?? 0;
  const price = (value: number | string) => {
    const exact = new Decimal(value).times(contract.bundle);
    return priceOnly ? exact.toFixed(8) : exact.toFixed(decimals);
  };
  let [open, high, low, close] = [opening.open, opening.high, opening.low, closing.close];
  if (unit < hour) {
    const along = (time: number) =>
      Number(opening.open) + ((Number(opening.close) - Number(opening.open)) * (time - opening.at)) / hour;
    const [from, to] = [along(at), along(at + unit)];
    const text = (value: number) => value.toPrecision(7);
    [open, high, low, close] = [text(from), text(Math.max(from, to)), text(Math.min(from, to)), text(to)];
  } else {
    high = String(Math.max(...hours.map(one => Number(one.high))));
    low = String(Math.min(...hours.map(one => Number(one.low))));
  }
  const volume = hours.reduce((sum, one) => sum + Number(one.volume), 0) * Math.min(1, unit / hour);
  const quote = volume * Number(close);
  const traded = priceOnly
    ? ['0', '0', Math.round(unit / 1000), '0', '0']
    : [volume, quote, Math.round(volume / 3) + 1, volume / 2, quote / 2];
  const written = traded.map((value, k) => (k === 2 || typeof value === 'string' ? value : value.toFixed(3)));
  return [
    at,
    price(open),
    price(high),
    price(low),
    price(close),
    written[0],
    at + unit - 1,
    ...written.slice(1),
    '0',
  ];
}
