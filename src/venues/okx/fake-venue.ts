/**
 * Messages of OKX for tests, written by hand in the documented shapes of v5 (documents of 2026-06-28): answers of
 * account, trade and public calls, frames of the private and public channels.
 */
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const T0 = 1_790_000_000_000;
export const UID = '44705892343619584';

export const answered = (
  path: string,
  data: unknown,
  at = T0,
  part: Partial<VenueMessage> = {},
): VenueMessage => ({
  at,
  via: 'fetch',
  url: `https://www.okx.com/priapi/v5/${path}`,
  direction: 'in',
  method: 'GET',
  body: JSON.stringify({ code: '0', msg: '', data }),
  status: 200,
  ...part,
});

export const framed = (
  channel: string,
  data: unknown,
  at = T0,
  part: Record<string, unknown> = {},
  arg: Record<string, unknown> = {},
): VenueMessage => ({
  at,
  via: 'websocket',
  url: 'wss://wspri.okx.com:8443/ws/v5/iprivate',
  direction: 'in',
  body: JSON.stringify({ arg: { channel, uid: UID, ...arg }, ...part, data }),
});

export interface Held {
  instId: string;
  pos: string;
  avgPx?: string;
  markPx?: string;
  mgnMode?: 'cross' | 'isolated';
  posSide?: 'net' | 'long' | 'short';
  instType?: string;
  ccy?: string;
  margin?: string;
  lever?: string;
  liqPx?: string;
  mgnRatio?: string;
  uTime?: number;
  [more: string]: unknown;
}

const typeOf = (instId: string): string =>
  instId.endsWith('-SWAP')
    ? 'SWAP'
    : /-[CP]$/.test(instId)
      ? 'OPTION'
      : /-\d{6}$/.test(instId)
        ? 'FUTURES'
        : 'MARGIN';
const settleOf = (instId: string): string => {
  const [base = '', quote = ''] = instId.split('-');
  return quote === 'USD' ? base : quote;
};

export const positionRow = ({ uTime, ...held }: Held): Record<string, unknown> => ({
  adl: '1',
  availPos: held.pos,
  avgPx: held.markPx ?? '',
  cTime: String(T0 - 86_400_000),
  ccy: settleOf(held.instId),
  imr: '',
  instType: typeOf(held.instId),
  interest: '0',
  last: '',
  lever: '10',
  liab: '',
  liabCcy: '',
  liqPx: '',
  markPx: '',
  margin: '',
  mgnMode: 'cross',
  mgnRatio: '',
  mmr: '',
  notionalUsd: '',
  optVal: '',
  posCcy: '',
  posId: '307173036051017730',
  posSide: 'net',
  tradeId: '1',
  uTime: String(uTime ?? T0 - 3_600_000),
  upl: '',
  uplRatio: '',
  closeOrderAlgo: [],
  ...held,
});

export const positions = (held: Held[], at = T0): VenueMessage =>
  answered('account/positions', held.map(positionRow), at);

export interface Cash {
  ccy: string;
  cashBal: string;
  eq?: string;
  eqUsd?: string;
  disEq?: string;
  uTime?: number;
  [more: string]: unknown;
}

export const detailRow = ({ uTime, ...cash }: Cash): Record<string, unknown> => ({
  availBal: cash.cashBal,
  availEq: cash.cashBal,
  eq: cash.cashBal,
  eqUsd: cash.eq ?? cash.cashBal,
  disEq: '0',
  frozenBal: '0',
  imr: '0',
  isoEq: '0',
  liab: '',
  mgnRatio: '',
  mmr: '0',
  ordFrozen: '0',
  stgyEq: '0',
  uTime: String(uTime ?? T0 - 3_600_000),
  upl: '0',
  ...cash,
});

export const balanceRow = (cash: Cash[], totals: Record<string, unknown> = {}): Record<string, unknown> => ({
  adjEq: '',
  availEq: '',
  borrowFroz: '',
  imr: '',
  isoEq: '0',
  mgnRatio: '',
  mmr: '',
  notionalUsd: '',
  ordFroz: '',
  totalEq: '0',
  uTime: String(T0),
  details: cash.map(detailRow),
  ...totals,
});

export const balance = (cash: Cash[], at = T0, totals: Record<string, unknown> = {}): VenueMessage =>
  answered('account/balance', [balanceRow(cash, totals)], at);

