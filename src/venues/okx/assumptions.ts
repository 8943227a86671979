/**
 * What the venue's documents leave open, and what is assumed here: each in this one place, and said with the
 * figures that rest on it.
 */
import type { Problem } from '../../engine/report';

/**
 * Taker fee of a regular user (Lv1): 0.05 % of swaps and futures, 0.1 % of spot and margin. Taken as long as the
 * venue has not said the account's own (`account/trade-fee`). Every account on which the formulas were measured
 * paid these; [?] that a lower fee of a VIP level moves the printed liquidation price is inferred.
 */
export const TAKER_FEE = '0.0005';
export const MARGIN_TAKER_FEE = '0.001';

/**
 * [?] Borrow fee in the denominator of a margin ratio: (1 + mmr) times the spot taker fee of the liability. Measured
 * for isolated margin and in the position builder; assumed for liabilities in multi-currency mode.
 */
export const LIABILITY_FEE = MARGIN_TAKER_FEE;

export const assumed = {
  fee: {
    code: 'assumed-fee',
    path: 'fees',
    message:
      'The closing fee is taken to be that of a regular user (0.05 %): the account’s own fee has not been said.',
  },
  /** A page need not ask for the configuration; only futures mode leaves `adjEq` empty and holds cross contracts. */
  futuresMode: {
    code: 'assumed-futures-mode',
    path: 'account.acctLv',
    message: 'The account is taken to be in futures mode, because OKX prints no account-wide equity for it.',
  },
  /** Documented as adjEq/mmr; measured only in futures mode, where the fees are part of the denominator. */
  multiCurrency: {
    code: 'assumed-multi-currency',
    path: 'account',
    message:
      'Multi-currency mode: closing fees are counted into the requirement, as measured in futures mode.',
  },
  /** An order against a net position closes it first; what is beyond it opens. */
  netOrders: {
    code: 'assumed-net-orders',
    path: 'orders',
    message:
      'Resting orders against a position are taken to close it, and to reserve margin only for what goes beyond it.',
  },
  /** Its requirement grows with the mark until it fills; here it is that of the present mark. */
  restingOrders: {
    code: 'assumed-resting-orders',
    path: 'orders',
    message: 'What resting orders require is held at its present amount along a move of the price.',
  },
  options: (count: number): Problem => ({
    code: 'assumed-options',
    path: 'positions',
    message: `${count} option position(s): value and requirement are held as OKX last said them.`,
  }),
} as const;

export const ESTIMATES = {
  portfolio:
    'Portfolio margin: the requirement is the one that OKX last reported, held still along a move; its stress tests are not published.',
  options: 'The account holds options: their value and requirement are held as OKX last said them.',
} as const;

/**
 * Milliseconds that an answer may have been under way: longer than any answer that a page waits for.
 */
export const OVERTAKING = 5_000;
