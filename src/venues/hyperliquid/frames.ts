/** What comes over the venue's WebSocket, by channel. */
import * as v from 'valibot';
import {
  keepAbstraction,
  keepMarks,
  keepMeta,
  keepOrders,
  keepPerps,
  keepPlacedMarks,
  keepSpot,
} from './keep';
import {
  activeAssetData,
  address,
  assetCtx,
  assetCtxs,
  dexName,
  fastAssetCtxs,
  orders,
  perpState,
  spotState,
  webData2,
  webData3,
} from './messages';
import { check, unpack } from './reading';
import type { Asked, Read } from './reduce';
import { onEvidence } from './self';
import type { State } from './state';
import { withUser } from './state';

type Handler = (state: State, data: unknown, asked: Asked) => Read;

const dexs = v.pipe(
  v.array(v.tuple([dexName, perpState])),
  v.maxLength(200),
  v.check(list => list.some(([dex]) => dex === ''), 'with the venue’s own dex'),
);
const allDexsClearinghouseState = v.object({ user: address, clearinghouseStates: dexs });
const clearinghouseState = v.object({ user: address, dex: dexName, clearinghouseState: perpState });
const spotFrame = v.object({ user: address, spotState });
const openOrders = v.object({ user: address, dex: dexName, orders });
const activeAssetCtx = v.object({ coin: v.string(), ctx: assetCtx });
const allDexsAssetCtxs = v.object({ ctxs: v.pipe(v.array(v.tuple([dexName, assetCtxs])), v.maxLength(200)) });

/** Reads the data and hands it on; an unreadable message is the user's whose it claims to be. */
export function handle<T extends v.GenericSchema>(
  schema: T,
  then: (state: State, data: v.InferOutput<T>, asked: Asked) => Read,
): Handler {
  return (state, data, asked) => {
    const read = check(schema, data);
    if (read.ok) return then(state, read.value, asked);
    const owner = v.safeParse(v.object({ user: address }), data);
    return { unreadable: read.path, expected: read.expected, user: owner.success ? owner.output.user : null };
  };
}

export const handlers: Record<string, Handler> = {
  allDexsClearinghouseState: handle(allDexsClearinghouseState, (state, data, { at }) =>
    keepPerps(state, data.user, at, data.clearinghouseStates, true),
  ),
  clearinghouseState: handle(clearinghouseState, (state, data, { at }) =>
    keepPerps(state, data.user, at, [[data.dex, data.clearinghouseState]], false),
  ),
  spotState: handle(spotFrame, (state, data, { at }) => keepSpot(state, data.user, at, data.spotState)),
  openOrders: handle(openOrders, (state, data, { at }) =>
    keepOrders(state, data.user, data.dex, at, data.orders),
  ),
  activeAssetData: handle(activeAssetData, onActiveAssetData),
  activeAssetCtx: handle(activeAssetCtx, (state, { coin, ctx }, { at }) =>
    keepMarks(state, at, [[coin, ctx.markPx]]),
  ),
  allDexsAssetCtxs: handle(allDexsAssetCtxs, (state, { ctxs }, { at }) => {
    let next = state;
    for (const [dex, list] of ctxs) {
      const placed = keepPlacedMarks(next, dex, at, list);
      if (!placed)
        return { unreadable: `ctxs.${dex || 'main'}`, expected: 'as long as the list of names', user: null };
      next = placed;
    }
    return next;
  }),
  fastAssetCtxs: (state, data, { at }) => {
    const read = check(fastAssetCtxs, unpack(data));
    if (!read.ok) return { unreadable: read.path, expected: read.expected, user: null };
    const marks = Object.entries(read.value).map(([coin, { markPx }]) => [coin, markPx] as const);
    return { ...keepMarks(state, at, marks, true), fastAt: at };
  },
  webData2: handle(webData2, onWebData2),
  webData3: handle(webData3, (state, { userState }, { at }) => {
    const { user, isVault, abstraction } = userState;
    const next = isVault === false ? onEvidence(state, 'webData3', user, at) : state;
    return abstraction ? keepAbstraction(next, user, at, abstraction) : next;
  }),
};

/** What is selected in the order form: pages ask for it of their own user only. */
export function onActiveAssetData(
  state: State,
  { user, coin, leverage, markPx }: v.InferOutput<typeof activeAssetData>,
  { at, via }: Asked,
): State {
  const next = via === 'api' ? state : onEvidence(state, 'activeAssetData', user, at);
  const { type, value } = leverage;
  const kept = withUser(next, user, before => ({
    ...before,
    active: coin,
    leverages: { ...before.leverages, [coin]: { type, value } },
  }));
  return keepMarks(kept, at, [[coin, markPx]]);
}

/** The older stream that carries everything at once. */
export function onWebData2(state: State, data: v.InferOutput<typeof webData2>, { at, via }: Asked): Read {
  const { user } = data;
  let next = data.isVault === false && via !== 'api' ? onEvidence(state, 'webData2', user, at) : state;
  next = keepMeta(next, '', at, data.meta);
  const placed = keepPlacedMarks(next, '', at, data.assetCtxs);
  if (!placed) return { unreadable: 'assetCtxs', expected: 'as long as the list of names', user };
  next = keepPerps(placed, user, at, [['', data.clearinghouseState]], false);
  if (data.spotState) next = keepSpot(next, user, at, data.spotState);
  return data.openOrders ? keepOrders(next, user, '', at, data.openOrders) : next;
}
