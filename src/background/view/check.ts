/** Whether our figures agree with the venue's, in a few words. */
import { age } from '../../ui/format';
import type { Level, Note } from '../../ui/view';
import { agreement } from '../cross-check-window';
import { staleness } from './freshness';
import type { Manner, Subject } from './subject';

/** "✓ as the venue · 0.4 s ago". Of the time the oldest figure counts. */
export function checkView(subject: Subject, manner: Manner): { text: string; level: Level } {
  const { text, now } = manner;
  const { accountAt, pricesAt } = subject.reading;
  if (accountAt === null) return { text: text('check_nothing'), level: 'unknown' };
  const ago = age(now - (pricesAt ?? accountAt));
  if (staleness(subject, manner)) return { text: text('check_stale', ago), level: 'stale' };
  const agrees = agreement(subject.verdicts);
  if (agrees === null) return { text: text('check_not_compared', ago), level: 'ok' };
  return agrees
    ? { text: text('check_agrees', ago), level: 'ok' }
    : { text: text('check_differs', ago), level: 'warn' };
}

const WHAT = {
  equity: 'check_equity',
  'maintenance-margin': 'check_maintenance',
  'margin-ratio': 'check_ratio',
  'liquidation-price': 'check_liquidation_price',
} as const;

/** Every figure that differs beyond rounding, named, with both values. */
export function differences({ verdicts }: Subject, { text, format }: Manner): Note[] {
  const say = (value: string | null) =>
    value === null
      ? text('word_unknown')
      : value === 'none'
        ? text('word_none')
        : format.size(value.slice(0, 18));
  return verdicts
    .filter(each => each.agrees === false)
    .map(each => ({
      level: 'warn' as const,
      text: text(
        'check_difference',
        each.symbol ?? each.pool,
        text(WHAT[each.what]),
        say(each.ours),
        say(each.theirs),
      ),
    }));
}
