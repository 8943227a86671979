/** The account of Portfolio Margin as it is handed out. */
import type { Pool } from '../../engine/account';
import type { Problem } from '../../engine/report';
import type { AccountReading } from '../venue';
import { assumed, noted } from './assumptions';
import { openPositions } from './margin';
import { loansAssumed, portfolioPool } from './portfolio';
import { portfolioMoment, totalsPool } from './portfolio-totals';
import { bookProblems, notCovered } from './problems';
import { agesOf, isOutdated } from './reading';
import { addOrders } from './resting-orders';
import type { State } from './state';

/** Totals that are older than this are of another account than that of now, in ms. */
const TOTALS_AGE = 120_000;

export function portfolioReading(state: State, now: number): AccountReading {
  const { trader, delivery, portfolio } = state;
  const books = [trader, delivery.trader];
  const open = books.flatMap(openPositions);
  const listed = portfolio.margin.listedAt !== null;
  // Page: totals and the positions of one product. Key: everything one by one.
  const pool: Pool =
    listed || !portfolio.said
      ? portfolioPool(state, portfolioMoment(state))
      : totalsPool(state, portfolio.said);
  if (trader.uncovered !== null)
    pool.collateral = [{ asset: 'USD', amount: null, price: '1', follows: null }];
  for (const book of books) addOrders(state, book, [pool]);
  const { pricesAt, known } = agesOf(state, open, listed ? Object.keys(portfolio.margin.rows) : []);
  const ages = [trader.positions.at, listed ? portfolio.margin.at : (portfolio.said?.at ?? null)];
  if (listed) ages.push(delivery.trader.positions.at);
  const said = ages.filter(at => at !== null);
  const asOf = Math.max(0, ...said, ...known);
  return {
    account: {
      format: 'plimsoll.account/1',
      venue: 'binance',
      account: 'portfolio-margin',
      asOf,
      pools: [pool],
    },
    label: 'Portfolio Margin',
    mode: 'portfolio margin',
    accountAt: said.length === ages.length ? Math.min(...said) : null,
    pricesAt,
    outdated: books.some(isOutdated) || (!listed && now - (portfolio.said?.at ?? now) > TOTALS_AGE),
    problems: problemsOf(state, listed),
  };
}

function problemsOf(state: State, listed: boolean): Problem[] {
  const { trader, delivery, portfolio, market } = state;
  const found = [...bookProblems(state, trader), ...bookProblems(state, delivery.trader)];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  if (trader.uncovered !== null) found.push(notCovered(trader.uncovered));
  if (!listed && !portfolio.said) {
    add('no-portfolio', 'portfolio', 'Binance has not said what backs this Portfolio Margin account.');
  }
  if (!listed && portfolio.said && !portfolio.said.before) {
    add('no-portfolio', 'portfolio', 'Binance’s totals came before its positions; the next ones will do.');
  }
  if (listed && market.collateralRates.at === null) {
    add('no-collateral-rates', 'collateralRate', 'The collateral rates of Portfolio Margin are not known.');
  }
  for (const asset of listed ? Object.keys(portfolio.margin.rows) : []) {
    if (market.rates[asset]) continue;
    add('no-rate', `rates.${asset}`, `The index price of ${asset} is not known.`);
  }
  found.push(noted(assumed.portfolio, 'rules.threshold'));
  if (listed && loansAssumed(state).length > 0) found.push(noted(assumed.loanRate, 'loans'));
  const failures = [...Object.values(trader.problems), ...Object.values(delivery.trader.problems)];
  for (const { code, path, message } of [...failures, ...Object.values(market.problems)])
    add(code, path, message);
  return found.filter((one, index) => found.findIndex(each => each.message === one.message) === index);
}
