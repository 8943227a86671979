/**
 * What Hyperliquid says of an account, in its own shapes: clearinghouseState, spotClearinghouseState,
 * activeAssetData, frontendOpenOrders. Documentation: "Info endpoint", "Account abstraction modes"; the unified
 * figures are those of the documented ratio function.
 */
import { maintenanceOf, type PoolPosition, printedPrice } from '../arithmetic';
import type { Market } from '../market';
import { type HlAccount, type Holding, type RestingOrder, unified, walletOf } from './accounts';
import { type Asset, dexes, type Token, tiersOf, tokenOf } from './assets';
import { decimal, dollars, shift, tidy } from './text';

export interface Prices {
  mark: string;
  index: string;
  mid: string;
  dayAgo: string;
}

/** A delisted asset keeps its last prices for ever. */
const delisted: Prices = { mark: '0.37621', index: '0.37645', mid: '', dayAgo: '0.37621' };

export function pricesOf(market: Market, asset: Asset): Prices {
  if (asset.coin === null) return delisted;
  const { mark, index, mid } = market.quote(asset.coin.name);
  const scaled = (text: string) => tidy(shift(text, asset.thousands));
  return {
    mark: scaled(mark),
    index: scaled(index),
    mid: scaled(mid),
    dayAgo: scaled(market.dayAgo(asset.coin.name)),
  };
}

export interface Valued {
  holding: Holding;
  mark: number;
  /** The rest in millionths of a dollar. Signed size × mark. */
  notional: number;
  profit: number;
  maintenance: number;
  /** Cross: value / leverage. Isolated: posted margin + profit. */
  marginUsed: number;
}

export interface DexFigures {
  dex: string;
  positions: Valued[];
  crossNotional: number;
  crossProfit: number;
  crossMaintenance: number;
  crossMargin: number;
  isolatedNotional: number;
  isolatedMargin: number;
}

/** One collateral token of a unified account, in millionths. */
export interface TokenFigures extends Token {
  wallet: string;
  /** The spot balance: isolated margin and all profit included. */
  total: number;
  /** tokenToAvailableAfterMaintenance. */
  available: number;
  /** Margin in use. */
  hold: number;
}

export interface Figures {
  dexes: DexFigures[];
  tokens: TokenFigures[];
}

export function figuresOf(market: Market, account: HlAccount): Figures {
  const parts = dexes.map(dex => dexFigures(market, account, dex));
  const tokens = parts
    .filter(({ dex }) => walletOf(account, dex) === dex)
    .map(({ dex }) => {
      const own = parts.filter(part => walletOf(account, part.dex) === dex);
      const sum = (pick: (part: DexFigures) => number) => own.reduce((total, part) => total + pick(part), 0);
      const isolated = sum(part => part.isolatedMargin);
      const total = (account.cash.get(dex) ?? 0) + sum(part => part.crossProfit) + isolated;
      const available = total - isolated - sum(part => part.crossMaintenance);
      return {
        ...tokenOf(dex),
        wallet: dex,
        total,
        available,
        hold: sum(part => part.crossMargin) + isolated,
      };
    });
  return { dexes: parts, tokens };
}

/** The balance on which a dex draws. */
function balanceOf(account: HlAccount, figures: Figures, dex: string): TokenFigures {
  const wallet = walletOf(account, dex);
  return figures.tokens.find(token => token.wallet === wallet)!;
}

function dexFigures(market: Market, account: HlAccount, dex: string): DexFigures {
  const positions = [...account.holdings.values()]
    .filter(({ asset }) => asset.dex === dex)
    .map(holding => valued(market, holding));
  const cross = positions.filter(({ holding }) => holding.margin === null);
  const isolated = positions.filter(({ holding }) => holding.margin !== null);
  const sum = (list: Valued[], pick: (position: Valued) => number) =>
    list.reduce((total, position) => total + pick(position), 0);
  return {
    dex,
    positions,
    crossNotional: sum(cross, position => position.notional),
    crossProfit: sum(cross, position => position.profit),
    crossMaintenance: sum(cross, position => position.maintenance),
    crossMargin: sum(cross, position => position.marginUsed),
    isolatedNotional: sum(isolated, position => position.notional),
    isolatedMargin: sum(isolated, position => position.marginUsed),
  };
}

