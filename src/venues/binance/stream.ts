/** Events of the market and user streams. */
import * as v from 'valibot';
import { readAccountUpdate, readAlgoUpdate, readConfigUpdate, readOrderUpdate, type Stamp } from './events';
import { type Fault, type Source, withFailure, without } from './failures';
import type { Reading } from './fields';
import { readContractInfo, readMarkUpdates } from './market-messages';
import { withMarks } from './marks';
import type { State } from './state';
import { withAccountUpdate, withConfigUpdate, withOrderUpdate } from './trader';

/** No event is of tomorrow: one that says so would bar all later ones. Clocks off by hours are let pass. */
const DAY = 86_400_000;

const named = v.looseObject({ e: v.string() });

/** One frame: an event, an array of events, or either in the envelope of a combined stream. */
export function onEvent(state: State, json: unknown, at: number, portfolioMargin: boolean): State {
  const inner = v.is(v.object({ stream: v.string(), data: v.unknown() }), json) ? json.data : json;
  const events = (Array.isArray(inner) ? inner : [inner]).filter(event => v.is(named, event));
  const marks = events.filter(event => event.e === 'markPriceUpdate' && !isCoinMargined(event));
  let next = marks.length > 0 ? onMarks(state, marks, at) : state;
  for (const event of events) {
    if (event.e !== 'markPriceUpdate') next = onOne(next, event, at, portfolioMargin);
  }
  return next;
}

/** "BTCUSD_PERP" and its quarterlies. */
const isCoinMargined = (event: Record<string, unknown>): boolean =>
  typeof event.s === 'string' && /USD_(PERP|\d{6})$/.test(event.s);

function onMarks(state: State, events: unknown[], at: number): State {
  const reading = readMarkUpdates(events);
  if ('field' in reading) {
    // The number of the event in the frame says nothing to the trader.
    const field = reading.field.replace(/^\d+\./, '');
    return withFailure(state, 'markPriceUpdate', { code: 'format-changed', field }, at);
  }
  const ahead = reading.value.some(mark => mark.time > at + DAY);
  if (ahead) return withFailure(state, 'markPriceUpdate', { code: 'clock' }, at);
  const problems = without(state.market.problems, 'markPriceUpdate');
  const market = problems === state.market.problems ? state.market : { ...state.market, problems };
  return { ...state, market: withMarks(market, reading.value, at) };
}

function onOne(state: State, event: { e: string }, at: number, portfolioMargin: boolean): State {
  switch (event.e) {
    case 'ACCOUNT_UPDATE':
      if (portfolioMargin || 'fs' in event) return notCovered(state, 'Portfolio Margin');
      return apply(state, 'ACCOUNT_UPDATE', readAccountUpdate(event), at, update =>
        withAccountUpdate(state, update, at),
      );
    case 'ORDER_TRADE_UPDATE':
      if (portfolioMargin || 'fs' in event) return state;
      return apply(state, 'ORDER_TRADE_UPDATE', readOrderUpdate(event), at, update =>
        withOrderUpdate(state, 'orders', update, at),
      );
    case 'ALGO_UPDATE':
      return apply(state, 'ALGO_UPDATE', readAlgoUpdate(event), at, update =>
        withOrderUpdate(state, 'conditional', update, at),
      );
    case 'ACCOUNT_CONFIG_UPDATE':
      if (portfolioMargin || 'fs' in event) return state;
      return apply(state, 'ACCOUNT_CONFIG_UPDATE', readConfigUpdate(event), at, update =>
        withConfigUpdate(state, update, at),
      );
    case 'contractInfo':
      return onContract(state, event, at);
    default:
      return state;
  }
}

function apply<T extends Stamp>(
  state: State,
  source: Source,
  reading: Reading<T>,
  at: number,
  use: (value: T) => State,
): State {
  const fault: Fault | null =
    'field' in reading
      ? { code: 'format-changed', field: reading.field }
      : reading.value.event > at + DAY || reading.value.changed > at + DAY
        ? { code: 'clock' }
        : null;
  if (!fault) return use((reading as { value: T }).value);
  const failed = withFailure(state, source, fault, at);
  return source === 'ACCOUNT_UPDATE' ? withFailure(failed, 'ACCOUNT_UPDATE balances', fault, at) : failed;
}

function onContract(state: State, event: unknown, at: number): State {
  const reading = readContractInfo(event);
  if ('field' in reading) {
    return withFailure(state, 'contractInfo', { code: 'format-changed', field: reading.field }, at);
  }
  if (!reading.value) return state;
  const { symbol, steps } = reading.value;
  const { market } = state;
  return {
    ...state,
    market: {
      ...market,
      brackets: { ...market.brackets, [symbol]: steps },
      problems: without(market.problems, 'contractInfo'),
    },
  };
}

const notCovered = (state: State, what: string): State =>
  state.trader.uncovered === what ? state : { ...state, trader: { ...state.trader, uncovered: what } };
