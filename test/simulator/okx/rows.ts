/** The rows of v5 as the documents show them (state of 2026-06-28). */
import { borrowTiers, type Contract, discounts, type Tier } from './contracts';
import type { Floor } from './floor';
import {
  type Account,
  type Algo,
  currenciesOf,
  type Order,
  type Position,
  printedPrice,
  profitOf,
  rowsOf,
  sum,
  worthOf,
} from './ledger';
import { text } from './text';
import { counted, wholeFigures } from './truth';

type Row = Record<string, unknown>;

/** `position` may be closed already: its last push says 0. */
export function positionRow({ prices }: Floor, account: Account, position: Position): Row {
  const contract = prices.contracts.get(position.instId)!;
  const mark = prices.mark(contract.coin);
  const row = rowsOf(account, prices).find(one => one.position.id === position.id);
  const open = position.size !== 0;
  const isolated = position.mode === 'isolated';
  const value = worthOf(contract, position.size, mark);
  const usd = prices.usd(contract.settle);
  const ratio = isolated
    ? row && (position.margin + row.profit) / (row.value * (row.rate + 0.0005))
    : currenciesOf(account, prices).find(one => one.ccy === contract.settle)?.ratio;
  const none = open ? null : '';
  return {
    adl: '1',
    availPos: none ?? text(Math.abs(position.size)),
    avgPx: none ?? text(position.entry),
    baseBal: '',
    baseBorrowed: '',
    baseInterest: '',
    bePx: none ?? text(position.entry),
    bizRefId: '',
    bizRefType: '',
    cTime: String(position.updated),
    ccy: contract.settle,
    clSpotInUseAmt: '',
    closeOrderAlgo: [],
    deltaBS: '',
    deltaPA: '',
    fee: '0',
    fundingFee: '0',
    gammaBS: '',
    gammaPA: '',
    hedgedPos: '',
    idxPx: text(prices.mark(contract.coin)),
    imr: open && !isolated ? text(value / position.lever) : '',
    instId: position.instId,
    instType: contract.type,
    interest: '',
    last: text(mark),
    lever: text(position.lever),
    liab: '',
    liabCcy: '',
    liqPenalty: '0',
    liqPx: row ? text(printedPrice(account, prices, row)) : '',
    margin: open && isolated ? text(position.margin) : '',
    markPx: text(mark),
    maxSpotInUseAmt: '',
    mgnMode: position.mode,
    mgnRatio:
      open && account.level === '2' ? text(ratio ?? null) : isolated && open ? text(ratio ?? null) : '',
    mmr: row ? text(row.printedMaintenance) : '',
    nonSettleAvgPx: '',
    notionalUsd: none ?? text(value * usd),
    optVal: '',
    pendingCloseOrdLiabVal: '',
    pnl: '0',
    pos: text(position.side === 'short' ? Math.abs(position.size) : position.size),
    posCcy: '',
    posId: position.id,
    posSide: position.side,
    quoteBal: '',
    quoteBorrowed: '',
    quoteInterest: '',
    realizedPnl: '0',
    settledPnl: '',
    spotInUseAmt: '',
    spotInUseCcy: '',
    thetaBS: '',
    thetaPA: '',
    tradeId: '1',
    uTime: String(position.updated),
    upl: none ?? text(profitOf(contract, position, mark)),
    uplLastPx: none ?? text(profitOf(contract, position, mark)),
    uplRatio: none ?? text((profitOf(contract, position, mark) / value) * position.lever),
    uplRatioLastPx: '',
    usdPx: '',
    vegaBS: '',
    vegaPA: '',
  };
}

