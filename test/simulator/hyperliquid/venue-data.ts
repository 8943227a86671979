/** What Hyperliquid says of the market: meta, asset contexts, mids, books, candles. */
import { hour } from '../history';
import type { Market } from '../market';
import { type Asset, assets, dexes, marginTables, tokenOf } from './assets';
import { pricesOf } from './figures';
import { decimal, shift, tidy } from './text';

export const intervals: Record<string, number> = {
  '1m': hour / 60,
  '3m': hour / 20,
  '5m': hour / 12,
  '15m': hour / 4,
  '30m': hour / 2,
  '1h': hour,
  '2h': 2 * hour,
  '4h': 4 * hour,
  '8h': 8 * hour,
  '12h': 12 * hour,
  '1d': 24 * hour,
};

export function metaOf(dex: string) {
  const own = assets.filter(asset => asset.dex === dex);
  return {
    universe: own.map(({ name, sizeDecimals, maxLeverage, marginTableId, coin, isolatedOnly }) => ({
      szDecimals: sizeDecimals,
      name,
      maxLeverage,
      marginTableId,
      ...(coin === null ? { isDelisted: true } : {}),
      ...(dex === '' ? {} : { growthMode: 'enabled' }),
      ...(isolatedOnly ? { marginMode: 'strictIsolated', onlyIsolated: true } : {}),
    })),
    marginTables: [...marginTables].filter(
      ([id]) => id === 50 || own.some(asset => asset.marginTableId === id),
    ),
    collateralToken: tokenOf(dex).index,
  };
}

export function perpDexs() {
  const address = `0x${'88'.repeat(20)}`;
  return dexes.map(name =>
    name === ''
      ? null
      : {
          name,
          fullName: name.toUpperCase(),
          deployer: address,
          oracleUpdater: null,
          feeRecipient: address,
          assetToStreamingOiCap: [],
          assetToFundingMultiplier: [],
        },
  );
}

export function contextOf(market: Market, asset: Asset) {
  const { mark, index, mid, dayAgo } = pricesOf(market, asset);
  if (asset.coin === null) {
    return {
      funding: '0.0',
      openInterest: '0.0',
      prevDayPx: dayAgo,
      dayNtlVlm: '0.0',
      premium: null,
      oraclePx: index,
      markPx: mark,
      midPx: null,
      impactPxs: null,
      dayBaseVlm: '0.0',
    };
  }
  const price = Number(mark);
  const volume = 4.2e8 / (asset.index + 1);
  const half = price * 0.00003;
  const places = Math.max(0, 6 - asset.sizeDecimals);
  return {
    funding: '0.0000125',
    openInterest: decimal(volume / 3 / price, asset.sizeDecimals),
    prevDayPx: dayAgo,
    dayNtlVlm: decimal(volume, 6),
    premium: decimal((price - Number(index)) / Number(index), 10),
    oraclePx: index,
    markPx: mark,
    midPx: mid,
    impactPxs: [decimal(price - half, places), decimal(price + half, places)],
    dayBaseVlm: decimal(volume / price, asset.sizeDecimals),
  };
}

export function contextsOf(market: Market, dex: string) {
  return assets.filter(asset => asset.dex === dex).map(asset => contextOf(market, asset));
}

export function allMids(market: Market, dex: string): Record<string, string> {
  const own = assets.filter(asset => asset.dex === dex && asset.coin !== null);
  const mids = Object.fromEntries(own.map(asset => [asset.name, pricesOf(market, asset).mid]));
  // The main dex also lists spot pairs and outcome coins under names of their own.
  return dex === '' ? { ...mids, 'PURR/USDC': '0.14988', '@107': '92.9315', '#14880': '0.111485' } : mids;
}

export function l2Book(market: Market, asset: Asset, now: number, levels: number) {
  const { mid } = pricesOf(market, asset);
  const tick = asset.coin === null ? 0.00001 : 10 ** (asset.thousands - asset.coin.decimals);
  const places = Math.max(0, (asset.coin?.decimals ?? 5) - asset.thousands);
  const side = (sign: number) =>
    Array.from({ length: levels }, (_, k) => ({
      px: decimal(Number(mid) + sign * tick * (k + 0.5), places),
      // Changes with every book, so that no two are the same.
      sz: decimal(((now % 997) + 40 * k + 60) / Number(mid) + 10 ** -asset.sizeDecimals, asset.sizeDecimals),
      n: 1 + ((now + k) % 9),
    }));
  return { coin: asset.name, time: now, levels: [side(-1), side(1)] };
}

/** At most 5,000 bars, the latest ones; a bar belongs to the range when it opens in it. */
export function candles(market: Market, asset: Asset, interval: string, from: number, to: number) {
  const length = intervals[interval]!;
  if (asset.coin === null) return [];
  const hours = market.candles(asset.coin.name, Math.floor(from / length) * length, to);
  const price = (text: string) => tidy(shift(text, asset.thousands));
  const bar = (at: number, [o, h, l, c]: string[], volume: number) => ({
    t: at,
    T: at + length - 1,
    s: asset.name,
    i: interval,
    o: price(o!),
    c: price(c!),
    h: price(h!),
    l: price(l!),
    v: decimal(volume / 10 ** asset.thousands, asset.sizeDecimals),
    n: 120,
  });
  const first = Math.ceil(from / length) * length;
  if (length <= hour) {
    const parts = hour / length;
    return hours
      .flatMap(({ at, open, high, low, close, volume }) =>
        Array.from({ length: parts }, (_, k) => {
          // Finer bars than the market keeps lie on the line from open to close; the extremes are in the middle.
          const decimals = asset.coin!.decimals;
          const at01 = (x: number) => (Number(open) + (Number(close) - Number(open)) * x).toFixed(decimals);
          const [o, c] = parts === 1 ? [open, close] : [at01(k / parts), at01((k + 1) / parts)];
          const middle = k === Math.floor(parts / 2);
          const max = Number(o) > Number(c) ? o : c;
          const min = Number(o) > Number(c) ? c : o;
          return bar(
            at + k * length,
            [o, middle ? high : max, middle ? low : min, c],
            Number(volume) / parts,
          );
        }),
      )
      .filter(({ t }) => t >= first && t <= Math.min(to, market.now()))
      .slice(-5000);
  }
  const groups = new Map<number, typeof hours>();
  for (const one of hours) {
    const at = Math.floor(one.at / length) * length;
    groups.set(at, [...(groups.get(at) ?? []), one]);
  }
  const extreme = (texts: string[], better: (a: number, b: number) => boolean) =>
    texts.reduce((best, text) => (better(Number(text), Number(best)) ? text : best));
  return [...groups]
    .filter(([at]) => at >= first && at <= to)
    .map(([at, list]) =>
      bar(
        at,
        [
          list[0]!.open,
          extreme(
            list.map(({ high }) => high),
            (a, b) => a > b,
          ),
          extreme(
            list.map(({ low }) => low),
            (a, b) => a < b,
          ),
          list.at(-1)!.close,
        ],
        list.reduce((sum, { volume }) => sum + Number(volume), 0),
      ),
    )
    .slice(-5000);
}
