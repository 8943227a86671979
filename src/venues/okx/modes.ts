/** The account's margin mode: as said, or as the figures that the venue prints show. */
import type { State, Trader } from './state';
import { openPositions } from './state';

export type Mode = 'spot' | 'futures' | 'multi-currency' | 'portfolio';

const MODES: Record<NonNullable<Trader['mode']>, Mode> = {
  1: 'spot',
  2: 'futures',
  3: 'multi-currency',
  4: 'portfolio',
};

/** `assumed`: not said, but there is only one mode that prints no account-wide equity and holds contracts. */
export function modeOf({ trader }: State): { mode: Mode; assumed: boolean } | null {
  if (trader.mode) return { mode: MODES[trader.mode], assumed: false };
  const { totals } = trader;
  const holds = openPositions(trader).some(row => row.instType !== 'MARGIN' && row.mode === 'cross');
  if (totals && totals.adjustedEquity === null && holds) return { mode: 'futures', assumed: true };
  return null;
}

/** True: one pool of all currencies. */
export const isWide = (mode: Mode | null): boolean => mode === 'multi-currency' || mode === 'portfolio';
