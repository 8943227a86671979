/** What stands in the way, in the trader's words, for the popup and the strip. */
import type { Problem } from '../engine/report';
import { age } from '../ui/format';
import type { Text } from '../ui/text';
import type { Note } from '../ui/view';

/** A problem of our own making has a code that is known here; a venue's comes in the trader's words already. */
export function sayProblem({ code, path, message }: Problem, text: Text): string {
  switch (code) {
    case 'malformed-message':
      return text('problem_malformed', `${path}: ${message}`);
    case 'oversized-message':
      return text('problem_oversized', `${path}: ${message}`);
    case 'reader-failed':
      return text('problem_reader_failed', `${path}: ${message}`);
    case 'request-failed':
      return text('problem_request_failed', path, message);
    case 'no-hourly-prices':
      return text('problem_no_hourly_prices', path, message);
    case 'settings-restored':
      return text('problem_settings_restored', path ? `${path}: ${message}` : message);
    case 'settings-reset':
      return text('problem_settings_reset', path ? `${path}: ${message}` : message);
    case 'not-stored':
      return text('problem_storage', message);
    default:
      return message;
  }
}

export function problemNotes(parts: {
  problems: Problem[];
  forbidden: string[];
  resting: { host: string; until: number }[];
  now: number;
  text: Text;
}): Note[] {
  const { text, now } = parts;
  const notes: Note[] = [
    ...parts.problems.map(each => ({ level: 'unknown' as const, text: sayProblem(each, text) })),
    ...parts.forbidden.map(host => ({ level: 'warn' as const, text: text('problem_no_permission', host) })),
    ...parts.resting.map(({ host, until }) => ({
      level: 'unknown' as const,
      text: text('problem_resting', host, age(until - now)),
    })),
  ];
  return notes.filter((note, k) => notes.findIndex(other => other.text === note.text) === k);
}
