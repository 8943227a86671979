/** One kind of answer: by which name its failures go, and what it does to the state. */

import type { Reading } from '../shared/rows';
import type { VenueMessage } from '../venue';
import { type Source, withFailure } from './failures';
import type { State } from './state';

export interface Route {
  source: Source;
  /** The page's calls come in an envelope. */
  web: boolean;
  apply(state: State, data: unknown, message: VenueMessage, at: number): State;
}

/** The same shape for each list: read it whole or name the field that is missing. */
export function list<T>(
  source: Source,
  web: boolean,
  readData: (data: unknown) => Reading<T>,
  use: (state: State, value: T, at: number, message: VenueMessage) => State,
): Route {
  const apply: Route['apply'] = (state, data, message, at) => {
    const reading = readData(data);
    if ('field' in reading)
      return withFailure(state, source, { code: 'format-changed', field: reading.field }, at);
    const next = use(state, reading.value, at, message);
    return reading.unread === null
      ? next
      : withFailure(next, source, { code: 'field-unread', field: reading.unread }, at);
  };
  return { source, web, apply };
}
