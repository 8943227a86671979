/**
 * The balance of a unified account comes from the spot state, its positions from the perp states, in messages
 * of their own. Said of two moments they do not add up: profit that the balance has, the positions have not.
 *
 * What tells: the venue's `tokenToAvailableAfterMaintenance` is the balance less all isolated margin and all
 * cross maintenance margin (exactly, within one moment; measured on captures of September 2026). If the perp
 * states at hand give the same difference, both are of one moment, and no dex is missing.
 */
import { Decimal, ZERO } from '../../engine/decimal';
import type { PerpState, SpotState } from './messages';
import type { Agreed, Said, State, User } from './state';
import { tokenOf } from './tokens';

export type Perps = Record<string, Said<PerpState>>;

export interface Balance {
  total: Decimal;
  /** Σ margin of the isolated positions of the dexs that settle in this token. */
  isolated: Decimal;
  /** Σ cross maintenance margin of those dexs. */
  maintenance: Decimal;
  /** What the venue's own figures differ by from these; 0: all are of one moment. */
  gap: Decimal;
  /** Σ |value| of all positions, times 1 where isolated, times the maintenance rate where cross. */
  sensitivity: Decimal;
}

/** Null: the spot state does not say what is available in this token. */
export function unifiedBalance(
  spot: SpotState,
  perps: Perps,
  markets: State['markets'],
  token: number,
): Balance | null {
  const available = spot.tokenToAvailableAfterMaintenance?.find(([index]) => index === token)?.[1];
  const row = spot.balances.find(each => each.token === token);
  if (available === undefined || !row) return null;
  let isolated = ZERO;
  let maintenance = ZERO;
  let sensitivity = ZERO;
  for (const [dex, { value }] of Object.entries(perps)) {
    if (tokenOf(dex, markets) !== token) continue;
    maintenance = maintenance.plus(value.crossMaintenanceMarginUsed);
    for (const { position } of value.assetPositions) {
      if (position.leverage.type !== 'isolated') continue;
      isolated = isolated.plus(position.marginUsed);
      sensitivity = sensitivity.plus(position.positionValue);
    }
  }
  const total = new Decimal(row.total);
  const gap = total.minus(available).minus(isolated).minus(maintenance);
  return { total, isolated, maintenance, gap, sensitivity: sensitivity.plus(maintenance) };
}

/** The venue rounds each figure to 6 or 8 decimals. */
export function isExact({ gap, total }: Balance): boolean {
  return gap.abs().lte(total.abs().times('1e-9').plus('0.00002'));
}

/** True where a move of all marks by 1 % between the two moments would explain the gap. */
export function isPlausible({ gap, sensitivity }: Balance): boolean {
  return gap.abs().lte(sensitivity.times('0.01').plus('0.00002'));
}

export function isUnified(spot: SpotState): boolean {
  return spot.tokenToAvailableAfterMaintenance !== undefined && spot.portfolioMarginEnabled !== true;
}

/** Every token in which a dex with something in it settles; null: one is not known. */
export function tokensOf(perps: Perps, markets: State['markets']): number[] | null {
  const tokens = new Set<number>([0]);
  for (const [dex, { value }] of Object.entries(perps)) {
    if (value.assetPositions.length === 0) continue;
    const token = tokenOf(dex, markets);
    if (token === null) return null;
    tokens.add(token);
  }
  return [...tokens];
}

/** Remembers balance and positions that are of one moment. */
export function agree(user: User, { markets }: State, at: number): User {
  const { spot, perps } = user;
  if (!spot || !isUnified(spot.value)) return user;
  const agrees = tokensOf(perps, markets)?.every(token => {
    const balance = unifiedBalance(spot.value, perps, markets, token);
    return balance !== null && isExact(balance);
  });
  return agrees ? { ...user, agreed: { at, spot, perps } } : user;
}

/** While a fill is half told, the account is as it was for so long, in ms. */
const SETTLING = 2000;
/** So long a balance outlives newer ones that are of another moment than the positions, in ms. */
const AGREED_FOR = 60_000;

export interface Base {
  spot: Said<SpotState> | null;
  perps: Perps;
  /** Balance and positions are of one moment. */
  agreed: boolean;
}

/** The best pair of balance and positions to build on. */
export function baseOf(user: User, markets: State['markets'], now: number): Base {
  const { spot, perps, agreed } = user;
  const latest: Base = { spot, perps, agreed: false };
  if (!spot || !agreed || !isUnified(spot.value)) return latest;
  const kept: Base = { spot: agreed.spot, perps: agreed.perps, agreed: true };
  if (isSame(agreed, user)) return kept;
  const age = Math.abs(now - agreed.at);
  if (age <= SETTLING) return kept;
  return age <= AGREED_FOR && isStill(agreed, user, markets) ? kept : latest;
}

function isSame(agreed: Agreed, { spot, perps }: User): boolean {
  return agreed.spot.seq === spot?.seq && seqs(agreed.perps) === seqs(perps);
}

function seqs(perps: Perps): string {
  return Object.entries(perps)
    .map(([dex, { seq }]) => `${dex} ${seq}`)
    .sort()
    .join();
}

/** The same positions and funding, and a balance that moves of the marks explain. */
function isStill(agreed: Agreed, { spot, perps }: User, markets: State['markets']): boolean {
  if (positionsOf(agreed.perps) !== positionsOf(perps)) return false;
  return (tokensOf(perps, markets) ?? []).every(token => {
    const then = unifiedBalance(agreed.spot.value, agreed.perps, markets, token);
    const since = spot && unifiedBalance(spot.value, perps, markets, token);
    if (!then || !since) return false;
    const value = Object.entries(perps)
      .filter(([dex]) => tokenOf(dex, markets) === token)
      .flatMap(([, { value }]) => value.assetPositions)
      .reduce((sum, { position }) => sum.plus(position.positionValue), ZERO);
    return since.total.minus(then.total).abs().lte(value.times('0.002'));
  });
}

function positionsOf(perps: Perps): string {
  return Object.entries(perps)
    .flatMap(([, { value }]) => value.assetPositions)
    .map(({ position: p }) => [p.coin, p.szi, p.entryPx, p.leverage.type, p.cumFunding?.allTime].join(' '))
    .sort()
    .join();
}
