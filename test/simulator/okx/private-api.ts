/** The calls that tell of an account: with a key over the API, with the session's token from the page. */
import { type Answer, bad, good, missing, wrong } from './answers';
import { SPOT_TAKER, TAKER } from './contracts';
import type { Desk, Floor, Ticket } from './floor';
import { held, leverOf } from './ledger';
import { algoRow, balanceRow, configRow, orderRow, positionRow } from './rows';

export interface Caller {
  desk: Desk;
  perm: string;
  ip: string;
}

type Call = (query: URLSearchParams, floor: Floor, caller: Caller, body: string) => Answer;

/** A field that has another name after a release: what the page says of positions. */
export function drifted(floor: Floor, row: Record<string, unknown>): Record<string, unknown> {
  if (!floor.world.switches.drifted) return row;
  const { pos, ...rest } = row;
  return { ...rest, posSz: pos };
}

const positions: Call = (query, floor, { desk }) => {
  const type = query.get('instType');
  const ids = query.get('instId')?.split(',');
  const rows = held(desk.account).filter(
    one => (!type || floor.contracts.get(one.instId)!.type === type) && (!ids || ids.includes(one.instId)),
  );
  return good(rows.map(one => drifted(floor, positionRow(floor, desk.account, one))));
};

const balance: Call = (query, floor, { desk }) =>
  good([balanceRow(floor, desk.account, query.get('ccy')?.split(',') ?? null)]);

const orders: Call = (query, floor, { desk }) => {
  const type = query.get('instType');
  const rows = desk.account.orders.filter(
    one =>
      (!type || floor.contracts.get(one.instId)!.type === type) &&
      (!query.get('instId') || one.instId === query.get('instId')),
  );
  return good(rows.slice(0, 100).map(one => orderRow(floor, desk.account, one, 'live')));
};

const algos: Call = (query, floor, { desk }) => {
  const types = query.get('ordType')?.split(',');
  if (!types) return missing('ordType');
  // "conditional" and "oco" may be asked for together; no others may.
  if (types.length > 1 && types.some(type => type !== 'conditional' && type !== 'oco'))
    return wrong('ordType');
  return good(desk.account.algos.filter(one => types.includes(one.type)).map(one => algoRow(floor, one)));
};

const leverage: Call = (query, _, { desk }) => {
  const mode = query.get('mgnMode');
  const ids = query.get('instId')?.split(',') ?? [];
  if (ids.length === 0) return missing('instId');
  if (mode !== 'cross' && mode !== 'isolated') return wrong('mgnMode');
  const sides = desk.account.hedge ? ['long', 'short'] : ['net'];
  return good(
    ids.flatMap(instId =>
      sides.map(posSide => ({
        ccy: '',
        instId,
        lever: String(leverOf(desk.account, instId)),
        mgnMode: mode,
        posSide,
      })),
    ),
  );
};

const fee: Call = (query, floor) => {
  const type = query.get('instType');
  if (!type) return missing('instType');
  const spot = type === 'SPOT' || type === 'MARGIN';
  const [maker, taker] = spot ? ['-0.0008', String(-SPOT_TAKER)] : ['-0.0002', String(-TAKER)];
  const group = spot ? '1' : '4';
  return good([
    {
      category: '1',
      delivery: '',
      exercise: '',
      feeGroup: [{ elpMaker: maker, groupId: group, maker, taker }],
      fiat: [],
      instType: type,
      level: 'Lv1',
      maker,
      makerU: spot ? '' : maker,
      makerUSDC: '',
      ruleType: 'normal',
      taker,
      takerU: spot ? '' : taker,
      takerUSDC: '',
      ts: String(floor.prices.now()),
    },
  ]);
};

const risk: Call = (_, floor, { desk }) => {
  const row = balanceRow(floor, desk.account, null) as { adjEq: string; details: Record<string, string>[] };
  return good([
    {
      adjEq: row.adjEq,
      balData: row.details.map(({ ccy, disEq, eq }) => ({ ccy, disEq, eq })),
      posData: held(desk.account).map(one => {
        const { instId, instType, mgnMode, pos, posSide, posId, ccy, posCcy, notionalUsd } = positionRow(
          floor,
          desk.account,
          one,
        );
        return {
          baseBal: '',
          ccy,
          instId,
          instType,
          mgnMode,
          notionalCcy: '',
          notionalUsd,
          pos,
          posCcy,
          posId,
          posSide,
          quoteBal: '',
        };
      }),
      ts: String(floor.prices.now()),
    },
  ]);
};

