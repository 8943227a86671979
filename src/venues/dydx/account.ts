/** The accounts that the state describes: the page's own first, then those that are watched by address. */
import type { Problem } from '../../engine/report';
import { rememberWith } from '../shared/remember';
import type { AccountReading } from '../venue';
import { splitName } from './address';
import { buildPools } from './pools';
import { type Known, newAccount, type Snapshot, type State } from './state';

/** What was cut off or too large is said for so long, in ms: the next message may have made up for it. */
const PASSING = 60_000;

export function accounts(state: State, now: number): AccountReading[] {
  const watched = Object.keys(state.accounts).filter(
    name => state.accounts[name]!.watched && name !== state.self,
  );
  return [...(state.self === null ? [] : [state.self]), ...watched].map(name => reading(state, name, now));
}

function reading(state: State, name: string, now: number): AccountReading {
  const known = state.accounts[name] ?? newAccount;
  const { address, parent } = splitName(name);
  const { base } = known;
  const built = buildPools(state, known.holdings, parent, null);
  const account = {
    format: 'plimsoll.account/1' as const,
    venue: 'dydx',
    account: name,
    asOf: known.at ?? now,
    pools: base?.gap ? built.pools.map(unknown) : built.pools,
  };
  const checked = base && printedPools(state, base, parent);
  const short = `${address.slice(0, 8)}…${address.slice(-4)}`;
  return {
    account,
    label: parent === 0 ? short : `${short}/${parent}`,
    mode: 'subaccounts',
    accountAt: base ? known.at : null,
    pricesAt: built.pricesAt,
    outdated: known.doubt !== null && known.doubt.code !== 'half-told',
    problems: [...missing(known), ...built.problems, ...troubles(state, name, now)],
    ...(checked ? { checked: { ...account, asOf: base!.at, pools: checked } } : {}),
  };
}

type Pools = ReturnType<typeof buildPools>['pools'];

const made = rememberWith<Snapshot, Pools>();

/** The account as described, at the prices of that moment: it does not change with prices. Null: nothing was printed. */
function printedPools(state: State, base: Snapshot, parent: number): Pools | null {
  if (base.gap || Object.keys(base.printed).length === 0) return null;
  return made(base, [state.markets], () => buildPools(state, base.holdings, parent, base.printed).pools);
}

const unknown = (pool: Pools[number]): Pools[number] => ({
  ...pool,
  collateral: pool.collateral.map(each => ({ ...each, amount: null })),
});

function missing({ base, absent, doubt }: Known): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, path: string, message: string) => problems.push({ code, path, message });
  if (absent) add('no-account', 'addresses', 'The venue knows no account of this address.');
  else if (!base)
    add('positions-missing', 'subaccount', 'The venue has not said yet what this account holds.');
  if (base?.gap) {
    const text = 'The positions and the equity that the venue gave do not add up: something is missing.';
    add('sums-differ', base.gap, text);
  }
  if (doubt && doubt.code !== 'format-changed') add(doubt.code, 'subaccount', doubt.message);
  return problems;
}

function troubles({ problems, accounts: known }: State, name: string, now: number): Problem[] {
  const found = Object.values(problems)
    .filter(({ account }) => account === null || account === name)
    .filter(({ code, at }) => code === 'format-changed' || Math.abs(now - at) < PASSING)
    .map(({ code, path, message }) => ({ code, path, message }));
  const doubt = known[name]?.doubt;
  if (doubt?.code !== 'format-changed' || found.some(({ code }) => code === 'format-changed')) return found;
  return [{ code: doubt.code, path: 'subaccount', message: doubt.message }, ...found];
}
