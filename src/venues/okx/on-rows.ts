/** Rows of a known kind, into the state: read whole, or the field that is missing is named. */
import * as v from 'valibot';
import { Decimal } from '../../engine/decimal';
import type { Reading } from '../shared/rows';
import { onConfig, onFees, onLeverage } from './account-settings';
import type { Frame } from './envelope';
import { type Source, using, withFailure, without } from './failures';
import { time } from './fields';
import { onDiscounts, onInstruments, onMarks, onTiers } from './market-messages';
import { readAlgos, readOrders } from './order-rows';
import { readBalance, readBriefBalances, readBriefPositions, readPositions, type Stamp } from './rows';
import type { Kind } from './shapes';
import type { Market, OrderRow, PositionRow, Row, State } from './state';
import {
  type Extent,
  ORDERS_PAGE,
  ofAccount,
  withBalances,
  withBriefPositions,
  withCash,
  withOrders,
  withPositions,
} from './trader';

export interface Context {
  at: number;
  /** Of the question; empty for frames. */
  query: URLSearchParams;
  frame: Frame | null;
}

export function onRows(before: State, kind: Kind, rows: unknown[], context: Context): State {
  const { at, query, frame } = context;
  const state = ofAccount(before, frame?.uid ?? null);
  const stamp: Stamp = { at, from: frame ? 'push' : 'list', pushed: pushedAt(rows) };
  switch (kind) {
    case 'positions':
      return using(state, kind, readPositions(rows, stamp), at, value =>
        withPositions(
          state,
          value,
          at,
          extentOf<PositionRow>(context, ['instType', 'instId', 'posId'], positionScope),
        ),
      );
    case 'balance':
      return using(state, kind, rows.length > 0 ? readBalance(rows, stamp) : { field: 'data.0' }, at, value =>
        withBalances(
          state,
          value,
          at,
          extentOf(context, ['ccy'], asked => {
            const wanted = (asked.get('ccy') ?? '').split(',');
            return row => wanted.includes(row.ccy);
          }),
        ),
      );
    case 'orders':
      return using(state, kind, readOrders(rows, stamp), at, value => {
        const left = value.map(row => ({ ...row, size: leftOf(row.size, row.filled) }));
        return withOrders(state, 'orders', left, at, orderExtent(context, rows.length));
      });
    case 'algos':
      return using(state, kind, readAlgos(rows, stamp), at, value =>
        withOrders(state, 'algos', value, at, orderExtent(context, rows.length)),
      );
    case 'balance-and-position':
      return onBoth(state, rows, stamp, context);
    case 'config':
      return onConfig(before, rows, at);
    case 'leverage':
      return onLeverage(state, rows, at);
    case 'fees':
      return onFees(state, rows, at);
    case 'marks':
      return inMarket(state, kind, onMarks(state, rows, at), at);
    case 'instruments':
      return inMarket(state, kind, onInstruments(state, rows), at);
    case 'tiers': {
      const reading = onTiers(state, rows, query, at);
      return reading ? inMarket(state, kind, reading, at) : state;
    }
    case 'discounts':
      return inMarket(state, kind, onDiscounts(state, rows, at), at);
  }
}

function inMarket(state: State, source: Source, reading: Reading<State>, at: number): State {
  const clear = (next: State): State => {
    const problems = without(next.market.problems, source);
    const market: Market = problems === next.market.problems ? next.market : { ...next.market, problems };
    return market === next.market ? next : { ...next, market };
  };
  return using(state, source, reading, at, clear);
}

/** The time of a push stands in its rows, when it stands there. */
function pushedAt(rows: unknown[]): number {
  const result = v.safeParse(v.object({ pTime: time }), rows[0]);
  return result.success ? result.output.pTime : 0;
}

/** Frames are news unless they are a snapshot; answers are whole unless the question had a scope. */
function extentOf<T extends Row>(
  { query, frame }: Context,
  scopes: string[],
  scope: (query: URLSearchParams) => (row: T) => boolean,
): Extent<T> {
  if (frame) return frame.eventType === 'snapshot' && !frame.partial ? 'whole' : 'news';
  return scopes.some(name => query.get(name)) ? scope(query) : 'whole';
}

const positionScope =
  (query: URLSearchParams) =>
  (row: { instType: string; instId: string }): boolean => {
    const type = query.get('instType');
    const ids = query.get('instId')?.split(',');
    // By id of the position: nothing is left out that would be known here.
    if (query.get('posId')) return false;
    return (!type || row.instType === type) && (!ids || ids.includes(row.instId));
  };

/** A page of a longer list leaves out orders that are open. */
function orderExtent(context: Context, length: number): Extent<OrderRow> {
  const { query, frame } = context;
  if (frame) return 'news';
  if (length >= ORDERS_PAGE || query.get('after') || query.get('before') || query.get('state')) return 'news';
  return extentOf(context, ['instType', 'instId', 'instFamily', 'uly', 'ordType'], asked => {
    const types = asked.get('ordType')?.split(',');
    return row =>
      (!asked.get('instType') || row.instType === asked.get('instType')) &&
      (!asked.get('instId') || row.instId === asked.get('instId')) &&
      (!asked.get('instFamily') || row.instId.startsWith(`${asked.get('instFamily')}-`)) &&
      (!asked.get('uly') || row.instId.startsWith(`${asked.get('uly')}-`)) &&
      (!types || types.includes(row.type) || isAlgoOf(row.type, types));
  });
}

/** Stops and take-profits are listed as "conditional" or "oco". */
const isAlgoOf = (type: string, types: string[]): boolean =>
  (type === 'stop' || type === 'take-profit') && types.some(one => one === 'conditional' || one === 'oco');

function leftOf(size: string | null, filled: string | null): string | null {
  if (size === null || filled === null) return size;
  return new Decimal(size).minus(filled).toFixed();
}

const bothSchema = v.object({
  balData: v.optional(v.unknown()),
  posData: v.optional(v.unknown()),
  eventType: v.optional(v.string()),
});

/**
 * `balance_and_position`: less is said, and it comes sooner. (The answer of `account-position-risk` looks like it and
 * says neither entries nor cash: it is left alone.)
 */
function onBoth(before: State, rows: unknown[], stamp: Stamp, { at, frame }: Context): State {
  if (!frame) return before;
  let state = before;
  for (const row of rows) {
    const result = v.safeParse(bothSchema, row);
    if (!result.success)
      return withFailure(state, 'balance-and-position', { code: 'format-changed', field: '0' }, at);
    const { balData, posData, eventType } = result.output;
    // Either may be empty, neither is left out.
    if (posData === undefined || balData === undefined) {
      const field = posData === undefined ? 'posData' : 'balData';
      return withFailure(before, 'balance-and-position', { code: 'format-changed', field }, at);
    }
    const source = 'balance-and-position';
    const started = state;
    const paid = using(state, source, readBriefBalances(balData), at, value => withCash(started, value, at));
    state = using(paid, source, readBriefPositions(posData, stamp), at, value =>
      withBriefPositions(paid, value, at, eventType === 'snapshot'),
    );
  }
  return state;
}
