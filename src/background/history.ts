/**
 * How far every account was over the last 24 hours, in slots of five minutes: of each slot its worst moment. Slots in
 * which nothing was known are missing, so that a gap stays a gap.
 */

export interface Sample {
  /** Start of the slot, ms since the epoch. */
  at: number;
  /** The nearer move of the whole market that liquidates; null: none does. */
  move: number | null;
  /** The joint distance in standard deviations of a day; null: not known, or nothing within reason liquidates. */
  sigmas: number | null;
  /** Part of the margin used; null: there is no equity left. */
  usage: number | null;
}

export interface History {
  /** Takes what is so now. The worst of a slot counts. */
  record(account: string, seen: Omit<Sample, 'at'>): void;
  /** Of the last 24 hours, oldest first. */
  of(account: string): readonly Sample[];
  forget(account: string): void;
  snapshot(): unknown;
  restore(kept: unknown): void;
}

export const SLOT = 5 * 60_000;
export const SPAN = 24 * 3_600_000;
/** As many accounts as are kept (accounts.ts). */
const KEPT = 60;

/** `onChange`: something is to be written down; not told of every look. */
export function createHistory(now: () => number, onChange: () => void): History {
  const samples = new Map<string, Sample[]>();

  const prune = (list: Sample[]): Sample[] => {
    const end = now();
    // A clock that was set back leaves samples of a time to come, which are of no use.
    return list.filter(({ at }) => at > end - SPAN - SLOT && at <= end);
  };

  return {
    record(account, seen) {
      const at = Math.floor(now() / SLOT) * SLOT;
      const list = samples.get(account) ?? [];
      const last = list.at(-1);
      if (last?.at === at) {
        const worst = worse(last, seen);
        if (!worst) return;
        list[list.length - 1] = worst;
      } else {
        samples.set(account, [...prune(list).filter(each => each.at < at), { at, ...seen }]);
        for (const [id, each] of samples) if (prune(each).length === 0) samples.delete(id);
        // The account that was recorded longest ago gives way.
        if (samples.size > KEPT) {
          const [oldest] = [...samples].sort((a, b) => a[1].at(-1)!.at - b[1].at(-1)!.at);
          samples.delete(oldest![0]);
        }
      }
      onChange();
    },
    of: account => prune(samples.get(account) ?? []),
    forget(account) {
      if (samples.delete(account)) onChange();
    },
    snapshot: () => [...samples],
    restore(kept) {
      if (!Array.isArray(kept)) return;
      for (const each of kept) {
        if (!Array.isArray(each) || typeof each[0] !== 'string' || !Array.isArray(each[1])) continue;
        const list = prune(each[1].filter(isSample).sort((a, b) => a.at - b.at));
        if (list.length > 0) samples.set(each[0], list);
      }
    },
  };
}

/** The worse of both, figure by figure; null: it is the last one already. */
function worse(last: Sample, seen: Omit<Sample, 'at'>): Sample | null {
  const far = (move: number | null) => (move === null ? Number.POSITIVE_INFINITY : Math.abs(move));
  const least = (a: number | null, b: number | null) =>
    a === null || b === null ? (a ?? b) : Math.min(a, b);
  const worst: Sample = {
    at: last.at,
    move: far(seen.move) < far(last.move) ? seen.move : last.move,
    sigmas: least(last.sigmas, seen.sigmas),
    usage: last.usage === null || seen.usage === null ? null : Math.max(last.usage, seen.usage),
  };
  const same = worst.move === last.move && worst.sigmas === last.sigmas && worst.usage === last.usage;
  return same ? null : worst;
}

function isSample(value: unknown): value is Sample {
  const sample = value as Partial<Sample> | null;
  const figure = (each: unknown) => each === null || (typeof each === 'number' && Number.isFinite(each));
  return (
    typeof sample?.at === 'number' &&
    sample.at % SLOT === 0 &&
    figure(sample.move) &&
    figure(sample.sigmas) &&
    figure(sample.usage)
  );
}

/**
 * As a table for other programs (RFC 4180): UTC times, percents with a point whatever the locale. A row a slot;
 * where nothing was known there is none.
 */
export function historyCsv(samples: readonly Sample[]): string {
  const percent = (part: number | null, none: string) => (part === null ? none : (part * 100).toFixed(4));
  const rows = samples.map(({ at, move, sigmas, usage }) =>
    [
      new Date(at).toISOString(),
      percent(move, 'none'),
      sigmas === null ? '' : sigmas.toFixed(4),
      percent(usage, 'over 100'),
    ].join(','),
  );
  return `${['time,joint_distance_percent,joint_distance_daily_sigmas,margin_used_percent', ...rows].join('\r\n')}\r\n`;
}
