/** The accounts of this moment as numbers, by the exchange's own arithmetic. */
import type { AccountTruth, PoolTruth } from '../exchange';
import {
  crossingsOf,
  equityOf,
  headroomOf,
  jointOf,
  type LegSum,
  maintenanceOf,
  maintenanceOfOrders,
  type PoolSum,
  profitOf,
  requirementOfLeg,
  worthOf,
} from './arithmetic';
import { collateralRatios, dollars, loanRates } from './contracts';
import type { Floor } from './floor';
import { closingFeeOf, type Position, type Trader } from './traders';

interface Named {
  id: string;
  kind: 'cross' | 'isolated';
  unit: string;
  sum: PoolSum;
}

/** Contracts that resting orders would add to the greater side of a symbol. */
function ordersExtra(trader: Trader, symbol: string): number {
  const net = trader.positions.filter(one => one.symbol === symbol).reduce((sum, one) => sum + one.size, 0);
  const resting = trader.orders.filter(one => one.symbol === symbol && one.trigger === '' && !one.reduceOnly);
  const of = (side: string) =>
    resting
      .filter(one => one.side === side && (one.index === 0 || (one.index === 1) === (side === 'Buy')))
      .reduce((sum, one) => sum + Number(one.quantity), 0);
  return Math.max(0, Math.max(Math.abs(net + of('Buy')), Math.abs(net - of('Sell'))) - Math.abs(net));
}

function legOf(floor: Floor, trader: Trader, held: Position): LegSum {
  const contract = floor.contracts.get(held.symbol)!;
  const other = trader.positions.find(one => one.symbol === held.symbol && one.index !== held.index);
  const size = Math.abs(held.size);
  const set = Math.min(size, Math.abs(other?.size ?? 0));
  const fee =
    trader.mode === 'PORTFOLIO_MARGIN' ? 0 : closingFeeOf(contract, held.size, held.entry, held.leverage);
  return {
    symbol: held.symbol,
    factor: contract.coin,
    inverse: contract.category === 'inverse',
    size: held.size,
    entry: held.entry,
    mark: floor.mark(held.symbol),
    settle: contract.settle,
    tiers: trader.mode === 'REGULAR_MARGIN' ? contract.tiers : [],
    open: size - set,
    extra: trader.mode === 'REGULAR_MARGIN' && size > set ? ordersExtra(trader, held.symbol) : 0,
    // Both legs of what is set off pay twice.
    constant: fee * (1 + set / size),
  };
}

export function poolsOf(floor: Floor, trader: Trader): Named[] {
  if (trader.mode === 'ISOLATED_MARGIN' && trader.positions.length > 0) {
    return trader.positions.map(held => isolatedPool(floor, trader, held));
  }
  const legs = trader.positions.map(held => legOf(floor, trader, held));
  const whole = trader.mode === 'PORTFOLIO_MARGIN';
  const settled = new Set([...legs.map(leg => leg.settle), ...trader.options.map(one => one.settle)]);
  const names = new Set([...trader.wallets.keys(), ...settled]);
  const coins = [...names].map(coin => {
    const { wallet, spotBorrow, collateral } = trader.wallets.get(coin) ?? {
      wallet: 0,
      spotBorrow: 0,
      collateral: true,
    };
    const ratios = collateral ? collateralRatios[coin] : undefined;
    // A coin that counts for nothing moves nothing.
    const moves = !(coin in dollars) && (whole || ratios !== undefined);
    return {
      coin,
      amount: wallet - spotBorrow,
      usd: floor.usd(coin),
      factor: moves ? coin : null,
      ratios: whole ? null : (ratios ?? [[0, 0] as [number, number]]),
      loanRate: whole ? 0 : (loanRates[coin] ?? 0),
    };
  });
  const sum: PoolSum = { coins, legs, equity: 0, requirement: 0 };
  if (whole) {
    sum.equity = trader.options.reduce((total, one) => total + one.value * floor.usd(one.settle), 0);
    sum.requirement = portfolioRequirement(floor, trader);
    for (const one of trader.options) {
      const mark = floor.usd(one.coin);
      legs.push({
        symbol: one.symbol,
        factor: one.coin,
        inverse: false,
        size: one.delta,
        entry: mark,
        mark,
        settle: one.settle,
        tiers: [],
        open: 0,
        extra: 0,
        constant: 0,
      });
    }
  } else {
    const resting = new Set(trader.orders.filter(one => one.trigger === '').map(one => one.symbol));
    for (const symbol of resting) {
      const contract = floor.contracts.get(symbol)!;
      const net = trader.positions
        .filter(one => one.symbol === symbol)
        .reduce((total, one) => total + one.size, 0);
      const required = maintenanceOfOrders(
        contract.tiers,
        contract.category === 'inverse',
        Math.abs(net),
        ordersExtra(trader, symbol),
        floor.mark(symbol),
      );
      sum.requirement += required * floor.usd(contract.settle);
    }
    for (const order of trader.orders) {
      if (order.trigger !== '' || order.reduceOnly) continue;
      const gain = (floor.mark(order.symbol) - Number(order.price)) * (order.side === 'Buy' ? 1 : -1);
      sum.equity +=
        Math.min(0, gain * Number(order.quantity)) * floor.usd(floor.contracts.get(order.symbol)!.settle);
    }
    for (const { wallet, spotBorrow } of trader.wallets.values())
      if (wallet < spotBorrow && spotBorrow > 0) throw new Error('not simulated');
    for (const [coin, { spotBorrow }] of trader.wallets) {
      sum.requirement += spotBorrow * (loanRates[coin] ?? 0) * floor.usd(coin);
    }
  }
  return [{ id: 'uta', kind: 'cross', unit: 'USD', sum }];
}

