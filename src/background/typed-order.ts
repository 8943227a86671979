/** The order of a form: what it would be as drafts, and how large it may be. */
import type { Account, Draft, Pool } from '../engine/account';
import type { Target } from '../risk/decisions';
import { largestOrder } from '../risk/largest-order';
import type { Statistics } from '../risk/statistics';
import type { Settings } from '../settings';
import type { FormReading, Venue } from '../venues/venue';
import type { Source } from './sessions';
import { attempt, holdings, type Spaced } from './spaced';
import type { Largest } from './view/largest';
import type { AfterOrder } from './view/subject';

export interface Order {
  drafts: { draft: Draft; pool: Pool | null; side: AfterOrder['side'] }[];
  unsure: string | null;
}

/** The account with the pool that an order would open in it, such as that of a new isolated position. */
export const withPool = (account: Account, pool: Pool | null): Account =>
  pool === null ? account : { ...account, pools: [...account.pools, pool] };

/** Codes that mean that nothing has been typed yet: no order, and nothing to be unsure of. */
const NOTHING = new Set(['no-size']);

/** While neither button is pressed both orders are drawn up. Never throws. */
export function readOrder(venue: Venue, state: unknown, account: Account, form: FormReading): Order {
  if (form.unsure !== null) return { drafts: [], unsure: form.unsure };
  if (form.size === null) return { drafts: [], unsure: null };
  const sides = form.side === null ? (['buy', 'sell'] as const) : [form.side];
  const order: Order = { drafts: [], unsure: null };
  for (const side of sides) {
    try {
      const reading = venue.draft(state, account, { ...form, side });
      if ('draft' in reading)
        order.drafts.push({
          draft: reading.draft,
          pool: reading.pool ?? null,
          side: form.side === null ? side : null,
        });
      else if (!NOTHING.has(reading.unsure)) order.unsure ??= reading.unsure;
    } catch {
      order.unsure ??= 'reader-failed';
    }
  }
  // One readable side of two would pass for the order that is typed.
  return order.drafts.length === sides.length ? order : { drafts: [], unsure: order.unsure };
}

/** The factor that the form trades, also before a size is typed: its prices take a moment to come. */
export function traded(venue: Venue, state: unknown, account: Account, form: FormReading): string[] {
  const one: FormReading = {
    ...form,
    type: 'market',
    price: null,
    size: '1',
    sizeUnit: 'base',
    unsure: null,
  };
  const { drafts } = readOrder(venue, state, account, one);
  return drafts.flatMap(({ draft }) => (draft.position ? [draft.position.factor] : []));
}

/** The distance that the trader wants to keep. */
export const targetOf = ({ keepSigmas }: Settings): Target => ({ by: 'sigmas', atLeast: keepSigmas });

/** Large enough for every venue's lot: the size of the draft is not what is asked about. */
const SOME = '1000000';

/**
 * How large the order of the form may be, one answer a direction. Before a size is typed too: that is when the trader
 * wants to know.
 */
export function largestOrders(
  spaced: Spaced,
  { key, venue, state }: Source,
  account: Account,
  form: FormReading,
  settings: Settings,
  { drafts }: Order,
  statistics: (account: Account, more: string[]) => Statistics | null,
): Largest[] {
  const typed = drafts.length > 0;
  const directions =
    typed || form.size !== null || form.unsure !== null
      ? drafts
      : readOrder(venue, state, account, atMark({ ...form, size: SOME, sizeUnit: 'base' })).drafts;
  return directions.flatMap(({ draft, pool, side }) => {
    const own = withPool(account, pool);
    const position =
      draft.position ??
      own.pools.find(each => each.id === draft.pool)?.positions.find(each => each.symbol === draft.symbol);
    if (!position) return [];
    const known = statistics(own, [position.factor]);
    const { size, position: _template, ...direction } = draft;
    const target = targetOf(settings);
    const urgent = JSON.stringify([direction, target, holdings(own)]);
    const order = spaced.get(`largest ${key} ${draft.side}`, [account], [urgent, known], () =>
      attempt(() => largestOrder(own, draft, known, target)),
    );
    return order
      ? [{ order, side, position, typed: typed ? (size ?? null) : null, unit: form.sizeUnit }]
      : [];
  });
}

/** A limit order whose price is still to be typed, as one at the mark. */
function atMark(form: FormReading): FormReading {
  return form.type === 'limit' && form.price === null ? { ...form, type: 'market' } : form;
}