export const config = (acctLv: string, posMode = 'net_mode', at = T0, uid = UID): VenueMessage =>
  answered(
    'account/config',
    [
      {
        acctLv,
        posMode,
        uid,
        mainUid: uid,
        perm: 'read_only',
        greeksType: 'PA',
        ctIsoMode: 'automatic',
        mgnIsoMode: 'automatic',
        level: 'Lv1',
        label: 'desk',
        ip: '',
      },
    ],
    at,
  );

export const instrumentRow = (
  instId: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> => {
  const [base = '', quote = ''] = instId.split('-');
  const inverse = quote === 'USD';
  return {
    instId,
    instType: typeOf(instId),
    instFamily: `${base}-${quote}`,
    uly: `${base}-${quote}`,
    ctVal: inverse ? '100' : '0.01',
    ctMult: '1',
    ctType: inverse ? 'inverse' : 'linear',
    ctValCcy: inverse ? 'USD' : base,
    settleCcy: inverse ? base : quote,
    tickSz: '0.1',
    lotSz: '0.01',
    minSz: '0.01',
    groupId: '4',
    state: 'live',
    ...more,
  };
};

export const instruments = (rows: Record<string, unknown>[], at = T0): VenueMessage =>
  answered('public/instruments?instType=SWAP', rows, at);

/** Bounds and rates: [from, mmr]. */
export const tiers = (
  family: string,
  steps: [string, string][],
  { type = 'SWAP', mode = 'cross', at = T0, by = 'instFamily' } = {},
): VenueMessage =>
  answered(
    `public/position-tiers?instType=${type}&tdMode=${mode}&${by}=${family}`,
    steps.map(([minSz, mmr], k) => ({
      tier: String(k + 1),
      minSz,
      maxSz: steps[k + 1]?.[0] ?? '10000000',
      mmr,
      imr: mmr,
      maxLever: '100',
      instFamily: by === 'instFamily' ? family : '',
      uly: '',
      instId: by === 'instId' ? family : '',
    })),
    at,
  );

export const mark = (instId: string, markPx: string, at = T0): VenueMessage =>
  framed('mark-price', [{ instType: typeOf(instId), instId, markPx, ts: String(at) }], at, {}, { instId });

export const discounts = (ccy: string, steps: [string, string, string][], at = T0): VenueMessage =>
  answered(
    `public/discount-rate-interest-free-quota?ccy=${ccy}`,
    [
      {
        amt: '0',
        ccy,
        collateralRestrict: false,
        discountLv: '1',
        minDiscountRate: '0',
        details: steps.map(([minAmt, maxAmt, discountRate], k) => ({
          minAmt,
          maxAmt,
          discountRate,
          liqPenaltyRate: '0',
          tier: String(k + 1),
          disCcyEq: '',
        })),
      },
    ],
    at,
  );

export interface Resting {
  ordId?: string;
  instId: string;
  side: 'buy' | 'sell';
  sz: string;
  px: string;
  posSide?: 'net' | 'long' | 'short';
  tdMode?: string;
  accFillSz?: string;
  reduceOnly?: string;
  state?: string;
  uTime?: number;
  [more: string]: unknown;
}

export const orderRow = ({ uTime, ...order }: Resting): Record<string, unknown> => ({
  ordId: '1752588852617379840',
  accFillSz: '0',
  algoId: '',
  attachAlgoOrds: [],
  avgPx: '',
  category: 'normal',
  ccy: '',
  fee: '0',
  feeCcy: '',
  fillPx: '',
  fillSz: '0',
  instType: typeOf(order.instId),
  lever: '10',
  ordType: 'limit',
  posSide: 'net',
  reduceOnly: 'false',
  state: 'live',
  tdMode: 'cross',
  uTime: String(uTime ?? T0 - 60_000),
  ...order,
});

export const orders = (rows: Resting[], at = T0): VenueMessage =>
  answered('trade/orders-pending', rows.map(orderRow), at);

export const fees = (
  instType: string,
  taker: string,
  more: Record<string, unknown> = {},
  at = T0,
): VenueMessage =>
  answered(
    `account/trade-fee?instType=${instType}`,
    [
      {
        instType,
        level: 'Lv1',
        maker: '-0.0002',
        taker,
        makerU: '-0.0002',
        takerU: taker,
        makerUSDC: '',
        takerUSDC: '',
        feeGroup: [],
        ruleType: 'normal',
        ts: String(at),
        ...more,
      },
    ],
    at,
  );

export const told = (messages: VenueMessage[], from: State = initial): State => messages.reduce(reduce, from);
/** The account of the page, or of the key. */
export const theAccount = (state: State) => accounts(state, T0)[0]!;
export const codes = (state: State): string[] => theAccount(state).problems.map(({ code }) => code);
