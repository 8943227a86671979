/** Answers that only a key gets: whose it is, and under which name its stream is heard. */
import * as v from 'valibot';
import { type Reading, read } from '../shared/rows';
import { type Fault, withFailure, without } from './failures';
import { id } from './fields';
import { list, type Route } from './route';
import type { State } from './state';

const owner = v.object({ uid: id });

const readOwner = (data: unknown): Reading<string> => {
  const reading = read(owner, data);
  return 'field' in reading ? reading : { value: reading.value.uid, unread: null };
};

const listen = v.object({ listenKey: v.pipe(v.string(), v.regex(/^[A-Za-z\d]{40,128}$/)) });

const readListenKey = (data: unknown): Reading<string> => {
  const reading = read(listen, data);
  return 'field' in reading ? reading : { value: reading.value.listenKey, unread: null };
};

const healed = (state: State, source: 'login' | 'listenKey'): State => ({
  ...state,
  trader: { ...state.trader, problems: without(state.trader.problems, source) },
});

export const keyRoutes: [RegExp, Route][] = [
  [
    /^\/api\/v\d\/account$/,
    list('login', false, readOwner, (state, uid) => ({ ...healed(state, 'login'), login: { uid } })),
  ],
  [
    /^\/[fdp]api\/v\d\/listenKey$/,
    list('listenKey', false, readListenKey, (state, key, _at, { url }) => {
      const base = (/\/([fdp]api)\//.exec(url)?.[1] ?? 'fapi') as keyof State['listenKeys'];
      return { ...healed(state, 'listenKey'), listenKeys: { ...state.listenKeys, [base]: key } };
    }),
  ],
];

/** A key that may not say whose it is has accounts all the same. */
export const withoutOwner = (state: State, fault: Fault, at: number): State =>
  withFailure({ ...state, login: { uid: null } }, 'login', fault, at);

const expired = v.object({ listenKey: v.optional(v.string()) });

/** listenKeyExpired: without the key the stream is closed, and a new one asked for. */
export function withoutListenKey(state: State, event: unknown): State {
  const said = v.safeParse(expired, event);
  const gone = said.success ? said.output.listenKey : undefined;
  const rest = Object.entries(state.listenKeys).filter(([, key]) => gone !== undefined && key !== gone);
  return { ...state, listenKeys: Object.fromEntries(rest) };
}
