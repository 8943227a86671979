/** For tests: a message with one of its fields dropped, renamed or retyped, and what comes of it. */
import { driftCheck } from '../shared/fake-drift';
import { accounts } from './account';
import { told } from './fake-page';
import type { State } from './state';
import { tap } from './tap';

const retyped = (value: unknown): unknown[] => [
  null,
  true,
  '',
  'abc',
  'NaN',
  '1 000',
  -1.5,
  // An empty list in the place of a list is a message like any other.
  ...(Array.isArray(value) ? [] : [[]]),
  {},
  [value],
  { value },
  typeof value === 'string' ? Number(value) || 7 : String(value),
];

export const { figures, check } = driftCheck<State>({
  readings: state => accounts(state),
  told,
  tap,
  retyped,
});
