/** Events of the market and user streams. */
import * as v from 'valibot';
import type { Reading } from '../shared/rows';
import { type RateSaid, readRateUpdates, withRates } from './asset-rates';
import { readContractInfo } from './brackets';
import { readAccountUpdate, readAlgoUpdate, readConfigUpdate, readOrderUpdate, type Stamp } from './events';
import { type Fault, healed, type Source, withFailure } from './failures';
import { withoutListenKey } from './key-routes';
import { readMarkUpdates } from './market-messages';
import { withMarks } from './marks';
import { onPortfolio, PORTFOLIO_EVENTS } from './portfolio-events';
import { withMode } from './portfolio-state';
import { inDelivery, type State } from './state';
import { withAccountUpdate, withConfigUpdate, withOrderUpdate } from './trader';

/** No event is of tomorrow: one that says so would bar all later ones. Clocks off by hours are let pass. */
const DAY = 86_400_000;

const named = v.looseObject({ e: v.string() });
type Named = v.InferOutput<typeof named>;

/** Where a frame came from: the hosts of the two products send events of the same names. */
export interface Line {
  delivery: boolean;
  portfolio: boolean;
  /** Portfolio Margin Pro: its haircuts have tiers, and its risk units margins, that are not published. */
  pro: boolean;
}

/** One frame: an event, an array of events, or either in the envelope of a combined stream. */
export function onEvent(state: State, json: unknown, at: number, line: Line): State {
  const inner = v.is(v.object({ stream: v.string(), data: v.unknown() }), json) ? json.data : json;
  const events = (Array.isArray(inner) ? inner : [inner]).filter(event => v.is(named, event));
  const of = (kind: string) => events.filter(event => event.e === kind);
  const marks = of('markPriceUpdate');
  const rates = of('assetIndexUpdate');
  let next = marks.length > 0 ? onMarks(state, marks, at) : state;
  if (rates.length > 0) next = onRates(next, rates, at);
  for (const event of events) {
    if (event.e !== 'markPriceUpdate' && event.e !== 'assetIndexUpdate') next = onOne(next, event, at, line);
  }
  return next;
}

function onRates(state: State, events: unknown[], at: number): State {
  const reading = readRateUpdates(events);
  const fault: Fault | null =
    'field' in reading
      ? { code: 'format-changed', field: reading.field.replace(/^\d+\./, '') }
      : reading.value.some(rate => rate.time > at + DAY)
        ? { code: 'clock' }
        : null;
  if (fault) return withFailure(state, 'assetIndex', fault, at);
  const { value } = reading as { value: RateSaid[] };
  return { ...state, market: withRates(healed(state, 'assetIndex'), value, at) };
}

function onMarks(state: State, events: unknown[], at: number): State {
  const reading = readMarkUpdates(events);
  if ('field' in reading) {
    // The number of the event in the frame says nothing to the trader.
    const field = reading.field.replace(/^\d+\./, '');
    return withFailure(state, 'markPriceUpdate', { code: 'format-changed', field }, at);
  }
  const ahead = reading.value.some(mark => mark.time > at + DAY);
  if (ahead) return withFailure(state, 'markPriceUpdate', { code: 'clock' }, at);
  return { ...state, market: withMarks(healed(state, 'markPriceUpdate'), reading.value, at) };
}

function onOne(state: State, event: Named, at: number, line: Line): State {
  // Portfolio Margin says of each event whose it is: USDⓈ-M ("UM") or COIN-M ("CM").
  const portfolio = line.portfolio || 'fs' in event;
  const delivery = event.fs === undefined ? line.delivery : event.fs === 'CM';
  let known = portfolio && state.portfolio.is?.is !== true ? withMode(state, true, at) : state;
  if (line.pro) known = notCovered(known, 'Portfolio Margin Pro');
  if (portfolio && PORTFOLIO_EVENTS.has(event.e)) return onPortfolio(known, event, at);
  if (event.e === 'listenKeyExpired') return withoutListenKey(state, event);
  const told = (inner: State) => onAccount(inner, event, at, portfolio);
  return delivery ? inDelivery(known, told) : told(known);
}

function onAccount(state: State, event: Named, at: number, portfolio: boolean): State {
  switch (event.e) {
    case 'ACCOUNT_UPDATE':
      return apply(state, 'ACCOUNT_UPDATE', readAccountUpdate(event, portfolio), at, update =>
        withAccountUpdate(state, update, at),
      );
    case 'ORDER_TRADE_UPDATE':
      return apply(state, 'ORDER_TRADE_UPDATE', readOrderUpdate(event), at, update =>
        withOrderUpdate(state, 'orders', update, at),
      );
    case 'ALGO_UPDATE':
      return apply(state, 'ALGO_UPDATE', readAlgoUpdate(event), at, update =>
        withOrderUpdate(state, 'conditional', update, at),
      );
    case 'ACCOUNT_CONFIG_UPDATE':
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
  const market = healed(state, 'contractInfo');
  return { ...state, market: { ...market, brackets: { ...market.brackets, [symbol]: steps } } };
}

const notCovered = (state: State, what: string): State =>
  state.trader.uncovered === what ? state : { ...state, trader: { ...state.trader, uncovered: what } };
