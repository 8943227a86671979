/**
 * What Hyperliquid says of an account, in its own shapes: clearinghouseState, spotClearinghouseState,
 * activeAssetData, frontendOpenOrders. Documentation: "Info endpoint", "Account abstraction modes"; the unified
 * figures are those of the documented ratio function.
 */
import { printedPrice } from '../arithmetic';
import type { Market } from '../market';
import { type HlAccount, portfolio, type RestingOrder, unified } from './accounts';
import type { Asset } from './assets';
import {
  availableTo,
  crossEquity,
  type Figures,
  figuresOf,
  freeMargin,
  leverageOf,
  poolPosition,
  pricesOf,
  type Valued,
} from './figures';
import { decimal, dollars } from './text';

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
  const others = account.spot.map(({ coin, token, amount, entryNtl, lent }) => ({
    coin,
    token,
    total: decimal(amount, 8),
    hold: '0.0',
    entryNtl: decimal(entryNtl, 8),
    ...(portfolio(account) && lent ? { ltv: decimal(lent.ltv, 4), supplied: decimal(amount, 8) } : {}),
  }));
  if (!unified(account)) return { balances: others };
  const { tokens, dexes } = figuresOf(market, account);
  const held = tokens.filter(({ index, total, hold }) => index === 0 || total !== 0 || hold !== 0);
  return {
    balances: [
      ...held.map(({ index, name, total, hold }) => ({
        coin: name,
        token: index,
        total: dollars(total),
        hold: dollars(hold),
        entryNtl: '0.0',
        ...(portfolio(account) ? { ltv: '0.0' } : {}),
        ...(portfolio(account) && total < 0 ? { borrowed: dollars(-total) } : {}),
      })),
      ...others,
    ],
    tokenToAvailableAfterMaintenance: held.map(({ index, available }) => [index, dollars(available)]),
    ...(portfolio(account) ? { portfolioMarginEnabled: true, portfolioMarginRatio: portfolioRatio() } : {}),
  };

  /** Σ cross maintenance to itself and what is available in USDC: ten digits of a capture. */
  function portfolioRatio(): string {
    const maintenance = dexes.reduce((sum, part) => sum + part.crossMaintenance, 0);
    return decimal(maintenance / (maintenance + tokens[0]!.available), 10);
  }
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