/** This exchange's own rule for a portfolio, of no more than the right size: 6 % of all that is held. */
export const portfolioRequirement = (floor: Floor, trader: Trader): number =>
  trader.positions.reduce((sum, one) => sum + Math.abs(one.size) * floor.mark(one.symbol) * 0.06, 0);

function isolatedPool(floor: Floor, trader: Trader, held: Position): Named {
  const contract = floor.contracts.get(held.symbol)!;
  const leg = legOf(floor, trader, held);
  const value = worthOf(leg, Math.abs(held.size), held.entry);
  const tier = contract.tiers.find(({ limit }) => value < limit) ?? contract.tiers.at(-1)!;
  return {
    id: `isolated:${held.symbol}${['', ':long', ':short'][held.index]}`,
    kind: 'isolated',
    unit: contract.settle,
    sum: {
      coins: [
        { coin: contract.settle, amount: held.margin, usd: 1, factor: null, ratios: null, loanRate: 0 },
      ],
      legs: [{ ...leg, constant: leg.constant + value * tier.rate - tier.deduction }],
      equity: 0,
      requirement: 0,
    },
  };
}

/** The estimated price that the venue prints for a position; null: none. */
export function printedPrice(floor: Floor, trader: Trader, held: Position): number | null {
  const pool = poolsOf(floor, trader).find(({ sum }) => sum.legs.some(leg => leg.symbol === held.symbol))!;
  return printedIn(pool.sum, held.symbol);
}

function printedIn(sum: PoolSum, symbol: string): number | null {
  const legs = sum.legs.filter(leg => leg.symbol === symbol);
  const net = legs.reduce((total, leg) => total + leg.size, 0);
  const { factor, mark } = legs[0]!;
  const { below, above } = crossingsOf(sum, factor);
  const multiple = net > 0 ? (below ?? above) : (above ?? below);
  return multiple === null ? null : multiple * mark;
}

export function truthOf(
  floor: Floor,
  trader: Trader,
  betas: (coins: string[]) => Record<string, number>,
): AccountTruth {
  const pools = poolsOf(floor, trader);
  const factors = pools.flatMap(({ sum }) => [
    ...sum.legs.map(leg => leg.factor),
    ...sum.coins.flatMap(coin => coin.factor ?? []),
  ]);
  const known = betas([...new Set(factors)]);
  return {
    venue: 'bybit',
    account: trader.name,
    id: String(trader.uid),
    mode: { REGULAR_MARGIN: 'cross', ISOLATED_MARGIN: 'isolated', PORTFOLIO_MARGIN: 'portfolio' }[
      trader.mode
    ],
    pools: pools.map(pool => poolTruth(pool, known)),
  };
}

function poolTruth({ id, kind, unit, sum }: Named, betas: Record<string, number>): PoolTruth {
  const [equity, maintenance] = [equityOf(sum), maintenanceOf(sum)];
  return {
    id,
    kind,
    unit,
    equity,
    maintenance,
    headroom: headroomOf(sum),
    usage: equity > 0 ? maintenance / equity : null,
    joint: sum.legs.length > 0 ? jointOf(sum, betas) : { down: null, up: null },
    positions: sum.legs.map(leg => {
      const { below, above } = crossingsOf(sum, leg.factor);
      return {
        symbol: leg.symbol,
        factor: leg.factor,
        size: leg.size,
        entry: leg.entry,
        mark: leg.mark,
        value: worthOf(leg, Math.abs(leg.size), leg.mark),
        pnl: profitOf(leg),
        maintenance: requirementOfLeg(sum, leg),
        printed: printedIn(sum, leg.symbol),
        below: below === null ? null : below * leg.mark,
        above: above === null ? null : above * leg.mark,
      };
    }),
  };
}
