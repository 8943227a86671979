/** The calls that need no key. Each reads one query and answers rows. */
import { type Answer, bad, good, missing, wrong } from './answers';
import { borrowTiers } from './contracts';
import type { Floor } from './floor';
import { borrowTierRows, discountRow, instrumentRow, markRow, tierRows } from './rows';
import { text } from './text';

type Call = (query: URLSearchParams, floor: Floor) => Answer;

const TYPES = new Set(['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION']);
/** Pairs that are traded for cash, so that ordinary clients find their coins. */
const PAIRS = ['BTC-USDT', 'ETH-USDT'];

const instruments: Call = (query, { contracts }) => {
  const type = query.get('instType');
  if (!type) return missing('instType');
  if (!TYPES.has(type)) return wrong('instType');
  const wanted = query.get('instId');
  if (type === 'SPOT' || type === 'MARGIN') {
    const pairs = PAIRS.filter(instId => !wanted || instId === wanted);
    return good(pairs.map(instId => pairRow(instId, type)));
  }
  const rows = [...contracts.values()].filter(
    one =>
      one.type === type &&
      (!wanted || one.instId === wanted) &&
      (!query.get('instFamily') || one.family === query.get('instFamily')),
  );
  if (wanted && rows.length === 0) return bad(200, '51001', "Instrument ID doesn't exist.");
  return good(rows.map(instrumentRow));
};

const pairRow = (instId: string, instType: string) => {
  const [baseCcy = '', quoteCcy = ''] = instId.split('-');
  const none = {
    alias: '',
    ctMult: '',
    ctType: '',
    ctVal: '',
    ctValCcy: '',
    expTime: '',
    instFamily: '',
    optType: '',
    settleCcy: '',
    stk: '',
    uly: '',
  };
  const rest = {
    category: '1',
    groupId: '1',
    lever: '10',
    listTime: '1548133413000',
    lotSz: '0.00000001',
    minSz: '0.00001',
    ruleType: 'normal',
    state: 'live',
    tickSz: '0.1',
  };
  return { ...none, ...rest, baseCcy, quoteCcy, instId, instType };
};

const tiers: Call = (query, { contracts }) => {
  const type = query.get('instType');
  const mode = query.get('tdMode');
  if (!type) return missing('instType');
  if (mode !== 'cross' && mode !== 'isolated') return wrong('tdMode');
  if (type === 'MARGIN') {
    const ccy = query.get('ccy');
    const instId = query.get('instId');
    if (ccy && mode === 'cross') return good(borrowTierRows(ccy));
    return instId ? good(tierRows(borrowTiers.USDT!, { instId })) : missing('instId');
  }
  const families = (query.get('instFamily') ?? query.get('uly') ?? '').split(',').filter(Boolean);
  if (families.length === 0) return missing('instFamily');
  if (families.length > 5) return bad(400, '51000', 'Parameter instFamily error: at most 5');
  return good(
    families.flatMap(instFamily => {
      const one = [...contracts.values()].find(each => each.family === instFamily && each.type === type);
      return one ? tierRows(one.tiers, { instFamily }) : [];
    }),
  );
};

const marks: Call = (query, floor) => {
  const type = query.get('instType');
  if (!type) return missing('instType');
  const rows = [...floor.contracts.values()].filter(
    one => one.type === type && (!query.get('instId') || one.instId === query.get('instId')),
  );
  return good(rows.map(one => markRow(floor, one)));
};

const discounts: Call = query => {
  const ccy = query.get('ccy');
  const names = ccy ? [ccy] : ['USDT', 'BTC', 'ETH'];
  return good(names.flatMap(name => discountRow(name) ?? []));
};

/** The newest first; `after` is older than, `before` newer than. */
const candles: Call = (query, { contracts, world, prices }) => {
  const instId = query.get('instId') ?? '';
  const coin = contracts.get(instId)?.coin ?? (PAIRS.includes(instId) ? instId.split('-')[0]! : null);
  if (!coin) return bad(200, '51001', "Instrument ID doesn't exist.");
  if ((query.get('bar') ?? '1m') !== '1H') return wrong('bar');
  const limit = Math.min(300, Number(query.get('limit') ?? 100));
  const after = Number(query.get('after') ?? Number.POSITIVE_INFINITY);
  const before = Number(query.get('before') ?? 0);
  const hour = 3_600_000;
  const bars = world.market
    .candles(coin, 0, prices.now())
    .filter(({ at }) => at < after && at > before)
    .slice(-limit)
    .reverse();
  return good(
    bars.map(({ at, open, high, low, close, volume }) => [
      String(at),
      open,
      high,
      low,
      close,
      volume,
      volume,
      text(Number(volume) * Number(close)),
      at + hour <= prices.now() ? '1' : '0',
    ]),
  );
};

const time: Call = (_, { prices }) => good([{ ts: String(prices.now()) }]);

const ticker: Call = (query, { contracts, prices }) => {
  const one = contracts.get(query.get('instId') ?? '');
  if (!one) return bad(200, '51001', "Instrument ID doesn't exist.");
  const last = text(prices.mark(one.coin));
  const [instId, instType] = [one.instId, one.type];
  return good([
    {
      instType,
      instId,
      last,
      lastSz: '1',
      askPx: last,
      askSz: '1',
      bidPx: last,
      bidSz: '1',
      open24h: last,
      high24h: last,
      low24h: last,
      volCcy24h: '1',
      vol24h: '1',
      ts: String(prices.now()),
    },
  ]);
};

/** By path; `limit`: how many in two seconds. */
export const publicCalls: Record<string, { limit: number; run: Call }> = {
  'public/instruments': { limit: 20, run: instruments },
  'public/position-tiers': { limit: 10, run: tiers },
  'public/mark-price': { limit: 10, run: marks },
  'public/discount-rate-interest-free-quota': { limit: 2, run: discounts },
  'public/time': { limit: 10, run: time },
  'market/candles': { limit: 40, run: candles },
  'market/history-candles': { limit: 20, run: candles },
  'market/mark-price-candles': { limit: 20, run: candles },
  'market/ticker': { limit: 20, run: ticker },
};
