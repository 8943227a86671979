/** What is missing from an account or could not be read, in the trader's words. */
import type { Problem } from '../../engine/report';
import { marginAssetOf, marginTypeOf, openPositions } from './margin';
import { markOf } from './marks';
import type { State, Trader } from './state';

export function problemsOf(state: State, trader: Trader): Problem[] {
  const { market } = state;
  const found: Problem[] = [];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  const { positions, balances } = trader;
  const said = [positions, balances].some(
    table => Object.keys(table.rows).length > 0 || table.listedAt !== null,
  );
  if (trader.uncovered) {
    add(
      'not-covered',
      'account',
      `Not yet covered: ${trader.uncovered}. No figure is shown for this account.`,
    );
  }
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
  for (const row of openPositions(trader)) {
    const { symbol } = row;
    if (!markOf(market, symbol))
      add('no-mark', `marks.${symbol}`, `The mark price of ${symbol} is not known.`);
    if (!market.brackets[symbol]) {
      add('no-brackets', `brackets.${symbol}`, `The margin brackets of ${symbol} are not known.`);
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
  const failures = [...Object.values(trader.problems), ...Object.values(market.problems)];
  for (const { code, path, message } of failures) found.push({ code, path, message });
  return found.filter((one, index) => found.findIndex(each => each.message === one.message) === index);
}
