/**
 * The scenario table: what one shock does to every pool of an account. Prices are moved and the engine reads the
 * pool again; a pool that is liquidated on the straight way to a shock is liquidated, whatever it would be worth
 * at its end. Resting orders are not filled on the way: that is what stop-walk.ts is for.
 */
import type { Account, Pool } from '../engine/account';
import { toFloat } from '../engine/decimal';
import { DOLLARS } from './dollars';
import { pricedBook } from './priced-book';
import { repriced, type Standing, standing } from './repriced';
import { type FactorMoves, marketMoves, octoberMoves, ownMoves, stressMoves } from './scenario-moves';
import type { OwnScenario, Scenario, ScenarioPool } from './shocks';
import type { Statistics } from './statistics';

const MARKET = [
  ['market-5', -0.05],
  ['market-10', -0.1],
  ['market-20', -0.2],
  ['market+10', 0.1],
] as const;

/** USDC at about 0.88 dollars on 11 March 2023, after one of the banks that held its reserves had failed. */
const DEPEG = -0.12;
const DEPEG_SOURCE = 'USDC on 11 March 2023, about 0.88 US dollars at the lowest (press)';
/** On one venue's own book only, which is where its collateral is valued. */
const USDE_IN_OCTOBER = -0.35;
const OCTOBER_SOURCE =
  '10 October 2025, from the day’s high to its low: BTC −12 %, ETH −20 %, SOL −25 %; USDe 0.65 on Binance (press)';

/** One row each, always in the same order; pools in the order of the account. */
export function scenarios(account: Account, statistics: Statistics | null, own?: OwnScenario): Scenario[] {
  const now = account.pools.map(standing);
  const row = (
    head: Pick<Scenario, 'id'> & Partial<Scenario>,
    moves: (pool: Pool) => FactorMoves | null,
    assets: ReadonlyMap<string, number> = new Map(),
  ): Scenario => ({
    market: null,
    asset: null,
    illustrative: true,
    source: null,
    ...head,
    pools: account.pools.map((pool, k) =>
      after(pool, now[k]!, factorsOf(pool).length > 0 ? moves(pool) : STILL, assets),
    ),
  });
  const october = new Map(account.venue === 'binance' ? [['USDE', USDE_IN_OCTOBER]] : []);
  const rows = [
    ...MARKET.map(([id, market]) =>
      row({ id, market, illustrative: false }, pool => marketMoves(pool, statistics, market)),
    ),
    row(
      { id: 'october-2025', market: -0.12, source: OCTOBER_SOURCE },
      pool => octoberMoves(pool, statistics),
      october,
    ),
    row({ id: 'together' }, pool => stressMoves(pool, statistics, 'together')),
    row({ id: 'apart' }, pool => stressMoves(pool, statistics, 'apart')),
    ...stableCoins(account, statistics).map(asset =>
      row(
        { id: 'depeg', asset, source: DEPEG_SOURCE },
        () => ({ moves: new Map([[asset, DEPEG]]), guessed: [] }),
        new Map([[asset, DEPEG]]),
      ),
    ),
  ];
  if (own) rows.push(row({ id: 'own', market: null }, pool => ownMoves(pool, statistics, own)));
  return rows;
}

const STILL: FactorMoves = { moves: new Map(), guessed: [] };

/** Held as collateral of a pool that does not count in them. */
function stableCoins({ pools }: Account, statistics: Statistics | null): string[] {
  const held = pools.flatMap(({ collateral, unit }) =>
    collateral
      .filter(({ asset, amount }) => asset !== unit && toFloat(amount) !== 0)
      .map(({ asset }) => asset),
  );
  return [...new Set(held)].filter(asset => DOLLARS.has(asset) || statistics?.stable.includes(asset));
}

function after(
  pool: Pool,
  now: Standing | null,
  moved: FactorMoves | null,
  assets: ReadonlyMap<string, number>,
): ScenarioPool {
  const head = { id: pool.id, unit: pool.unit };
  const unknown: ScenarioPool = {
    ...head,
    outcome: 'unknown',
    equity: null,
    change: null,
    usage: null,
    moves: [],
    guessed: moved?.guessed ?? [],
  };
  if (!now || !moved) return unknown;
  const then = standing(repriced(pool, { factors: moved.moves, assets }));
  if (!then) return unknown;
  const held = factorsOf(pool);
  const applied = [
    ...held.flatMap(factor => ({ factor, move: moved.moves.get(factor) ?? 0 })),
    ...pool.collateral.flatMap(({ asset, follows }) => {
      const move = follows === null ? assets.get(asset) : undefined;
      return move === undefined ? [] : { factor: asset, move };
    }),
  ].filter(({ move }) => move !== 0);
  const lost = then.liquidatable || now.liquidatable || lostOnTheWay(pool, moved.moves);
  return {
    ...head,
    outcome: lost ? 'liquidated' : applied.length === 0 ? 'untouched' : 'survives',
    equity: then.equity,
    change: then.equity - now.equity,
    usage: then.usage,
    moves: applied,
    guessed: moved.guessed,
  };
}

/** What moves something in a pool. */
function factorsOf({ positions, collateral }: Pool): string[] {
  const moved = positions.filter(({ size }) => toFloat(size) !== 0).map(({ factor }) => factor);
  return [...new Set([...moved, ...collateral.flatMap(({ follows }) => follows ?? [])])];
}

function lostOnTheWay(pool: Pool, moves: ReadonlyMap<string, number>): boolean {
  const book = pricedBook(pool)?.book;
  if (!book) return false;
  const direction = Float64Array.from(book.factors, factor => moves.get(factor) ?? 0);
  if (direction.every(each => each === 0)) return false;
  const crossing = book.crossing(direction, 1);
  return crossing !== null && crossing <= 1;
}
