/** How each thing that the venue says is kept. Frames and answers carry the same things in other wrappings. */
import { agree } from './agreed';
import type { Abstraction, Meta, PerpState, RestingOrder, SpotState } from './messages';
import type { Market, Said, State } from './state';
import { withUser } from './state';

/** An answer that was under way while a newer frame came is older by the venue's own clock. */
const OVERTAKEN = 60_000;

/** Contracts only: spot markets and outcomes have marks that no position depends on. */
const SPOT = /^[@#+]|\//;

export function said<T>(state: State, at: number, value: T): Said<T> {
  return { at, seq: state.seq, value };
}

/**
 * `all`: every dex of the user. One that is left out although something was held there is kept as it was: it
 * grows old, and says so, where forgetting it would look like a closed position.
 */
export function keepPerps(
  state: State,
  user: string,
  at: number,
  perps: [dex: string, state: PerpState][],
  all: boolean,
): State {
  return withUser(state, user, before => {
    const next = Object.fromEntries(
      Object.entries(before.perps).filter(([, { value }]) => !all || value.assetPositions.length > 0),
    );
    for (const [dex, value] of perps) {
      const kept = before.perps[dex];
      const older = kept ? kept.value.time - value.time : 0;
      next[dex] = kept && older > 0 && older < OVERTAKEN ? kept : said(state, at, value);
    }
    return agree({ ...before, perps: next }, state, at);
  });
}

export function keepSpot(state: State, user: string, at: number, spot: SpotState): State {
  return withUser(state, user, before => agree({ ...before, spot: said(state, at, spot) }, state, at));
}

export function keepAbstraction(state: State, user: string, at: number, value: Abstraction): State {
  return withUser(state, user, before => ({ ...before, abstraction: said(state, at, value) }));
}

export function keepOrders(state: State, user: string, dex: string, at: number, list: RestingOrder[]): State {
  return withUser(state, user, before => ({
    ...before,
    orders: { ...before.orders, [dex]: said(state, at, list) },
  }));
}

export function keepMeta(state: State, dex: string, at: number, meta: Meta): State {
  const market: Market = {
    at,
    universe: meta.universe.map(({ name, szDecimals, marginTableId }) => ({
      name,
      szDecimals,
      marginTableId,
    })),
    tables: Object.fromEntries(meta.marginTables.map(([id, table]) => [id, table.marginTiers])),
    collateral: meta.collateralToken ?? (dex === '' ? 0 : null),
    outgrown: false,
  };
  return { ...state, markets: { ...state.markets, [dex]: market } };
}

export function keepMarks(
  state: State,
  at: number,
  marks: Iterable<readonly [coin: string, px: string | null | undefined]>,
  fast = false,
): State {
  const changed: State['marks'] = {};
  for (const [coin, px] of marks) {
    if (px !== null && px !== undefined && isPositive(px) && !SPOT.test(coin) && coin.length <= 60) {
      changed[coin] = { px, at, seq: state.seq, fast };
    }
  }
  return { ...state, marks: { ...state.marks, ...changed } };
}

/** Prices that come by their place in the dex's list. Fewer than names: they cannot be told apart. */
export function keepPlacedMarks(
  state: State,
  dex: string,
  at: number,
  ctxs: { markPx: string | null }[],
): State | null {
  const market = state.markets[dex];
  if (!market) return state;
  if (ctxs.length < market.universe.length) return null;
  const next = keepMarks(
    state,
    at,
    market.universe.map(({ name }, place) => [name, ctxs[place]!.markPx] as const),
  );
  if (ctxs.length === market.universe.length) return next;
  return { ...next, markets: { ...next.markets, [dex]: { ...market, outgrown: true } } };
}

function isPositive(px: string): boolean {
  return px[0] !== '-' && /[1-9]/.test(px);
}
