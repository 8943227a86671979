/** The badge on the toolbar: margin used of the worst account, coloured; "?" when that is not known or stale. */
import type { Formats } from '../ui/format';
import type { Level } from '../ui/view';
import type { BadgePart } from './parts';

export interface BadgeView {
  /** At most four characters fit. */
  text: string;
  colour: string;
}

export interface BadgeAccount {
  level: Level;
  /** Part of the margin used; Infinity: no equity is left; null: unknown. */
  usage: number | null;
}

/** Okabe–Ito, as everywhere; grey for what is not known. */
const COLOUR: Record<Level, string> = {
  ok: '#56b4e9',
  warn: '#e69f00',
  danger: '#d55e00',
  unknown: '#767676',
  stale: '#767676',
};

/** What has to be seen first. An account that is known to be close comes before one that cannot be told. */
const RANK: Level[] = ['ok', 'unknown', 'stale', 'warn', 'danger'];

export function badgeView(accounts: BadgeAccount[], format: Formats): BadgeView {
  const [worst] = [...accounts].sort(
    (a, b) => RANK.indexOf(b.level) - RANK.indexOf(a.level) || (b.usage ?? 0) - (a.usage ?? 0),
  );
  if (!worst) return { text: '', colour: COLOUR.ok };
  const colour = COLOUR[worst.level];
  if (worst.level === 'stale' || worst.usage === null) return { text: '?', colour };
  return { text: format.usage(Math.min(1, Math.max(0, worst.usage))), colour };
}

export interface Badge {
  /** `tabId` null: for tabs without a badge of their own. */
  show(tabId: number | null, view: BadgeView): void;
  /** The browser clears a tab's badge when it navigates: what was set is not there any more. */
  cleared(tabId: number): void;
}

/** Sets only what changed: a tick every few milliseconds must not become a call to the browser each. */
export function createBadge(part: BadgePart): Badge {
  const set = new Map<number | null, string>();
  return {
    show(tabId, { text, colour }) {
      const key = `${text} ${colour}`;
      if (set.get(tabId) === key) return;
      set.set(tabId, key);
      part.set(tabId, text, colour);
    },
    cleared: tabId => void set.delete(tabId),
  };
}
