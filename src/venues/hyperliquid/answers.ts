/** What `POST /info` answers, by the type of the request: it alone tells what the answer is. */
import * as v from 'valibot';
import { isObject } from '../shared/json-text';
import { handle, onActiveAssetData, onWebData2 } from './frames';
import { keepAbstraction, keepMeta, keepOrders, keepPerps, keepPlacedMarks, keepSpot, said } from './keep';
import {
  abstraction,
  activeAssetData,
  address,
  assetCtxs,
  dexName,
  marginTable,
  meta,
  orders,
  perpDexs,
  perpState,
  spotState,
  subAccounts,
  userRole,
  webData2,
} from './messages';
import { check } from './reading';
import type { Asked, Read } from './reduce';
import { isWatched, onEvidence } from './self';
import type { State } from './state';
import { withUser } from './state';

type Handler = (state: State, body: unknown, asked: Asked) => Read;

/** An answer about the user of the request. By address: that user is watched from now on. */
function ofUser<T extends v.GenericSchema>(
  schema: T,
  then: (state: State, value: v.InferOutput<T>, user: string, asked: Asked) => State,
): Handler {
  return (state, body, asked) => {
    const user = check(address, asked.user);
    const dex = check(dexName, asked.dex);
    if (!user.ok || !dex.ok) return { unreadable: 'request', expected: 'of a user and a dex', user: null };
    const read = check(schema, body);
    if (!read.ok) return { unreadable: read.path, expected: read.expected, user: user.value };
    const next = then(state, read.value, user.value, asked);
    return asked.via === 'api' && isWatched(next, user.value, asked.at)
      ? withUser(next, user.value, before => ({ ...before, watched: true }))
      : next;
  };
}

const metaAndAssetCtxs = v.tuple([meta, assetCtxs]);
const allPerpMetas = v.pipe(v.array(meta), v.maxLength(200));

export const handlers: Record<string, Handler> = {
  clearinghouseState: ofUser(perpState, (state, value, user, { at, dex }) =>
    keepPerps(state, user, at, [[dex, value]], false),
  ),
  spotClearinghouseState: ofUser(spotState, (state, value, user, { at }) => keepSpot(state, user, at, value)),
  userAbstraction: ofUser(abstraction, (state, value, user, { at, via }) => {
    // Pages ask in which mode their own user is, not others.
    const next = via === 'fetch' ? onEvidence(state, 'userAbstraction', user, at) : state;
    return keepAbstraction(next, user, at, value);
  }),
  frontendOpenOrders: ofUser(orders, (state, value, user, { at, dex }) =>
    keepOrders(state, user, dex, at, value),
  ),
  userRole: ofUser(userRole, (state, { role, data }, user, { at }) =>
    withUser(state, user, before => ({
      ...before,
      role: said(state, at, { name: role, owner: data?.user ?? data?.master ?? null }),
    })),
  ),
  subAccounts2: ofUser(subAccounts, (state, list, user, { at }) =>
    withUser(state, user, before => ({
      ...before,
      subs: said(
        state,
        at,
        (list ?? []).map(({ subAccountUser }) => subAccountUser),
      ),
    })),
  ),
  activeAssetData: (state, body, asked) =>
    // The answer names its user and coin in newer versions only; the request always does.
    handle(activeAssetData, onActiveAssetData)(
      state,
      isObject(body) ? { user: asked.user, coin: asked.request.coin, ...body } : body,
      asked,
    ),
  webData2: handle(webData2, onWebData2),
  meta: handle(meta, (state, value, { at, dex }) => ofDex(dex, () => keepMeta(state, dex, at, value))),
  metaAndAssetCtxs: handle(metaAndAssetCtxs, (state, [value, ctxs], { at, dex }) =>
    ofDex(dex, () => {
      const placed = keepPlacedMarks(keepMeta(state, dex, at, value), dex, at, ctxs);
      return placed ?? { unreadable: '1', expected: 'as long as the list of names', user: null };
    }),
  ),
  allPerpMetas: handle(allPerpMetas, (state, metas, { at }) => {
    let next = state;
    metas.forEach((value, place) => {
      const dex = dexOf(value, place, state.dexs?.value);
      if (dex !== null) next = keepMeta(next, dex, at, value);
    });
    return next;
  }),
  perpDexs: handle(perpDexs, (state, list, { at }) => ({
    ...state,
    dexs: said(
      state,
      at,
      list.map(dex => dex?.name ?? ''),
    ),
  })),
  marginTable: handle(marginTable, (state, table, { dex, request }) => {
    const { id } = request;
    const market = state.markets[dex];
    if (!market || typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return state;
    const tables = { ...market.tables, [id]: table.marginTiers };
    return { ...state, markets: { ...state.markets, [dex]: { ...market, tables } } };
  }),
};

function ofDex(dex: string, then: () => Read): Read {
  return check(dexName, dex).ok
    ? then()
    : { unreadable: 'request.dex', expected: 'the name of a dex', user: null };
}

/** The lists of all dexs carry no names of their own: their contracts are "dex:COIN". */
function dexOf(value: v.InferOutput<typeof meta>, place: number, names?: string[]): string | null {
  if (place === 0) return '';
  const [dex, coin] = value.universe[0]?.name.split(':') ?? [];
  if (dex && coin && check(dexName, dex).ok) return dex;
  return names?.[place] ?? null;
}
