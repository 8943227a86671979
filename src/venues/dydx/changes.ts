/**
 * What the stream tells of an account after its description: parts of it, by subaccount and market.
 *
 * Frames are counted within their connection, so that repeated ones and ones that overtook each other end in the
 * same account. A change of a connection whose description is not known waits for it.
 */
import type { Change } from './messages';
import { mergeOrders } from './orders';
import { entryOf, signed, signedAmount } from './snapshot';
import type { Holdings, Known, Position, Snapshot, Subaccount, Told } from './state';

/** So many changes are kept apart from the base; older ones cannot be overtaken any more. */
const APART = 20;

/** Null: the sign of a size contradicts its side. */
function applied(before: Holdings, { parts, subaccount }: Told): Holdings | null {
  const subaccounts = { ...before.subaccounts };
  let { orders } = before;
  const own = (number: number): Subaccount => {
    const sub = subaccounts[number] ?? { usdc: '0', positions: {} };
    const copy = { ...sub, positions: { ...sub.positions } };
    subaccounts[number] = copy;
    return copy;
  };
  for (const part of parts) {
    for (const row of part.perpetualPositions ?? []) {
      const { positions } = own(row.subaccountNumber);
      const size = signed(row.side, row.size);
      if (size === null) return null;
      // A flip is told as one position that is closed, and another.
      if (row.status !== 'OPEN' || !/[1-9]/.test(size)) {
        if (isSameSide(positions[row.market], row.side)) delete positions[row.market];
      } else {
        positions[row.market] = { size, entry: entryAfter(positions[row.market], size, row.entryPrice) };
      }
    }
    for (const row of part.assetPositions ?? []) {
      if (row.assetId !== '0') return null;
      own(row.subaccountNumber).usdc = signedAmount(row.side, row.size);
    }
    if (part.orders) orders = mergeOrders(orders, part.orders, subaccount);
  }
  return { subaccounts, orders };
}

function isSameSide(position: Position | undefined, side: 'LONG' | 'SHORT'): boolean {
  return position !== undefined && position.size.startsWith('-') === (side === 'SHORT');
}

/** A fill is told before its price: until then the price is that of before, if it is still the same side. */
function entryAfter(before: Position | undefined, size: string, price: string | undefined): string | null {
  const told = entryOf(price);
  if (told !== null || !before) return told;
  return before.size.startsWith('-') === size.startsWith('-') ? before.entry : null;
}

/** The account with this change. `waits`: its connection's description has not come. */
export function withChange(known: Known, told: Told): Known {
  const { base } = known;
  const isKnown = known.changes.some(
    each => each.connection === told.connection && each.message === told.message,
  );
  if (isKnown || isOld(base, told)) return known;
  const changes = [...known.changes, told].sort((a, b) =>
    a.connection === b.connection ? a.message - b.message : 0,
  );
  return folded({ ...known, changes });
}

/** The account by this description, and by what its connection has told since. */
export function withSnapshot(known: Known, base: Snapshot): Known {
  // The same description once more would undo what has been told since.
  const last = known.base;
  if (last && base.connection !== null && last.connection === base.connection && base.message <= last.message)
    return known;
  const later = known.changes.filter(
    ({ connection, message }) =>
      base.connection !== null && connection === base.connection && message > base.message,
  );
  return folded({ ...known, base, changes: later, doubt: null, absent: false });
}

function isOld(base: Snapshot | null, { connection, message }: Told): boolean {
  return base !== null && base.connection === connection && message <= base.message;
}

function follows(base: Snapshot, { connection, at }: Told): boolean {
  return base.connection === null ? at >= base.at : base.connection === connection;
}

function folded(known: Known): Known {
  const { base } = known;
  // Without a description nothing is known of the rest of the account.
  if (!base) return { ...known, changes: known.changes.slice(-APART) };
  let { holdings } = base;
  let kept = base;
  let { changes } = known;
  let { at } = base;
  let doubt = known.doubt;
  const following = changes.filter(told => follows(base, told));
  for (const [k, told] of following.entries()) {
    const next = applied(holdings, told);
    if (!next) {
      doubt = { at: told.at, code: 'format-changed', message: 'A change of this account could not be read.' };
      continue;
    }
    doubt ??= halfTold(holdings, told);
    holdings = next;
    at = Math.max(at, told.at);
    if (following.length - k > APART) {
      // What the venue printed was of the account as it was described.
      kept = { ...kept, holdings, printed: {}, connection: told.connection, message: told.message };
      changes = changes.filter(each => each !== told);
    }
  }
  if (changes.length > following.length) {
    const waiting = changes.find(told => !follows(base, told))!;
    doubt ??= {
      at: waiting.at,
      code: 'connection-changed',
      message: 'The page has connected anew, and the venue has not said the whole account since.',
    };
  }
  return { ...known, base: kept, changes, holdings, at, doubt };
}

/**
 * A trade changes a position and the balance. One without the other may be a transfer, or a change that was cut:
 * the figures are as told, and the account is asked for anew.
 */
function halfTold({ subaccounts }: Holdings, { parts, at }: Told): Known['doubt'] {
  const moved = new Set<number>();
  const paid = new Set<number>();
  const isTransfer = parts.some(part => part.transfers !== undefined);
  for (const part of parts as Change[]) {
    for (const { subaccountNumber, market, size, side } of part.perpetualPositions ?? []) {
      const before = subaccounts[subaccountNumber]?.positions[market]?.size ?? '0';
      if (signed(side, size) !== before) moved.add(subaccountNumber);
    }
    for (const { subaccountNumber, side, size } of part.assetPositions ?? []) {
      if (signedAmount(side, size) !== subaccounts[subaccountNumber]?.usdc) paid.add(subaccountNumber);
    }
  }
  const alone = [...new Set([...moved, ...paid])].some(
    number =>
      moved.has(number) !== paid.has(number) &&
      !(isTransfer && paid.has(number)) &&
      (moved.has(number) || Object.keys(subaccounts[number]?.positions ?? {}).length > 0),
  );
  // A fill is told with the position that it has made.
  const untold =
    parts.some(part => part.fills !== undefined) && !parts.some(part => part.perpetualPositions?.length);
  return alone || untold
    ? {
        at,
        code: 'half-told',
        message: 'The venue has told a change of this account in part; it is asked again.',
      }
    : null;
}
