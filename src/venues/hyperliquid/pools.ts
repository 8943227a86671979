/**
 * The pools of an account: what is liquidated together.
 *
 * Standard mode: one per dex. Unified: one per token in which dexs settle. Portfolio margin: one. An isolated
 * position is a pool of its own in every mode.
 */
import type { Collateral, Pool, Position, Rules } from '../../engine/account';
import { Decimal, print, ZERO } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { isPlausible, unifiedBalance } from './agreed';
import { assumed, EARLY_THRESHOLD } from './assumptions';
import { type Basis, checkValues, type Held, heldPositions, isNear, printedMaintenance, total } from './held';
import { dexOf } from './maintenance';
import { ordersOf } from './orders';
import { portfolioBacking } from './portfolio-margin';
import type { State, User } from './state';
import { tokenOf, unitOf } from './tokens';

export interface Built {
  pools: Pool[];
  problems: Problem[];
  /** The oldest mark that a pool depends on. */
  pricesAt: number | null;
}

export function buildPools(basis: Basis): Built {
  const held = heldPositions(basis);
  const problems: Problem[] = [];
  if (basis.mode !== 'standard') checkValues(basis, held, problems);
  const cross = held.filter(({ row }) => row.leverage.type === 'cross');
  const ages = held.map(({ markAt }) => markAt);
  const pools = [
    ...crossPools(basis, cross, problems, ages),
    ...held
      .filter(({ row }) => row.leverage.type === 'isolated')
      .map(each => isolatedPool(basis, each, problems)),
  ];
  for (const { position } of held) {
    if (position.maintenance) continue;
    problems.push({
      code: 'tiers-missing',
      path: position.symbol,
      message: `The margin tiers of ${position.symbol} are not known yet.`,
    });
  }
  return { pools, problems, pricesAt: ages.length > 0 ? Math.min(...ages) : null };
}

function crossPools(basis: Basis, cross: Held[], problems: Problem[], ages: number[]): Pool[] {
  switch (basis.mode) {
    case 'unified':
      return unifiedPools(basis, cross, problems);
    case 'portfolio margin':
      return [portfolioPool(basis, cross, ages)];
    default:
      return dexPools(basis, cross, problems);
  }
}

function dexPools(basis: Basis, cross: Held[], problems: Problem[]): Pool[] {
  const { perps, mode, printed } = basis;
  // Every account has the venue's own dex: as long as nothing is known of it, it is not known to be safe.
  const unheard = perps['']
    ? []
    : [pool(basis, { id: 'cross', dex: '', kind: 'cross', amount: null, own: [] })];
  const heard = Object.entries(perps).flatMap(([dex, { value }]) => {
    const own = cross.filter(each => each.dex === dex);
    const sums = value.crossMarginSummary;
    if (dex !== '' && own.length === 0 && new Decimal(sums.accountValue).isZero()) return [];
    const expected = total(own, each => each.value).plus(sums.totalRawUsd);
    let amount: string | null = print(new Decimal(sums.accountValue).minus(total(own, each => each.profit)));
    if (!isNear(expected, new Decimal(sums.accountValue))) {
      amount = null;
      problems.push({
        code: 'sums-differ',
        path: `clearinghouseState.${dex}`,
        message:
          'The positions and the account value that the venue gave do not add up: something is missing.',
      });
    }
    // Which money backs cross positions depends on the mode.
    if (mode === 'unknown') amount = null;
    return [
      pool(basis, {
        id: dex === '' ? 'cross' : `cross:${dex}`,
        dex,
        kind: 'cross',
        amount,
        own,
        ...(mode === 'dex abstraction' ? { estimate: assumed.dexAbstraction } : {}),
        ...(printed === 'all'
          ? {
              reported: {
                equity: sums.accountValue,
                maintenanceMargin: printedMaintenance(
                  new Decimal(value.crossMaintenanceMarginUsed),
                  own.length,
                ),
              },
            }
          : {}),
      }),
    ];
  });
  return [...unheard, ...heard];
}

function unifiedPools(basis: Basis, cross: Held[], problems: Problem[]): Pool[] {
  const { state, perps, spot } = basis;
  const tokens = new Set<number | null>([0, ...cross.map(({ dex }) => tokenOf(dex, state.markets))]);
  return [...tokens].map(token => {
    const own = cross.filter(({ dex }) => tokenOf(dex, state.markets) === token);
    const dex = own[0]?.dex ?? '';
    const balance = spot && token !== null ? unifiedBalance(spot, perps, state.markets, token) : null;
    const whole = balance !== null && isPlausible(balance);
    if (spot && !balance) {
      const unit = unitOf(dex, state, basis.user);
      problems.push({
        code: 'balance-missing',
        path: `spotClearinghouseState.${token ?? dex}`,
        message: `The venue has not said what this account has in ${unit}.`,
      });
    }
    if (balance && !whole) {
      problems.push({
        code: 'sums-differ',
        path: `spotClearinghouseState.${token}`,
        message: 'The balance and the positions that the venue gave do not add up: something is missing.',
      });
    }
    const equity = whole ? balance.total.minus(balance.isolated) : null;
    return pool(basis, {
      id: `unified:${unitOf(dex, state, basis.user)}`,
      dex,
      kind: 'cross',
      amount: equity && print(equity.minus(total(own, each => each.profit))),
      own,
      early: true,
      ...(basis.printed === 'all' && balance
        ? { reported: { maintenanceMargin: printedMaintenance(balance.maintenance, own.length) } }
        : {}),
    });
  });
}

