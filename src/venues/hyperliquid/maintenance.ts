/**
 * Maintenance margin: half of the initial margin at the highest leverage of a tier, 1/(2·maxLeverage), each
 * slice of the value at its own rate. Sources: the venue's documentation, "Margining" and "Margin tiers"; the
 * tiers were confirmed on the venue's printed prices (two positions, to 2e-11).
 */
import type { Schedule } from '../../engine/account';
import { Decimal, ONE, print } from '../../engine/decimal';
import { remember } from '../shared/remember';
import type { Listing, Market, State, Tier } from './state';

/** Ids below 50 name no table: one tier, whose highest leverage is the id. */
const TABLES_FROM = 50;

export function listing({ markets }: State, coin: string): Listing | null {
  const market = markets[dexOf(coin)];
  return (market && byName(market).get(coin)) ?? null;
}

const byName = remember((market: Market) => new Map(market.universe.map(each => [each.name, each])));

/** "" is the venue's own. */
export function dexOf(coin: string): string {
  const colon = coin.indexOf(':');
  return colon < 0 ? '' : coin.slice(0, colon);
}

/**
 * By value. Null: the table is not known.
 * `maxLeverage` is the account's own for the lowest tier, which may be above the table's (vaults have 50).
 */
export function maintenance(state: State, coin: string, maxLeverage: number | null): Schedule | null {
  const market = state.markets[dexOf(coin)];
  if (!market) return null;
  const known = schedules(market);
  const key = `${maxLeverage} ${coin}`;
  let schedule = known.get(key);
  if (schedule === undefined) {
    const tiers = tiersOf(market, listing(state, coin)?.marginTableId);
    schedule = tiers && scheduleOf(tiers, maxLeverage ?? tiers[0]!.maxLeverage);
    known.set(key, schedule);
  }
  return schedule;
}

const schedules = remember((_: Market) => new Map<string, Schedule | null>());

function scheduleOf(tiers: Tier[], first: number): Schedule {
  return {
    basis: 'value',
    style: 'marginal',
    steps: tiers.map((tier, place) => ({
      from: print(new Decimal(tier.lowerBound)),
      // [?] Whether an account with a higher leverage of its own keeps the table's upper tiers is not
      // documented; they are kept.
      rate: rate(place === 0 ? first : Math.min(first, tier.maxLeverage)),
    })),
  };
}

function tiersOf(market: Market, id: number | undefined): Tier[] | null {
  if (id === undefined) return null;
  const table = market.tables[id];
  if (table) return isAscending(table) ? table : null;
  return id > 0 && id < TABLES_FROM ? [{ lowerBound: '0', maxLeverage: id }] : null;
}

/** A table that does not begin at 0 or is out of order is not one that these rules were confirmed on. */
function isAscending(table: Tier[]): boolean {
  return table.every((tier, place) => {
    const from = new Decimal(tier.lowerBound);
    return place === 0 ? from.isZero() : from.gt(table[place - 1]!.lowerBound);
  });
}

function rate(maxLeverage: number): string {
  return print(ONE.div(2 * maxLeverage));
}
