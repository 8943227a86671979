import type { Account } from '../../engine/account';
import type { DraftReading, FormReading } from '../venue';
import type { State } from './state';

export function draft(_state: State, _account: Account, form: FormReading): DraftReading {
  return { unsure: form.unsure ?? 'no-size' };
}
