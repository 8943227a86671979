/** The accounts that the state describes: the page's own first, then those that are watched by address. */

import { Decimal } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { remember } from '../shared/remember';
import type { AccountReading } from '../venue';
import { type Base, baseOf, type Perps } from './agreed';
import { assumed } from './assumptions';
import type { Basis } from './held';
import { type MarginMode, marginMode } from './margin-mode';
import { type Built, buildPools } from './pools';
import { newUser, type State, type User } from './state';

/** What was cut off or too large is said for so long, in ms: the next message may have made up for it. */
const PASSING = 60_000;

export function accounts(state: State, now: number): AccountReading[] {
  const watched = Object.keys(state.users).filter(
    address => state.users[address]!.watched && address !== state.self?.user,
  );
  return [...(state.self ? [state.self.user] : []), ...watched].map(address => reading(state, address, now));
}

function reading(state: State, address: string, now: number): AccountReading {
  const user = state.users[address] ?? newUser;
  const { mode, why } = marginMode(user);
  const base = choose(user, mode, state, now);
  const basis: Basis = {
    state,
    user,
    mode,
    perps: base.perps,
    spot: base.spot?.value ?? null,
    marks: 'latest',
    printed: 'none',
  };
  const built = buildPools(basis);
  const accountAt = toldAt(base, mode);
  const account = {
    format: 'plimsoll.account/1' as const,
    venue: 'hyperliquid',
    account: address,
    asOf: accountAt ?? now,
    pools: built.pools,
  };
  const printed = printedPools(basis, base.agreed);
  // With no later marks the printed figures can stand in the account itself.
  const same = marksOf(printed) === marksOf(built);
  return {
    account: same ? { ...account, pools: printed.pools } : account,
    label: `${address.slice(0, 6)}…${address.slice(-4)}`,
    mode,
    accountAt,
    pricesAt: built.pricesAt,
    outdated: isOutdated(state, address, base),
    // Assumptions last: they stand with the figures, and are not what the trader has to know first.
    problems: [
      ...missing(state, user, mode, why),
      ...built.problems,
      ...troubles(state, address, now),
      ...assumptions(mode, user),
    ],
    ...(!same ? { checked: { ...account, pools: printed.pools } } : {}),
  };
}

interface PrintedPools {
  basis: Basis;
  agreed: boolean;
  built: Built;
}

/** The pools at the venue's own marks change with what is said of the account only, not with every price. */
function printedPools(basis: Basis, agreed: boolean): Built {
  const last = lastPrinted(basis.perps);
  const [known] = last;
  const { state, user, mode, spot } = basis;
  if (
    known?.agreed === agreed &&
    known.basis.mode === mode &&
    known.basis.spot === spot &&
    known.basis.user.orders === user.orders &&
    known.basis.state.markets === state.markets
  ) {
    return known.built;
  }
  const built = buildPools({ ...basis, marks: 'snapshot', printed: agreed ? 'all' : 'isolated' });
  last[0] = { basis, agreed, built };
  return built;
}

const lastPrinted = remember((_: Basis['perps']): PrintedPools[] => []);

/** Which of the things said belong together. `agreed`: the venue's printed figures can be compared. */
function choose(user: User, mode: MarginMode, state: State, now: number): Base {
  if (mode === 'unified') return baseOf(user, state.markets, now);
  if (mode === 'portfolio margin') {
    return { spot: user.spot, perps: user.perps, agreed: agreesWithRatio(user) };
  }
  return { spot: null, perps: user.perps, agreed: mode === 'standard' };
}

/** Portfolio margin prints its ratio: maintenance/(maintenance + available). Confirmed to 10 digits. */
function agreesWithRatio({ spot, perps }: User): boolean {
  const printed = spot?.value.portfolioMarginRatio;
  const available = spot?.value.tokenToAvailableAfterMaintenance?.find(([token]) => token === 0)?.[1];
  if (printed === undefined || available === undefined) return false;
  const required = Object.values(perps).reduce(
    (sum, { value }) => sum.plus(value.crossMaintenanceMarginUsed),
    new Decimal(0),
  );
  const equity = required.plus(available);
  if (!equity.isPositive() || equity.isZero()) return false;
  return required.div(equity).minus(printed).abs().lte('1e-8');
}