const place: Call = (_, floor, { desk, perm }, body) => {
  if (!perm.includes('trade'))
    return bad(401, '50120', "This API key doesn't have permission to use this function");
  let order: Record<string, string | boolean>;
  try {
    order = JSON.parse(body) as typeof order;
  } catch {
    return bad(400, '50002', 'JSON syntax error');
  }
  const { instId, side, tdMode, ordType, sz, px, posSide, reduceOnly } = order;
  if (!floor.contracts.has(String(instId))) return bad(200, '51001', "Instrument ID doesn't exist.");
  if (side !== 'buy' && side !== 'sell') return wrong('side');
  if (tdMode !== 'cross' && tdMode !== 'isolated') return wrong('tdMode');
  const ticket: Ticket = {
    instId: String(instId),
    side,
    posSide: posSide === 'long' || posSide === 'short' ? posSide : 'net',
    mode: tdMode,
    size: Number(sz),
    price: ordType === 'market' ? null : Number(px),
    reduceOnly: String(reduceOnly) === 'true',
    lever: null,
  };
  if (ordType === 'post_only') {
    const resting = floor.rest(desk, ticket);
    return good([
      { clOrdId: '', ordId: resting.ordId, sCode: '0', sMsg: '', tag: '', ts: String(floor.prices.now()) },
    ]);
  }
  const fill = floor.fill(desk, ticket);
  if (!fill.ok)
    return {
      status: 200,
      body: {
        code: '1',
        msg: 'All operations failed',
        data: [{ clOrdId: '', ordId: '', sCode: fill.code, sMsg: fill.reason, tag: '' }],
      },
    };
  return good([
    {
      clOrdId: '',
      ordId: String(desk.nextId++),
      sCode: '0',
      sMsg: '',
      tag: '',
      ts: String(floor.prices.now()),
    },
  ]);
};

/** Ordinary clients send even a single order in a list. */
const placeAll: Call = (query, floor, caller, body) => {
  let list: unknown;
  try {
    list = JSON.parse(body);
  } catch {
    return bad(400, '50002', 'JSON syntax error');
  }
  if (!Array.isArray(list) || list.length === 0 || list.length > 20) return wrong('body');
  const answers = list.map(one => place(query, floor, caller, JSON.stringify(one)));
  return answers.find(({ status }) => status !== 200) ?? good(answers.flatMap(({ body: said }) => said.data));
};

const cancel: Call = (_, floor, { desk, perm }, body) => {
  if (!perm.includes('trade'))
    return bad(401, '50120', "This API key doesn't have permission to use this function");
  const { ordId } = JSON.parse(body) as { ordId: string };
  return floor.cancel(desk, ordId)
    ? good([{ ordId, sCode: '0', sMsg: '' }])
    : bad(200, '51400', 'Cancellation failed as the order does not exist.');
};

const config: Call = (_, __, { desk, perm, ip }) => good([configRow(desk.account, perm, ip)]);
const currencies: Call = () => good([]);

/** By method and path; `limit`: how many in two seconds, of one user. */
export const privateCalls: Record<string, { limit: number; run: Call }> = {
  'GET account/config': { limit: 5, run: config },
  'GET account/balance': { limit: 10, run: balance },
  'GET account/positions': { limit: 10, run: positions },
  'GET account/account-position-risk': { limit: 10, run: risk },
  'GET account/leverage-info': { limit: 20, run: leverage },
  'GET account/trade-fee': { limit: 5, run: fee },
  'GET trade/orders-pending': { limit: 60, run: orders },
  'GET trade/orders-algo-pending': { limit: 20, run: algos },
  'GET asset/currencies': { limit: 6, run: currencies },
  'POST trade/order': { limit: 60, run: place },
  'POST trade/batch-orders': { limit: 60, run: placeAll },
  'POST trade/cancel-order': { limit: 60, run: cancel },
};
