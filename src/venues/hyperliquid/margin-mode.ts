/**
 * How a user's margin works. The venue has a field for it (`abstraction`), and the spot state shows it by the
 * fields that it has. Where the two disagree nothing is assumed: per-dex figures of a unified account are wrong
 * by a multiple.
 */
import type { User } from './state';

export type MarginMode = 'standard' | 'unified' | 'portfolio margin' | 'dex abstraction' | 'unknown';

const MODES = {
  default: 'standard',
  disabled: 'standard',
  unifiedAccount: 'unified',
  portfolioMargin: 'portfolio margin',
  dexAbstraction: 'dex abstraction',
} as const;

export function marginMode({ abstraction, spot }: User): { mode: MarginMode; why: string | null } {
  const shown = spot && shownMode(spot.value);
  if (!abstraction) {
    // The absence of a field is no proof of the standard mode: it may have been renamed.
    if (shown === 'unified' || shown === 'portfolio margin') return { mode: shown, why: null };
    return { mode: 'unknown', why: 'The venue has not said yet which margin mode this account is in.' };
  }
  const mode = MODES[abstraction.value];
  if (!shown) return { mode, why: null };
  const agrees = mode === 'dex abstraction' ? shown === 'standard' : shown === mode;
  if (agrees) return { mode, why: null };
  return { mode: 'unknown', why: `The venue calls this account ${mode}, but its balances do not look so.` };
}

/** By its fields; "mixed" where they contradict each other. */
function shownMode(spot: NonNullable<User['spot']>['value']): MarginMode | 'mixed' {
  const unified = spot.tokenToAvailableAfterMaintenance !== undefined;
  const portfolio = spot.portfolioMarginEnabled === true;
  const borrows =
    spot.portfolioMarginRatio !== undefined ||
    spot.balances.some(row => row.borrowed !== undefined || row.supplied !== undefined);
  if (!unified) return portfolio || borrows ? 'mixed' : 'standard';
  if (portfolio) return 'portfolio margin';
  return borrows ? 'mixed' : 'unified';
}