const BALANCES = /^spot(?:State|ClearinghouseState)\b/;
const POSITIONS = /^(?:allDexsClearinghouseState|clearinghouseState|webData2)\b/;

/** Positions or balances came after those at hand, in a format that cannot be read. */
function isOutdated({ problems }: State, address: string, { spot, perps }: Base): boolean {
  const positionsAt = heldAt(perps);
  return Object.values(problems).some(({ code, path, at, user }) => {
    if (code !== 'format-changed' || (user !== null && user !== address)) return false;
    const known = BALANCES.test(path) ? spot?.at : POSITIONS.test(path) ? positionsAt : null;
    return known != null && at > known;
  });
}

/** The older of balance and positions; dexs in which nothing is held say little and are asked for rarely. */
function toldAt({ spot, perps }: Base, mode: MarginMode): number | null {
  const at = heldAt(perps);
  if (at === null || (mode !== 'unified' && mode !== 'portfolio margin')) return at;
  return spot ? Math.min(at, spot.at) : null;
}

function heldAt(perps: Perps): number | null {
  const held = Object.entries(perps).filter(
    ([dex, { value }]) => dex === '' || value.assetPositions.length > 0,
  );
  return held.length > 0 ? Math.min(...held.map(([, { at }]) => at)) : null;
}

function marksOf({ pools }: Built): string {
  const marks = pools.flatMap(({ positions, collateral }) => [
    ...positions.map(({ symbol, factor, markPrice }) => `${symbol} ${factor} ${plain(markPrice ?? '')}`),
    ...collateral.map(({ asset, follows, price }) => `${asset} ${follows} ${plain(price ?? '')}`),
  ]);
  return marks.join();
}

/** Without zeros at the end of its fraction: 85814.0 is 85814. */
function plain(price: string): string {
  return price.includes('.') ? price.replace(/\.?0+$/, '') : price;
}

function missing(state: State, user: User, mode: MarginMode, why: string | null): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, path: string, message: string) => problems.push({ code, path, message });
  const role = user.role?.value;
  if (role?.name === 'agent') {
    const owner = role.owner ? `it trades for ${role.owner}` : 'the account has another address';
    add('agent-address', 'userRole', `This is the address of an API wallet, which holds nothing: ${owner}.`);
  }
  if (role?.name === 'missing') {
    add('no-account', 'userRole', 'The venue knows no account of this address.');
  }
  const unheard = [...new Set(['', ...(state.dexs?.value ?? []), ...Object.keys(state.markets)])].filter(
    dex => !user.perps[dex],
  );
  if (unheard.includes('')) {
    add('positions-missing', 'clearinghouseState', 'The venue has not said yet what this account holds.');
  } else if (unheard.length > 0) {
    const text = `What this account holds on other dexs is not known yet: ${unheard.join(', ')}.`;
    add('positions-missing', `clearinghouseState.${unheard[0]}`, text);
  }
  if (why) add('mode-unclear', 'userAbstraction', why);
  if ((mode === 'unified' || mode === 'portfolio margin') && !user.spot) {
    add('balance-missing', 'spotClearinghouseState', 'The venue has not said yet what the balance is.');
  }
  return problems;
}

function assumptions(mode: MarginMode, { subs }: User): Problem[] {
  const said: Problem[] = [];
  if (mode === 'unified' || mode === 'portfolio margin') {
    said.push({ ...assumed.early, path: 'rules.threshold' });
  }
  if (subs && subs.value.length > 0) {
    const { code, message } = assumed.apart;
    said.push({ code, path: 'subAccounts2', message: `${message} ${subs.value.join(', ')}` });
  }
  return said;
}

function troubles({ problems }: State, address: string, now: number): Problem[] {
  return Object.values(problems)
    .filter(({ user }) => user === null || user === address)
    .filter(({ code, at }) => code === 'format-changed' || Math.abs(now - at) < PASSING)
    .map(({ code, path, message }) => ({ code, path, message }));
}