function valued(market: Market, holding: Holding): Valued {
  const mark = Number(pricesOf(market, holding.asset).mark);
  const notional = Math.round(holding.size * mark * 1e6);
  const profit = notional - holding.cost;
  const maintenance = Math.round(maintenanceOf(Math.abs(notional) / 1e6, tiersOf(holding.asset)) * 1e6);
  const marginUsed =
    holding.margin === null ? Math.round(Math.abs(notional) / holding.leverage) : holding.margin + profit;
  return { holding, mark, notional, profit, maintenance, marginUsed };
}

/** The cross equity of one dex in standard mode, in millionths. */
export function crossEquity(account: HlAccount, part: DexFigures): number {
  return (account.cash.get(part.dex) ?? 0) + part.crossProfit;
}

/** What is left of the equity that backs a position once all maintenance is met, in dollars. */
export function availableTo(account: HlAccount, figures: Figures, position: Valued): number {
  if (position.holding.margin !== null) return (position.marginUsed - position.maintenance) / 1e6;
  if (unified(account)) return balanceOf(account, figures, position.holding.asset.dex).available / 1e6;
  const part = figures.dexes.find(({ dex }) => dex === position.holding.asset.dex)!;
  return (crossEquity(account, part) - part.crossMaintenance) / 1e6;
}

export function poolPosition({ holding, mark }: Valued): PoolPosition {
  const { asset, size, cost } = holding;
  return {
    symbol: asset.name,
    factor: asset.coin!.name,
    size,
    entry: size === 0 ? mark : cost / 1e6 / size,
    mark,
    tiers: tiersOf(asset),
  };
}

export function clearinghouseState(market: Market, account: HlAccount, dex: string, now: number) {
  const figures = figuresOf(market, account);
  const part = figures.dexes.find(item => item.dex === dex)!;
  // In unified mode the venue's per-dex summaries mean nothing: a plausible number that is not the equity.
  const crossValue = unified(account) ? part.crossMargin + part.crossProfit : crossEquity(account, part);
  const absolute = (pick: (position: Valued) => boolean) =>
    part.positions.filter(pick).reduce((sum, { notional }) => sum + Math.abs(notional), 0);
  const all = absolute(() => true);
  const used = part.crossMargin + part.isolatedMargin;
  const orders = account.orders
    .filter(order => order.asset.dex === dex && !order.reduceOnly)
    .reduce(
      (sum, order) => sum + (Number(order.limit) * order.size) / leverageOf(account, order.asset).value,
      0,
    );
  const withdrawable = crossValue + part.isolatedMargin - Math.max(used, all / 10) - Math.round(orders * 1e6);
  return {
    marginSummary: {
      accountValue: dollars(crossValue + part.isolatedMargin),
      totalNtlPos: dollars(all),
      totalRawUsd: dollars(crossValue + part.isolatedMargin - part.crossNotional - part.isolatedNotional),
      totalMarginUsed: dollars(used),
    },
    crossMarginSummary: {
      accountValue: dollars(crossValue),
      totalNtlPos: dollars(absolute(({ holding }) => holding.margin === null)),
      totalRawUsd: dollars(crossValue - part.crossNotional),
      totalMarginUsed: dollars(part.crossMargin),
    },
    crossMaintenanceMarginUsed: dollars(part.crossMaintenance),
    withdrawable: unified(account) ? '0.0' : dollars(Math.max(0, withdrawable)),
    assetPositions: part.positions.map(position => ({
      type: 'oneWay',
      position: positionShape(account, figures, position),
    })),
    time: now,
  };
}

function positionShape(account: HlAccount, figures: Figures, position: Valued) {
  const { holding, notional, profit, marginUsed } = position;
  const { asset, size, cost, leverage, margin } = holding;
  const liquidation = printedPrice(poolPosition(position), availableTo(account, figures, position));
  const risked = margin ?? Math.abs(cost) / leverage;
  return {
    coin: asset.name,
    szi: decimal(size, asset.sizeDecimals),
    leverage:
      margin === null
        ? { type: 'cross', value: leverage }
        : { type: 'isolated', value: leverage, rawUsd: dollars(marginUsed - notional) },
    entryPx: decimal(cost / 1e6 / size, 6 - asset.sizeDecimals),
    positionValue: dollars(Math.abs(notional)),
    unrealizedPnl: dollars(profit),
    returnOnEquity: decimal(profit / risked, 10),
    liquidationPx: liquidation === null ? null : decimal(liquidation, 10),
    marginUsed: dollars(marginUsed),
    maxLeverage: asset.maxLeverage,
    cumFunding: { allTime: '12.408116', sinceOpen: '0.0', sinceChange: '0.0' },
  };
}

