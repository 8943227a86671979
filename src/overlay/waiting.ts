import type { Text } from '../ui/text';
import type { After, Figure, StripView } from '../ui/view';

/** The strip before the background has said anything: unknown, and why. */
export function waitingStrip(text: Text): StripView {
  const figure = (label: string): Figure => ({
    label,
    now: text('word_unknown'),
    level: 'unknown',
    after: [],
    hint: text('overlay_waiting_hint'),
  });
  return {
    level: 'unknown',
    word: text('word_unknown'),
    joint: figure(text('strip_joint')),
    usage: figure(text('strip_usage')),
    nearest: figure(text('strip_nearest')),
    largest: null,
    note: text('overlay_waiting'),
  };
}

/**
 * True when the account was last described before this document began: the background remembers the page that stood
 * in the tab before, whose trader may have been another. After the clock was set back nothing can be told by it.
 */
export const isFromBefore = (accountAt: number | null, since: number, now: number): boolean =>
  accountAt !== null && accountAt < since && since <= now;

/** The same strip, marked as what it was before the contact broke. Stale is never live. */
export function staleStrip(strip: StripView, note: string, text: Text): StripView {
  if (strip.level === 'unknown') return { ...strip, note };
  const after = (each: After): After => ({ ...each, level: 'stale' });
  const figure = (each: Figure): Figure => ({ ...each, level: 'stale', after: each.after.map(after) });
  return {
    level: 'stale',
    word: text('level_stale'),
    joint: figure(strip.joint),
    usage: figure(strip.usage),
    nearest: figure(strip.nearest),
    largest: null,
    note,
  };
}
