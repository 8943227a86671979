/**
 * What the venue's documents leave open, and what is assumed here: each in this one place, and said with the
 * figures that rest on it.
 */

/**
 * [?] A unified or portfolio-margin account may be liquidated when its ratio of maintenance to equity passes 95 %.
 * For portfolio margin the documentation says so; for unified accounts only a text in the venue's app does
 * (September 2026). The price that the venue prints is the one at 100 %. The nearer of the two is assumed for
 * both: 1/0.95, rounded up. The documentation's formula for portfolio margin also counts what is borrowed, and
 * 20 USDC; the ratio that the venue prints does not (ten digits of a capture), and it is the one that is followed.
 */
export const EARLY_THRESHOLD = '1.0526315789473684210526315790';

export const assumed = {
  early: {
    code: 'assumed-95-percent',
    message:
      'Liquidation is taken to begin at a margin ratio of 95 %, as the venue’s app warns; the price that it prints is the one at 100 %.',
  },
  /** The venue liquidates each for itself. Source: its documentation, "Sub-accounts". */
  apart: {
    code: 'assumed-apart',
    message: 'Sub-accounts are liquidated for themselves and are not part of these figures:',
  },
  /** Coins move with their prices here; the venue's own printed price freezes them. */
  portfolio:
    'Portfolio margin: coins count at their loan-to-value as their prices move; what the venue lends and takes at most is not known.',
  /** Where the balances do not explain what the venue counts. */
  portfolioHeld:
    'Portfolio margin: borrowed and supplied coins are held at their present value; the venue’s caps and loan-to-value are not followed along a move.',
  /** Discontinued; collateral moves between dexs by rules that are not documented. */
  dexAbstraction: 'The account is in an older mode that moves collateral between dexs by itself.',
} as const;

/**
 * Taker fee of the lowest tier, perpetuals of the venue's own dex: 0.045 %; a maker pays 0.015 %. Contracts of
 * builder-deployed dexs cost twice that at the usual scale. Source: the venue's documentation, "Fees", 2026.
 * [?] Volume, stake, growth mode and a builder's own scale change the fee; they are not read.
 */
export const TAKER_FEE = '0.00045';
export const BUILDER_TAKER_FEE = '0.0009';
