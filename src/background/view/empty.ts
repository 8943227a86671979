/** The strip of a page that has shown no account yet. Everything is unknown, and says so. */

import type { MessageKey } from '../../ui/text';
import type { Figure, StripView } from '../../ui/view';
import type { Manner } from './subject';

/** `problem`: what stands in the way, if something is known to. */
export function emptyStrip({ text }: Pick<Manner, 'text'>, problem: string | null): StripView {
  const figure = (label: MessageKey, hint: string): Figure => ({
    label: text(label),
    now: text('word_unknown'),
    level: 'unknown',
    after: [],
    hint,
  });
  const note = problem ?? text('strip_no_venue_account');
  return {
    level: 'unknown',
    word: text('word_unknown'),
    joint: figure('strip_joint', note),
    usage: figure('strip_usage', text('strip_usage_hint')),
    nearest: figure('strip_nearest', text('strip_nearest_hint')),
    largest: null,
    note,
  };
}