/** All dexs together; what is available in USDC holds the value of the other collateral as the venue counts it. */
function portfolioPool(basis: Basis, cross: Held[], ages: number[]): Pool {
  const { perps, spot, printed } = basis;
  const available = spot?.tokenToAvailableAfterMaintenance?.find(([token]) => token === 0)?.[1];
  const required = Object.values(perps).reduce(
    (sum, { value }) => sum.plus(value.crossMaintenanceMarginUsed),
    ZERO,
  );
  // What is available is told without the positions: what they require is not known from it.
  const equity = available === undefined || !perps[''] ? null : required.plus(available);
  const dollars = spot?.balances.find(({ token }) => token === 0);
  const backing =
    spot && equity && dollars
      ? portfolioBacking(basis, spot, equity.minus(dollars.total).plus(isolatedMargin(perps)))
      : null;
  const cash = equity?.minus(backing?.counted ?? ZERO).minus(total(cross, each => each.profit));
  if (backing) ages.push(...backing.ages);
  return pool(basis, {
    id: 'portfolio',
    dex: '',
    kind: 'cross',
    amount: cash ? print(cash) : null,
    own: cross,
    early: true,
    collateral: backing?.rows ?? [],
    estimate: backing ? assumed.portfolio : assumed.portfolioHeld,
    ...(printed === 'all'
      ? {
          reported: {
            maintenanceMargin: printedMaintenance(required, cross.length),
            marginRatio: spot?.portfolioMarginRatio ?? null,
          },
        }
      : {}),
  });
}

/** It is part of the balance, and not of what is shared. */
function isolatedMargin(perps: Basis['perps']): Decimal {
  return Object.values(perps)
    .flatMap(({ value }) => value.assetPositions)
    .filter(({ position }) => position.leverage.type === 'isolated')
    .reduce((sum, { position }) => sum.plus(position.marginUsed), ZERO);
}

/** Its equity is the margin in use, profit included: rawUsd + signed value. */
function isolatedPool(basis: Basis, each: Held, problems: Problem[]): Pool {
  const { row, profit, value } = each;
  const equity = new Decimal(row.marginUsed);
  let amount: string | null = print(equity.minus(profit));
  if (row.leverage.rawUsd !== undefined && !isNear(value.plus(row.leverage.rawUsd), equity)) {
    amount = null;
    problems.push({
      code: 'sums-differ',
      path: `clearinghouseState.${row.coin}`,
      message: `The margin of ${row.coin} and its value do not add up as the venue gave them.`,
    });
  }
  return pool(basis, { id: `isolated:${row.coin}`, dex: each.dex, kind: 'isolated', amount, own: [each] });
}

/** What an isolated position that the order form would open stands in. */
export function newIsolatedPool(state: State, user: User, coin: string): Pool {
  const unit = unitOf(dexOf(coin), state, user);
  return {
    id: `isolated:${coin}`,
    kind: 'isolated',
    unit,
    collateral: [{ asset: unit, amount: '0', price: '1', follows: null }],
    positions: [],
    orders: [],
    rules,
  };
}

interface Parts {
  id: string;
  dex: string;
  kind: 'cross' | 'isolated';
  amount: string | null;
  own: Held[];
  /** Beside the row of the unit. */
  collateral?: Collateral[];
  early?: boolean;
  estimate?: string;
  reported?: Pool['reported'];
}

function pool(basis: Basis, parts: Parts): Pool {
  const unit = unitOf(parts.dex, basis.state, basis.user);
  const { user } = basis;
  const lists = Object.values(user.orders).map(({ value }) => value);
  const positions: Position[] = parts.own.map(({ position }) => position);
  return {
    id: parts.id,
    kind: parts.kind,
    unit,
    collateral: [
      { asset: unit, amount: parts.amount, price: '1', follows: null },
      ...(parts.collateral ?? []),
    ],
    positions,
    orders: parts.own.flatMap(({ row }) =>
      lists.flatMap(list => ordersOf(list, row.coin, row.szi.replace('-', ''))),
    ),
    rules: parts.early ? { ...rules, threshold: EARLY_THRESHOLD } : rules,
    ...(parts.estimate ? { estimate: parts.estimate } : {}),
    ...(parts.reported ? { reported: parts.reported } : {}),
  };
}

/** Source: the venue's documentation, "Liquidations"; the printed price holds all other marks. */
const rules: Rules = {
  liquidatedWhen: 'below',
  threshold: '1',
  ratio: 'maintenance/equity',
  printed: {
    moves: 'symbol',
    tickOffset: 0,
    fixedMaintenance: false,
    onlySinglePosition: false,
    threshold: '1',
  },
};
