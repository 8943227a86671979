/**
 * What the venue's documents leave open, and what is assumed here: each in this one place, and said with the
 * figures that rest on it.
 */
import type { Problem } from '../../engine/report';

/**
 * Taker fee of linear and inverse contracts for a regular user (VIP 0): 0.055 %, the highest there is. Source: the
 * venue's fee schedule, 2026. Used until the account's own rate has been said.
 */
export const TAKER_FEE = '0.00055';

/**
 * [?] Whether a collateral tier applies to the whole amount or to the slice in it is not in the API's documents
 * (spot-margin-trade/collateral, 2026-07-24); the help centre describes slices.
 */
export const COLLATERAL_STYLE = 'marginal';

/** Coins that stand for the US dollar: their price is held where it is in every scenario. */
export const DOLLARS = new Set([
  'USD',
  'USDT',
  'USDC',
  'USDE',
  'USDD',
  'USD1',
  'USDR',
  'USDY',
  'DAI',
  'FDUSD',
  'TUSD',
  'PYUSD',
  'BUSD',
  'RLUSD',
  'USDTB',
]);

type Assumption = Omit<Problem, 'path'>;

export const assumed = {
  /** Derivatives and spot index prices are against USDT; the wallet's own price is in US dollars. */
  peg: {
    code: 'assumed-peg',
    message: 'One USDT or USDC is taken for one US dollar: Bybit has not said its price.',
  },
  /** [?] Tiers of what is borrowed: the whole of it takes the rate of its tier. */
  borrowing: {
    code: 'assumed-borrowing',
    message:
      'The whole of a loan takes the maintenance rate of its tier; Bybit does not document how the tiers meet.',
  },
  /** [?] A fully hedged leg was seen to require closing fees only; between that and a lone leg nothing is published. */
  hedge: {
    code: 'assumed-hedge',
    message:
      'Two legs of one contract require maintenance for what one outweighs the other, and closing fees twice; Bybit publishes this for equal legs only.',
  },
  /** [?] "Active orders" have maintenance margin of their own in the account's total; its formula is not published. */
  orders: {
    code: 'assumed-orders',
    message:
      'Resting orders are taken to require maintenance margin by the rate of their contract; Bybit does not document the formula.',
  },
  /** [?] Haircut loss of spot orders is not printed; it is what the free balance lacks. */
  haircut: {
    code: 'assumed-haircut',
    message:
      'The possible loss of collateral by resting spot orders is taken from the free balance that Bybit prints.',
  },
  /** [?] The collateral of an isolated position is its "positionBalance": margin, closing fee and what was added. */
  isolated: {
    code: 'assumed-isolated',
    message:
      'The margin behind an isolated position is taken to be its printed position balance, without unrealised profit.',
  },
  /** [?] The tiers of an inverse contract are printed as percentages in the documents and as parts elsewhere. */
  percent: {
    code: 'assumed-percent',
    message: 'Maintenance rates of 0.3 and more in the first tier are read as percentages.',
  },
  /** The account's own rate was not said. */
  fee: {
    code: 'assumed-fee',
    message: 'Closing fees are reckoned with the taker fee of a regular user, 0.055 %.',
  },
  mode: {
    code: 'assumed-mode',
    message: 'The margin mode was told from the figures that Bybit leaves empty, not from its word for it.',
  },
} satisfies Record<string, Assumption>;

export const estimates = {
  portfolio:
    'Portfolio margin: the requirement is the one that Bybit printed and is held as it is; options move by their delta.',
  options: 'Options are held: their requirement is the one that Bybit printed and is held as it is.',
} as const;
