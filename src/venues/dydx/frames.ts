/** What comes over the indexer's WebSocket: a description of the account or of all markets, then changes. */
import * as v from 'valibot';
import { numberOfChannel, ofChannel, splitName } from './address';
import { withChange, withSnapshot } from './changes';
import { withChanges, withMarkets, withPrices } from './markets';
import {
  type Change,
  change,
  childAnswer,
  type Frame,
  frame,
  marketsAnswer,
  marketsChange,
  parentAnswer,
} from './messages';
import type { Read } from './reduce';
import { belongs, type Described, readSnapshot } from './snapshot';
import { newAccount, type State, withAccount } from './state';

const CHANNELS = new Set(['v4_parent_subaccounts', 'v4_subaccounts', 'v4_markets']);
/** These carry nothing of an account. */
const EMPTY = new Set(['connected', 'pong', 'unsubscribed', 'error']);

/** Null: nothing in it for us. */
export function readFrame(state: State, value: Record<string, unknown>, at: number): Read | null {
  const owner = typeof value.id === 'string' ? ofChannel(value.id) : null;
  // What names an account is about it, whatever its channel has come to be called.
  if (EMPTY.has(String(value.type)) || (owner === null && !CHANNELS.has(String(value.channel)))) return null;
  const read = v.safeParse(frame, value, { abortEarly: true });
  // Without a name it can only be the page's own.
  const whose = owner ?? (value.channel === 'v4_markets' ? null : state.self);
  if (!read.success) return unreadable(read.issues[0], '', whose);
  const told = read.output;
  if (told.channel === 'v4_markets') return onMarkets(state, told, at);
  if (owner === null) return { unreadable: 'id', expected: 'an account', account: whose };
  return told.type === 'subscribed'
    ? onDescription(state, told, owner, at)
    : onChange(state, told, owner, at);
}

function unreadable(issue: v.BaseIssue<unknown>, inside: string, account: string | null) {
  const path = [inside, v.getDotPath(issue) ?? ''].filter(part => part !== '').join('.');
  return { unreadable: path, expected: issue.expected ?? issue.message, account };
}

function onDescription(state: State, told: Frame, owner: string, at: number): Read {
  const of = { at, connection: told.connection_id, message: told.message_id };
  let described: Described;
  if (told.channel === 'v4_parent_subaccounts') {
    const read = v.safeParse(parentAnswer, told.contents, { abortEarly: true });
    if (!read.success) return unreadable(read.issues[0], 'contents', owner);
    const { subaccount, orders } = read.output;
    const { parent } = splitName(owner);
    if (subaccount.parentSubaccountNumber !== parent)
      return {
        unreadable: 'contents.subaccount.parentSubaccountNumber',
        expected: 'that of the channel',
        account: owner,
      };
    const stranger = subaccount.childSubaccounts.findIndex(each => !belongs(each.subaccountNumber, parent));
    if (stranger >= 0) {
      const path = `contents.subaccount.childSubaccounts.${stranger}.subaccountNumber`;
      return { unreadable: path, expected: 'a child of its parent', account: owner };
    }
    described = { children: subaccount.childSubaccounts, equity: subaccount.equity, orders };
  } else {
    const read = v.safeParse(childAnswer, told.contents, { abortEarly: true });
    if (!read.success) return unreadable(read.issues[0], 'contents', owner);
    described = { children: [read.output.subaccount], orders: read.output.orders };
  }
  const before = state.accounts[owner] ?? newAccount;
  const snapshot = readSnapshot(described, of, before.holdings);
  if ('unreadable' in snapshot)
    return { ...snapshot, unreadable: `contents.subaccount.${snapshot.unreadable}`, account: owner };
  const next = withAccount(state, owner, known => ({
    ...withSnapshot(known, snapshot),
    ordersAt: described.orders ? at : known.ordersAt,
  }));
  // A page that was there before we were has subscribed before.
  return next.self === null ? { ...next, self: owner } : next;
}

function onChange(state: State, told: Frame, owner: string, at: number): Read {
  const read = readParts(told, change);
  if (!read.success) return unreadable(read.issue, 'contents', owner);
  const parts = (read.parts as Change[]).map(slim);
  const whole = {
    at,
    connection: told.connection_id,
    message: told.message_id,
    // The channel of one subaccount needs not say which; that of a parent does.
    subaccount:
      told.subaccountNumber ?? (told.channel === 'v4_subaccounts' ? numberOfChannel(told.id!) : null),
    parts,
  };
  if (!parts.some(each => each.perpetualPositions || each.assetPositions || each.orders || each.fills))
    return state;
  return withAccount(state, owner, known => withChange(known, whole));
}

/** Of fills and transfers only that there were some is of use: they are kept with the account for a while. */
function slim({ perpetualPositions, assetPositions, orders, fills, transfers }: Change): Change {
  return {
    ...(perpetualPositions ? { perpetualPositions } : {}),
    ...(assetPositions ? { assetPositions } : {}),
    ...(orders ? { orders } : {}),
    ...(fills === undefined ? {} : { fills: true }),
    ...(transfers === undefined ? {} : { transfers: true }),
  };
}

function onMarkets(state: State, told: Frame, at: number): Read {
  if (told.type === 'subscribed') {
    const read = v.safeParse(marketsAnswer, told.contents, { abortEarly: true });
    if (!read.success) return unreadable(read.issues[0], 'contents', null);
    const { markets } = read.output;
    const wrong = Object.entries(markets).find(([key, row]) => row.ticker !== key);
    if (wrong)
      return { unreadable: `contents.markets.${wrong[0]}.ticker`, expected: 'its own name', account: null };
    return withMarkets(state, markets, at, true, true);
  }
  const read = readParts(told, marketsChange);
  if (!read.success) return unreadable(read.issue, 'contents', null);
  let next: State = { ...state, streamAt: at };
  for (const part of read.parts as v.InferOutput<typeof marketsChange>[]) {
    if (part.markets) next = withMarkets(next, part.markets, at, false, true);
    if (part.trading) next = withChanges(next, part.trading, at);
    if (part.oraclePrices) {
      const prices = Object.entries(part.oraclePrices).map(([name, row]) => [name, row.oraclePrice]);
      next = withPrices(next, Object.fromEntries(prices), at, true);
    }
  }
  return next;
}

/** Of a batch a list, else one. */
function readParts(
  { type, contents }: Frame,
  schema: v.GenericSchema,
): { success: true; parts: unknown[] } | { success: false; issue: v.BaseIssue<unknown> } {
  const list = type === 'channel_batch_data' ? v.pipe(v.array(schema), v.maxLength(2000)) : v.tuple([schema]);
  const read = v.safeParse(list, type === 'channel_batch_data' ? contents : [contents], { abortEarly: true });
  return read.success
    ? { success: true, parts: read.output as unknown[] }
    : { success: false, issue: read.issues[0] };
}