export function balanceRow({ prices }: Floor, account: Account, only: string[] | null): Row {
  const all = currenciesOf(account, prices);
  const wide = account.level === '3';
  const whole = wide ? wholeFigures(account, prices) : null;
  const shown = all.filter(one => (only ? only.includes(one.ccy) : one.cash !== 0 || one.equity !== 0));
  const usd = (ccy: string) => prices.usd(ccy);
  const maintenance = sum(all.map(one => one.maintenance * usd(one.ccy)));
  return {
    adjEq: whole ? text(whole.equity) : '',
    availEq: whole ? text(whole.equity - sum(all.map(one => one.initial * usd(one.ccy)))) : '',
    borrowFroz: whole ? '0' : '',
    delta: '',
    deltaLever: '',
    deltaNeutralStatus: '0',
    details: shown.map(one => {
      const cross = one.cash + one.profit;
      return {
        accAvgPx: '',
        autoLendMtAmt: '0',
        autoLendStatus: 'off',
        availBal: wide ? text(one.cash) : text(cross - one.initial - one.reserved.fee),
        availEq: text(cross - one.initial - one.reserved.fee),
        borrowFroz: wide ? '0' : '',
        cashBal: text(one.cash),
        ccy: one.ccy,
        clSpotInUseAmt: '',
        coinUsdPrice: text(usd(one.ccy)),
        colBorrAutoConversion: '0',
        colRes: '0',
        collateralEnabled: wide,
        collateralRestrict: false,
        crossLiab: wide ? text(Math.max(0, -cross)) : '',
        disEq: wide ? text(counted(one.ccy, cross) * usd(one.ccy)) : '0',
        eq: text(one.equity),
        eqUsd: text(one.equity * usd(one.ccy)),
        fixedBal: '0',
        frozenBal: text(one.initial + one.isolated),
        frpType: '0',
        imr: wide ? '' : text(one.initial),
        interest: wide ? '0' : '',
        isoEq: text(one.isolated),
        isoLiab: wide ? '0' : '',
        isoUpl: '0',
        liab: wide ? text(Math.max(0, -one.cash)) : '',
        maxLoan: wide ? '0' : '',
        maxSpotInUse: '',
        mgnRatio: wide ? '' : text(one.ratio),
        mmr: wide ? '' : text(one.maintenance),
        notionalLever: '0',
        openAvgPx: '',
        ordFrozen: text(one.reserved.initial),
        rewardBal: '0',
        smtSyncEq: '0',
        spotBal: '',
        spotCopyTradingEq: '0',
        spotInUseAmt: '',
        spotIsoBal: '0',
        spotUpl: '',
        spotUplRatio: '',
        stgyEq: '0',
        totalPnl: '',
        totalPnlRatio: '',
        twap: '0',
        uTime: String(account.cashAt.get(one.ccy) ?? 0),
        upl: text(one.profit),
        uplLiab: wide ? '0' : '',
      };
    }),
    imr: whole ? text(sum(all.map(one => one.initial * usd(one.ccy)))) : '',
    isoEq: text(sum(all.map(one => one.isolated * usd(one.ccy)))),
    mgnRatio: whole && whole.required > 0 ? text(whole.equity / whole.required) : '',
    mmr: whole ? text(maintenance) : '',
    notionalUsd: '',
    notionalUsdForBorrow: '',
    notionalUsdForFutures: '',
    notionalUsdForOption: '',
    notionalUsdForSwap: '',
    ordFroz: whole ? '0' : '',
    totalEq: text(sum(all.map(one => one.equity * usd(one.ccy)))),
    uTime: String(prices.now()),
    upl: '',
  };
}

export function orderRow({ contracts }: Floor, account: Account, order: Order, state: string): Row {
  return {
    accFillSz: text(state === 'filled' ? order.size : order.filled),
    algoClOrdId: '',
    algoId: '',
    attachAlgoClOrdId: '',
    attachAlgoOrds: [],
    avgPx: '',
    cTime: String(order.created),
    cancelSource: '',
    cancelSourceReason: '',
    category: 'normal',
    ccy: '',
    clOrdId: '',
    fee: '0',
    feeCcy: contracts.get(order.instId)!.settle,
    fillPx: '',
    fillSz: '0',
    fillTime: '',
    instId: order.instId,
    instType: contracts.get(order.instId)!.type,
    isTpLimit: 'false',
    lever: String(account.positions.find(one => one.instId === order.instId)?.lever ?? 10),
    linkedAlgoOrd: { algoId: '' },
    ordId: order.ordId,
    ordType: 'limit',
    pnl: '0',
    posSide: order.posSide,
    px: text(order.price),
    pxType: '',
    pxUsd: '',
    pxVol: '',
    quickMgnType: '',
    rebate: '0',
    rebateCcy: '',
    reduceOnly: String(order.reduceOnly),
    side: order.side,
    slOrdPx: '',
    slTriggerPx: '',
    slTriggerPxType: '',
    source: '',
    state,
    stpId: '',
    stpMode: 'cancel_maker',
    sz: text(order.size),
    tag: '',
    tdMode: order.mode,
    tgtCcy: '',
    tpOrdPx: '',
    tpTriggerPx: '',
    tpTriggerPxType: '',
    tradeId: '',
    uTime: String(order.created),
  };
}