export function spotState(market: Market, account: HlAccount) {
  const others = account.spot.map(({ coin, token, amount, entryNtl }) => ({
    coin,
    token,
    total: decimal(amount, 8),
    hold: '0.0',
    entryNtl: decimal(entryNtl, 8),
  }));
  if (!unified(account)) return { balances: others };
  const { tokens } = figuresOf(market, account);
  const held = tokens.filter(({ index, total, hold }) => index === 0 || total !== 0 || hold !== 0);
  return {
    balances: [
      ...held.map(({ index, name, total, hold }) => ({
        coin: name,
        token: index,
        total: dollars(total),
        hold: dollars(hold),
        entryNtl: '0.0',
      })),
      ...others,
    ],
    tokenToAvailableAfterMaintenance: held.map(({ index, available }) => [index, dollars(available)]),
  };
}

export function leverageOf(account: HlAccount, asset: Asset) {
  return (
    account.leverage.get(asset.name) ?? { type: 'cross' as const, value: Math.min(20, asset.maxLeverage) }
  );
}

/** What may still be put into new positions, in millionths. */
export function freeMargin(account: HlAccount, figures: Figures, dex: string): number {
  if (unified(account)) {
    const { total, hold } = balanceOf(account, figures, dex);
    return Math.max(0, total - hold);
  }
  const part = figures.dexes.find(item => item.dex === dex)!;
  return Math.max(0, crossEquity(account, part) - part.crossMargin);
}

export function activeAssetData(market: Market, account: HlAccount, asset: Asset) {
  const figures = figuresOf(market, account);
  const free = freeMargin(account, figures, asset.dex);
  const leverage = leverageOf(account, asset);
  const { mark } = pricesOf(market, asset);
  const position = figures.dexes
    .flatMap(part => part.positions)
    .find(({ holding }) => holding.asset === asset);
  // Against a position one may also trade what closes it, twice its margin.
  const back = position && position.holding.margin === null ? 2 * position.marginUsed : 0;
  const long = (position?.notional ?? 0) > 0;
  const room = [free + (position && !long ? back : 0), free + (position && long ? back : 0)];
  return {
    user: account.address,
    coin: asset.name,
    leverage:
      leverage.type === 'cross'
        ? leverage
        : { ...leverage, rawUsd: position ? dollars(position.marginUsed - position.notional) : '0.0' },
    maxTradeSzs: room.map(micro =>
      decimal(((micro / 1e6) * leverage.value) / Number(mark), asset.sizeDecimals),
    ),
    availableToTrade: room.map(dollars),
    markPx: mark,
  };
}

export function frontendOrder({ asset, side, limit, size, oid, at, reduceOnly, trigger }: RestingOrder) {
  const above = trigger !== null && (trigger.kind === 'Stop Market') === (side === 'B');
  return {
    coin: asset.name,
    side,
    limitPx: limit,
    sz: trigger?.wholePosition ? '0.0' : decimal(size, asset.sizeDecimals),
    oid,
    timestamp: at,
    triggerCondition: trigger ? `Price ${above ? 'above' : 'below'} ${Number(trigger.price)}` : 'N/A',
    isTrigger: trigger !== null,
    triggerPx: trigger?.price ?? '0.0',
    children: [],
    isPositionTpsl: trigger?.wholePosition ?? false,
    reduceOnly,
    orderType: trigger?.kind ?? 'Limit',
    origSz: trigger?.wholePosition ? '0.0' : decimal(size, asset.sizeDecimals),
    tif: trigger ? null : 'Gtc',
    cloid: null,
  };
}

export function openOrders(account: HlAccount, dex: string) {
  return account.orders.filter(order => order.asset.dex === dex).map(frontendOrder);
}
