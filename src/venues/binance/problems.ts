/** What is missing from an account or could not be read, in the trader's words. */
import type { Problem } from '../../engine/report';
import { assumed, noted } from './assumptions';
import { concerns } from './failures';
import { marginAssetOf, marginTypeOf, openPositions } from './margin';
import { markOf } from './marks';
import { assetsCounted } from './multi-assets';
import { isMultiAssets } from './multi-assets-mode';
import type { State, Trader } from './state';
import { factorOf, factorOfAsset, isCoinMargined } from './symbols';
import { isZero } from './trader';

export function problemsOf(state: State, trader: Trader): Problem[] {
  const { market } = state;
  const found: Problem[] = [];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  const { positions, balances } = trader;
  const said = [positions, balances].some(
    table => Object.keys(table.rows).length > 0 || table.listedAt !== null,
  );
  if (trader.uncovered) found.push(notCovered(trader.uncovered));
  if (trader.loggedOutAt !== null) {
    const rest = said ? 'Logged out of Binance: what is shown is from before.' : 'Not logged in to Binance.';
    add('logged-out', 'account', rest);
  }
  if (said && positions.listedAt === null) {
    add('no-positions', 'positions', 'Binance has not listed the positions yet.');
  }
  if (said && balances.listedAt === null) {
    add('no-balance', 'balances', 'Binance has not said the balances yet.');
  }
  found.push(...bookProblems(state, trader), ...ratesMissing(state, trader), ...notes(state, trader));
  const failures = [
    ...Object.values(trader.problems),
    ...Object.entries(market.problems).flatMap(([key, one]) => (concerns(trader.product, key) ? [one] : [])),
  ];
  for (const { code, path, message } of failures) found.push({ code, path, message });
  return found.filter((one, index) => found.findIndex(each => each.message === one.message) === index);
}

export const notCovered = (what: string): Problem => ({
  code: 'not-covered',
  path: 'account',
  message: `Not yet covered: ${what}. No figure is shown for this account.`,
});

/** What the open positions of a book lack. */
export function bookProblems(state: State, trader: Trader): Problem[] {
  const { market } = state;
  const { balances } = trader;
  const found: Problem[] = [];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  for (const row of openPositions(trader)) {
    const { symbol } = row;
    if (!markOf(market, symbol))
      add('no-mark', `marks.${symbol}`, `The mark price of ${symbol} is not known.`);
    if (!market.brackets[symbol]) {
      add('no-brackets', `brackets.${symbol}`, `The margin brackets of ${symbol} are not known.`);
    }
    if (isCoinMargined(symbol) && !market.contracts[symbol]?.size) {
      add('no-contract', `contracts.${symbol}`, `How many dollars a contract of ${symbol} is, is not known.`);
    }
    if (marginTypeOf(trader, row) === null) {
      add(
        'margin-mode-unknown',
        `positions.${symbol}`,
        `Whether ${symbol} is cross or isolated is not known.`,
      );
    }
    const asset = marginAssetOf(state, symbol, row);
    if (
      balances.listedAt !== null &&
      marginTypeOf(trader, row) !== 'ISOLATED' &&
      !balances.rows[asset ?? '?']
    ) {
      add(
        'no-balance',
        `balances.${asset ?? symbol}`,
        `Binance has not said the balance of ${asset ?? symbol}.`,
      );
    }
  }
  return found;
}

/** Multi-assets mode: what an asset counts for. */
const ratesMissing = (state: State, trader: Trader): Problem[] =>
  assetsCounted(state, trader)
    .filter(asset => !state.market.rates[asset]?.bidBuffer)
    .map(asset => ({
      code: 'no-rate',
      path: `rates.${asset}`,
      message: `What ${asset} counts for in multi-assets mode is not known.`,
    }));

/** Assumptions that the figures of this account rest on. */
function notes(state: State, trader: Trader): Problem[] {
  const open = openPositions(trader);
  const found: Problem[] = [];
  if (open.length === 0) return found;
  const settled = open.map(row => marginAssetOf(state, row.symbol, row));
  if (trader.product === 'coinm') found.push(noted(assumed.coinMargined, 'rules.printed'));
  if (open.some(row => state.market.scaled[row.symbol]))
    found.push(noted(assumed.bracketsAsSent, 'brackets'));
  if (!isMultiAssets(trader)) return found;
  found.push(noted(assumed.maintenanceAtIndex, 'collateral'));
  if (settled.includes('BNFCR') && !state.market.rates.BNFCR)
    found.push(noted(assumed.creditsAtPar, 'collateral.BNFCR'));
  const factors = new Set(open.map(row => factorOf(row.symbol)));
  const moves = Object.values(trader.balances.rows).some(
    row => !isZero(row.crossWallet) && factors.has(factorOfAsset(row.asset) ?? ''),
  );
  if (moves) found.push(noted(assumed.printedInMultiAssets, 'rules.printed'));
  return found;
}
