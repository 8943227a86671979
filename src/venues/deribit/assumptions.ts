/**
 * What Deribit's documents leave open, and what is assumed here: each in this one place, and said with the
 * figures that rest on it.
 */

/**
 * Standard margin, maintenance of futures: the rate is `base + slope · size in coins`, of the whole position.
 * Source: support.deribit.com, "Linear Perpetual" and "Inverse Perpetual", the margin examples (2025–2026):
 * BTC 1 % + 0.005 % · BTC, ETH 1 % + 0.0004 % · ETH, SOL 2 % + 0.0005 % · SOL; inverse and linear alike.
 * [?] The rates of other coins are not at hand: see `reportedRate`.
 */
export const RATES: Record<string, { base: string; slope: string }> = {
  BTC: { base: '0.01', slope: '0.00005' },
  ETH: { base: '0.01', slope: '0.000004' },
  SOL: { base: '0.02', slope: '0.000005' },
};

/** How far a reported maintenance margin may be from the published rate to be taken for the same, relatively. */
export const SAME_RATE = '0.002';

/** How far the sum of the maintenance may be from what the account's summary says, relatively. */
export const SAME_SUM = '0.02';

/** Taker fee of futures, 2026: 0.05 % of the value. Used until the venue's list of contracts says its own. */
export const TAKER_FEE = '0.0005';

export const assumed = {
  /** [?] The current table of rates is published in part only. */
  reportedRate: {
    code: 'assumed-margin-rate',
    message:
      'Deribit’s maintenance margin of this contract is not that of the rates which it publishes. Its own figure is taken, and taken to grow in proportion.',
  },
  /** The rate grows with the size: the requirement is a parabola, which is followed by short chords above it. */
  chords: {
    code: 'assumed-chords',
    message:
      'The maintenance rate grows with the size of the position. Away from the present price it is followed by short straight pieces that lie above it.',
  },
  /** A summary does not name the marks that it was made at. */
  marks: {
    code: 'assumed-marks',
    message:
      'The margin balance is taken to have been made at the marks which were known when it came: it may be off by what they moved meanwhile.',
  },
  /** Seen in captures: currencies that were not said, and balances that do not add up to the total. */
  residual: {
    code: 'assumed-currencies',
    message:
      'The balances that Deribit has said do not make up its margin balance of the account. What is left is taken to stand still.',
  },
  /** [?] Whether a negative balance is charged more than its value. */
  debt: {
    code: 'assumed-debt',
    message: 'A negative balance is charged at its value; whether Deribit charges more is not known.',
  },
  /** No index of a stable currency is at hand. */
  peg: { code: 'assumed-peg', message: 'This currency is taken to be worth one dollar.' },
} as const;

/** Reasons of estimates: they become problems of code "estimate". */
export const estimates = {
  portfolio:
    'Portfolio margin: the requirement is the venue’s own figure of this moment and is held as it is; along a move only the delta of the positions is followed.',
  options:
    'Options in the account: their margin is the venue’s own figure of this moment and is held as it is; along a move only their delta is followed.',
} as const;
