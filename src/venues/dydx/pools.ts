/**
 * The pools of an account: every subaccount is liquidated by itself. The parent is the cross pool; each of its
 * children holds an isolated position. The figures that the indexer prints for the parent are sums over all of
 * them, and nobody's equity.
 */
import type { Position as Held, Pool, Rules } from '../../engine/account';
import { Decimal, print } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { CHILDREN } from './address';
import { factorOf, priceAt } from './markets';
import { ordersOf } from './orders';
import type { Holdings, Position, Printed, State, Subaccount } from './state';

export interface Built {
  pools: Pool[];
  problems: Problem[];
  /** The oldest oracle price that a pool depends on. */
  pricesAt: number | null;
}

/** `printed`: the account as described, at the prices of that moment, with what the venue printed. */
export function buildPools(
  state: State,
  holdings: Holdings,
  parent: number,
  printed: Record<string, Printed> | null,
): Built {
  const problems: Problem[] = [];
  const ages: number[] = [];
  const pools = Object.entries(holdings.subaccounts)
    .map(([key, own]) => ({ key, own, isCross: key === String(parent) }))
    .filter(({ own, isCross }) => isCross || Object.keys(own.positions).length > 0)
    .sort((a, b) => numberOf(a.key) - numberOf(b.key))
    .map(({ key, own, isCross }) => {
      const print = printed?.[key] ?? null;
      const positions = Object.entries(own.positions).map(([market, position]) => {
        const at = priceAt(state, market);
        if (at !== null) ages.push(at);
        return held(state, market, position, print?.profits[market] ?? null, problems);
      });
      const amount = amountOf(own, positions);
      if (own.usdc === null) {
        const message = 'The venue has not said the balance of this subaccount.';
        problems.push({ code: 'balance-missing', path: `subaccount.${key}`, message });
      }
      const pool: Pool = {
        id: poolId(key, parent),
        kind: !isCross && positions.length === 1 ? 'isolated' : 'cross',
        unit: 'USDC',
        collateral: [{ asset: 'USDC', amount, price: '1', follows: null }],
        positions,
        orders: ordersOf(holdings, numberOf(key)),
        rules,
        ...(print ? { reported: { equity: print.equity } } : {}),
      };
      return pool;
    });
  return { pools, problems, pricesAt: ages.length > 0 ? Math.min(...ages) : null };
}

export const poolId = (subaccount: string, parent: number): string =>
  subaccount === String(parent) ? 'cross' : `isolated:${subaccount}`;

/** Of digits only. */
function numberOf(key: string): number {
  return [...key].reduce((sum, digit) => sum * 10 + (digit.charCodeAt(0) - 48), 0);
}

/** The first child that holds nothing: where a new isolated position goes. */
export function freeChild({ subaccounts }: Holdings, parent: number): string {
  for (let number = parent + CHILDREN; ; number += CHILDREN) {
    const own = subaccounts[number];
    if (!own || (Object.keys(own.positions).length === 0 && !/[1-9]/.test(own.usdc ?? '1')))
      return String(number);
  }
}

function held(
  state: State,
  market: string,
  { size, entry }: Position,
  profit: string | null,
  problems: Problem[],
): Held {
  const listed = Object.hasOwn(state.markets, market) ? state.markets[market] : undefined;
  const now = state.prices[market]?.px ?? null;
  const then = profit === null || entry === null ? null : new Decimal(profit).div(size).plus(entry);
  const mark = profit === null ? now : then && print(then);
  if (!listed) {
    const message = `The margin fraction of ${market} is not known yet.`;
    problems.push({ code: 'market-missing', path: market, message });
  }
  if (mark === null) {
    const message = `The oracle price of ${market} is not known yet.`;
    problems.push({ code: 'price-missing', path: market, message });
  } else if (entry === null) {
    const message = `The entry price of ${market} is not known yet: its profit is counted from now.`;
    problems.push({ code: 'entry-missing', path: market, message });
  }
  return {
    symbol: market,
    factor: factorOf(market),
    size,
    contract: { type: 'linear', multiplier: '1' },
    // Equity is the balance and the value: what the position cost does not enter it.
    entryPrice: entry ?? mark,
    markPrice: mark,
    ...(listed ? { maintenance: scheduleOf(listed.maintenance) } : {}),
    ...(listed?.tick ? { tick: listed.tick } : {}),
  };
}

/** One rate whatever the size. Source: v4-chain, "margin requirements". */
export const scheduleOf = (rate: string) => ({
  basis: 'value' as const,
  style: 'marginal' as const,
  steps: [{ from: '0', rate }],
});

/** The balance with what the positions cost put back: the profit is counted by the engine. */
function amountOf({ usdc }: Subaccount, positions: Held[]): string | null {
  if (usdc === null) return null;
  let sum = new Decimal(usdc);
  for (const { size, entryPrice } of positions) {
    if (entryPrice === null || entryPrice === undefined) return null;
    sum = sum.plus(new Decimal(size!).times(entryPrice));
  }
  return print(sum);
}

/** Strictly below. Source: v4-chain, "liquidations"; the price that the web app shows holds all other prices. */
export const rules: Rules = {
  liquidatedWhen: 'below',
  threshold: '1',
  ratio: 'maintenance/equity',
  printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
};