export function algoRow({ contracts }: Floor, algo: Algo): Row {
  return {
    activePx: '',
    actualPx: '',
    actualSide: '',
    actualSz: '0',
    algoClOrdId: '',
    algoId: algo.algoId,
    attachAlgoOrds: [],
    cTime: String(algo.created),
    ccy: '',
    clOrdId: '',
    closeFraction: algo.size === null ? '1' : '',
    failCode: '0',
    instId: algo.instId,
    instType: contracts.get(algo.instId)!.type,
    last: '',
    lever: '',
    linkedOrd: { ordId: '' },
    ordId: '',
    ordIdList: [],
    ordPx: '',
    ordType: algo.type,
    posSide: algo.posSide,
    reduceOnly: 'true',
    side: algo.side,
    slOrdPx: algo.stop === null ? '' : '-1',
    slTriggerPx: text(algo.stop),
    slTriggerPxType: algo.stop === null ? '' : 'mark',
    state: 'live',
    sz: text(algo.size),
    tag: '',
    tdMode: algo.mode,
    tpOrdPx: algo.profit === null ? '' : '-1',
    tpTriggerPx: text(algo.profit),
    tpTriggerPxType: algo.profit === null ? '' : 'mark',
    triggerPx: '',
    triggerTime: '',
    uTime: String(algo.created),
  };
}

export const configRow = (account: Account, perm: string, ip: string): Row => ({
  acctLv: account.level,
  acctStpMode: 'cancel_maker',
  autoLoan: account.level === '3',
  ctIsoMode: 'automatic',
  enableSpotBorrow: false,
  feeType: '0',
  greeksType: 'PA',
  ip,
  kycLv: '3',
  label: `${account.name} key`,
  level: 'Lv1',
  levelTmp: '',
  liquidationGear: '-1',
  mainUid: account.uid,
  mgnIsoMode: 'automatic',
  opAuth: '0',
  perm,
  posMode: account.hedge ? 'long_short_mode' : 'net_mode',
  roleType: '0',
  settleCcy: 'USDC',
  settleCcyList: ['USD', 'USDC', 'USDG'],
  spotBorrowAutoRepay: false,
  spotOffsetType: '',
  spotRoleType: '0',
  spotTraderInsts: [],
  stgyType: '0',
  traderInsts: [],
  type: '0',
  uid: account.uid,
});

export const instrumentRow = (one: Contract): Row => {
  const [base = ''] = one.family.split('-');
  return {
    alias: one.expiry ? 'quarter' : '',
    auctionEndTime: '',
    baseCcy: '',
    category: '1',
    contTdSwTime: '',
    ctMult: '1',
    ctType: one.inverse ? 'inverse' : 'linear',
    ctVal: text(one.value),
    ctValCcy: one.inverse ? 'USD' : base,
    expTime: one.expiry ? String(one.expiry) : '',
    futureSettlement: false,
    groupId: '4',
    instFamily: one.family,
    instId: one.instId,
    instType: one.type,
    lever: '100',
    listTime: '1573557408000',
    lotSz: text(one.lot),
    maxIcebergSz: '100000000',
    maxLmtAmt: '20000000',
    maxLmtSz: '100000000',
    maxMktAmt: '',
    maxMktSz: '54000',
    maxStopSz: '54000',
    maxTriggerSz: '100000000',
    maxTwapSz: '100000000',
    minSz: text(one.lot),
    optType: '',
    quoteCcy: '',
    ruleType: 'normal',
    settleCcy: one.settle,
    state: 'live',
    stk: '',
    tickSz: text(one.tick),
    uly: one.family,
  };
};

export const tierRows = (
  tiers: Tier[],
  owner: Partial<Record<'instFamily' | 'instId' | 'ccy', string>>,
): Row[] =>
  tiers.map((one, k) => ({
    baseMaxLoan: '',
    imr: text(one.imr),
    instFamily: owner.instFamily ?? '',
    instId: owner.instId ?? '',
    maxLever: text(one.maxLever),
    maxSz: text(one.to),
    minSz: text(one.from),
    mmr: text(one.mmr),
    optMgnFactor: '0',
    quoteMaxLoan: '',
    tier: String(k + 1),
    uly: owner.instFamily ?? '',
  }));

export const borrowTierRows = (ccy: string): Row[] => tierRows(borrowTiers[ccy] ?? [], { ccy });

export function discountRow(ccy: string): Row | null {
  const tiers = discounts[ccy];
  if (!tiers) return null;
  let total = 0;
  return {
    amt: '0',
    ccy,
    colRes: '0',
    collateralRestrict: false,
    details: tiers.map(({ from, to, rate }, k) => {
      total += (to - from) * rate;
      return {
        disCcyEq: text(total),
        discountRate: text(rate),
        liqPenaltyRate: text(1 - rate),
        maxAmt: text(to),
        minAmt: text(from),
        tier: String(k + 1),
      };
    }),
    discountLv: '',
    minDiscountRate: '0',
  };
}

export const markRow = ({ prices }: Floor, one: Contract): Row => ({
  instId: one.instId,
  instType: one.type,
  markPx: text(prices.mark(one.coin)),
  ts: String(prices.now()),
});
