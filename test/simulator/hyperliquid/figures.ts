/**
 * Accounts at the marks of the moment: value, profit, maintenance and margin of each position, sums by dex and by
 * collateral token, in whole millionths of a dollar as the venue rounds them.
 */
import { maintenanceOf, type PoolPosition } from '../arithmetic';
import type { Market } from '../market';
import { type HlAccount, type Holding, unified, walletOf } from './accounts';
import { type Asset, dexes, type Token, tiersOf, tokenOf } from './assets';
import { backingOf } from './lending';
import { shift, tidy } from './text';

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
  /** tokenToAvailableAfterMaintenance: with what coins count that back the account. */
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
      const backing = dex === '' ? backingOf(market, account) : [];
      const counted = backing.reduce((all, each) => all + each.counted, 0);
      const available = total + counted - isolated - sum(part => part.crossMaintenance);
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
