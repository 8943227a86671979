/**
 * What Binance's documents leave open ([?]), and what is assumed here: each in this one place, and said with the
 * figures that rest on it.
 */
import type { Problem } from '../../engine/report';

export const assumed = {
  /**
   * [?] The documents do not say with which rate the maintenance margin of a position, in its quote asset, is
   * turned into dollars; the account's total is called the sum of the dollar values. The index is assumed, without
   * the buffers, which are haircuts on collateral.
   */
  maintenanceAtIndex: {
    code: 'assumed-index-rate',
    message:
      'Multi-assets mode: maintenance margins are turned into dollars at the index, without haircut; Binance does not say by which rate it does that.',
  },
  /**
   * [?] No formula of the liquidation price is published for the multi-assets mode. The one of the single-asset
   * mode is assumed, with every other price, and so the value of the collateral, standing still.
   */
  printedInMultiAssets: {
    code: 'assumed-frozen-collateral',
    message:
      'Multi-assets mode: the price compared with Binance’s printed one lets the collateral stand still; where it is the same coin, the joint distance and the prices beside it let it move.',
  },
  /** [?] EU accounts: no index of the credits is published; they are booked one to one against the dollar. */
  creditsAtPar: {
    code: 'assumed-credits-at-par',
    message: 'Credits Trading Mode: a credit (BNFCR) is taken for one US dollar.',
  },
  /**
   * [?] `notionalCoef` of /fapi/v1/leverageBracket and /dapi/v2/leverageBracket: whether the bounds beside it are
   * multiplied by it already. They are taken as they stand: if they were still to be multiplied by a coefficient
   * above 1, the true maintenance margin is lower, and liquidation farther away. Below 1 the table is refused.
   */
  bracketsAsSent: {
    code: 'assumed-brackets',
    message:
      'The margin brackets of this account bear a coefficient of its own; their bounds are taken as they stand. If Binance multiplies them again, liquidation is farther away than shown.',
  },
  /** [?] COIN-M: the formula is the FAQ's (ceccfcfb4e3a45e3b48b0b1bb1a8ae46); no real account confirms it. */
  coinMargined: {
    code: 'assumed-coin-m-formula',
    message:
      'COIN-M: liquidation prices follow the formula that Binance publishes; no account of which all figures are public confirms it.',
  },
  /** [?] Which formula Portfolio Margin prints by is not published; its positions' printed prices are not compared. */
  portfolio: {
    code: 'assumed-unimmr',
    message:
      'Portfolio Margin: liquidation is taken to begin at a uniMMR of 1.05; losses of resting orders stand still while prices move.',
  },
  /**
   * [?] The maintenance rate of a loan goes by the account’s margin leverage (10x: 5 %, 5x: 8 %, 3x: 10 %). The API
   * tells the leverage of each asset; where it tells none, the lowest is assumed.
   */
  loanRate: {
    code: 'assumed-loan-rate',
    message:
      'Portfolio Margin: the maintenance rate of a loan is taken as 10 % where Binance has not said its leverage.',
  },
  /** [?] Only the totals of Portfolio Margin are known to the page. */
  portfolioTotals:
    'Portfolio Margin: the collateral is known by Binance’s totals alone; it stands still while the positions move.',
} as const;

export const noted = ({ code, message }: { code: string; message: string }, path: string): Problem => ({
  code,
  path,
  message,
});
