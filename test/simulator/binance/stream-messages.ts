/** What each public stream says, and when. One step is 100 ms. */
import { rateUpdates } from './asset-index';
import { lastBars } from './bars';
import type { Contract } from './contracts';
import { priceText } from './decimal-text';
import type { Floor } from './floor';
import { aggTrade, bookNumber, bookTicker, dayChange, depth, fundingRate, nextFunding } from './public-api';

type Levels = string[][];

/** Levels that the difference stream looks at on each side. */
const watched = 50;

export function openStreamMessages(floor: Floor) {
  const { contracts, quotes, world } = floor;
  /** The book of each contract as the difference stream last told it. */
  const told = new Map<string, { number: number; bids: Levels; asks: Levels }>();

  const on = (step: number, every: number) => step % (every * 10) === 0;
  /** Marks come once in so many seconds; in `desk` with every step of the market. */
  const marksNow = (step: number, every: number) =>
    world.scenario === 'desk' ? step % 2 === 0 : on(step, every);

  function mark(contract: Contract) {
    const index = floor.index(contract);
    const at = quotes.now();
    return {
      e: 'markPriceUpdate',
      E: at,
      s: contract.symbol,
      p: priceText(quotes.mark(contract.symbol)),
      P: priceText(index.times('0.99995')),
      i: priceText(index),
      r: fundingRate(contract).toFixed(8),
      T: nextFunding(at),
    };
  }

  function miniTicker(contract: Contract) {
    const day = dayChange(contract, floor);
    return {
      e: '24hrMiniTicker',
      E: quotes.now(),
      s: contract.symbol,
      c: day.last,
      o: day.open,
      h: day.high,
      l: day.low,
      v: day.volume,
      q: day.quote,
    };
  }

  function ticker(contract: Contract) {
    const day = dayChange(contract, floor);
    const at = quotes.now();
    return {
      ...miniTicker(contract),
      e: '24hrTicker',
      p: day.change,
      P: day.percent,
      w: day.last,
      Q: contract.stepSize,
      O: at - 86_400_000,
      C: at,
      F: 1,
      L: 100_000,
      n: 100_000,
    };
  }

  function kline(contract: Contract, interval: string) {
    const bar = lastBars(contract, floor, interval, 1).at(-1);
    if (!bar) return undefined;
    const [t, o, h, l, c, v, T, q, n, V, Q] = bar;
    const k = {
      t,
      T,
      s: contract.symbol,
      i: interval,
      f: 1,
      L: 100,
      o,
      c,
      h,
      l,
      v,
      n,
      x: false,
      q,
      V,
      Q,
      B: '0',
    };
    return { e: 'kline', E: quotes.now(), s: contract.symbol, k };
  }

  function book(contract: Contract, levels: number) {
    const { bids, asks } = depth(contract, floor, levels);
    const at = quotes.now();
    const number = bookNumber(at);
    return {
      e: 'depthUpdate',
      E: at,
      T: at,
      s: contract.symbol,
      U: number,
      u: number,
      pu: number - 1,
      b: bids,
      a: asks,
    };
  }

  /** Only what differs from the last message; every number from the last one's on is covered. */
  function bookChange(contract: Contract) {
    const { bids, asks } = depth(contract, floor, watched);
    const at = quotes.now();
    const before = told.get(contract.symbol) ?? { number: bookNumber(at) - 1, bids: [], asks: [] };
    const number = Math.max(bookNumber(at), before.number + 1);
    told.set(contract.symbol, { number, bids, asks });
    const [b, a] = [difference(before.bids, bids), difference(before.asks, asks)];
    return {
      e: 'depthUpdate',
      E: at,
      T: at,
      s: contract.symbol,
      U: before.number + 1,
      u: number,
      pu: before.number,
      b,
      a,
    };
  }

  const arrays: Record<string, { every: number; make: (contract: Contract) => unknown }> = {
    '!miniTicker@arr': { every: 1, make: miniTicker },
    '!ticker@arr': { every: 1, make: ticker },
  };

  /** Undefined: nothing at this step, or no such stream. */
  function said(stream: string, step: number): unknown {
    if (stream === '!markPrice@arr@1s' || stream === '!markPrice@arr') {
      return marksNow(step, stream.endsWith('@1s') ? 1 : 3) ? [...contracts.values()].map(mark) : undefined;
    }
    if (stream === '!assetIndex@arr') return on(step, 1) ? rateUpdates(floor) : undefined;
    const array = Object.hasOwn(arrays, stream) ? arrays[stream] : undefined;
    if (array) return on(step, array.every) ? [...contracts.values()].map(array.make) : undefined;
    const match = /^([a-z\d_]+)@(.+)$/.exec(stream);
    const contract = match ? contracts.get(match[1]!.toUpperCase()) : undefined;
    return contract && ofContract(contract, match![2]!, step);
  }

  function ofContract(contract: Contract, kind: string, step: number): unknown {
    const at = quotes.now();
    const { symbol } = contract;
    if (kind === 'markPrice@1s' || kind === 'markPrice') {
      return marksNow(step, kind.endsWith('@1s') ? 1 : 3) ? mark(contract) : undefined;
    }
    if (kind === 'bookTicker') {
      const { bid, ask, size } = bookTicker(contract, floor);
      return {
        e: 'bookTicker',
        u: bookNumber(at),
        E: at,
        T: at,
        s: symbol,
        b: bid,
        B: size,
        a: ask,
        A: size,
      };
    }
    const partial = /^depth(5|10|20)(@100ms|@250ms|@500ms)?$/.exec(kind);
    if (partial) return book(contract, Number(partial[1]));
    if (/^depth(@100ms|@250ms|@500ms)?$/.test(kind)) return bookChange(contract);
    if (kind === 'aggTrade') {
      return step % 3 === 0
        ? { e: 'aggTrade', E: at, s: symbol, ...aggTrade(contract, floor, at) }
        : undefined;
    }
    if (kind === 'trade') {
      const { a, p, q, T, m } = aggTrade(contract, floor, at);
      return step % 3 === 0 ? { e: 'trade', E: at, T, s: symbol, t: a, p, q, X: 'MARKET', m } : undefined;
    }
    if (kind === 'miniTicker') return on(step, 1) ? miniTicker(contract) : undefined;
    if (kind === 'ticker') return on(step, 1) ? ticker(contract) : undefined;
    const interval = /^kline_(\w+)$/.exec(kind)?.[1];
    return interval && step % 3 === 0 ? kline(contract, interval) : undefined;
  }

  return said;
}

/** Levels that are new or have another size, and, with size 0, those that are gone. */
function difference(before: Levels, now: Levels): Levels {
  const old = new Map(before.map(([price, size]) => [price, size]));
  const changed = now.filter(([price, size]) => old.get(price) !== size);
  const present = new Set(now.map(([price]) => price));
  return [...changed, ...before.filter(([price]) => !present.has(price)).map(([price]) => [price!, '0'])];
}
