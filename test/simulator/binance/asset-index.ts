/** What each asset counts for in multi-assets mode, as the API and the stream say it. */
import { type ApiAnswer, apiError, ok } from './api-answer';
import { Decimal } from './arithmetic';
import type { Floor } from './floor';

function assetIndex(asset: string, floor: Floor) {
  const { index, bidBuffer, askBuffer } = floor.quotes.rate(asset);
  const [bidRate, askRate] = [index.times(new Decimal(1).minus(bidBuffer)), index.times(askBuffer.plus(1))];
  return {
    symbol: `${asset}USD`,
    time: floor.quotes.now(),
    index: index.toFixed(8),
    bidBuffer: bidBuffer.toFixed(8),
    askBuffer: askBuffer.toFixed(8),
    bidRate: bidRate.toFixed(8),
    askRate: askRate.toFixed(8),
    autoExchangeBidBuffer: bidBuffer.toFixed(8),
    autoExchangeAskBuffer: askBuffer.toFixed(8),
    autoExchangeBidRate: bidRate.toFixed(8),
    autoExchangeAskRate: askRate.toFixed(8),
  };
}

/** Assets that back positions in multi-assets mode. */
const marginable = ['USDT', 'USDC', 'FDUSD', 'BTC', 'ETH', 'BNB'];

/** As `!assetIndex@arr` says it. */
export const rateUpdates = (floor: Floor) =>
  marginable.map(asset => {
    const row = assetIndex(asset, floor);
    return {
      e: 'assetIndexUpdate',
      E: row.time,
      s: row.symbol,
      i: row.index,
      b: row.bidBuffer,
      a: row.askBuffer,
      B: row.bidRate,
      A: row.askRate,
      q: row.autoExchangeBidBuffer,
      g: row.autoExchangeAskBuffer,
      Q: row.autoExchangeBidRate,
      G: row.autoExchangeAskRate,
    };
  });

/** GET /fapi/v1/assetIndex: one asset or all of them. */
export function answerAssetIndex(query: URLSearchParams, floor: Floor): ApiAnswer {
  const asset = query.get('symbol')?.replace(/USD$/, '');
  if (floor.product !== 'usdm' || (asset && !marginable.includes(asset)))
    return apiError(400, -1121, 'Invalid symbol.');
  return asset
    ? ok(assetIndex(asset, floor), 1)
    : ok(
        marginable.map(one => assetIndex(one, floor)),
        10,
      );
}
