/** What is missing from an account, could not be read, or rests on an assumption, in the trader's words. */
import type { Problem } from '../../engine/report';
import { assumed } from './assumptions';
import { isFeeKnown } from './closing-fee';
import { ratiosOf } from './collateral';
import { isZero } from './fields';
import { markOf } from './marks';
import { isPegged, live, openOrders, openPositions, usdPrice } from './moment';
import { haircut } from './pools';
import type { CoinRow, State, Trader } from './state';
import { settleOf } from './symbols';
import { exposureOf, isHedged } from './tiers';

type Add = (code: string, path: string, message: string) => void;
type Assume = (one: keyof typeof assumed, path: string) => void;

export function problemsOf(state: State, trader: Trader): Problem[] {
  const found: Problem[] = [];
  const add: Add = (code, path, message) => found.push({ code, path, message });
  const assume: Assume = (one, path) => found.push({ ...assumed[one], path });
  const { positions, coins, mode } = trader;
  const said = positions.at !== null || coins.at !== null;
  if (trader.loggedOutAt !== null) {
    const rest = said ? 'Logged out of Bybit: what is shown is from before.' : 'Not logged in to Bybit.';
    add('logged-out', 'account', rest);
  }
  if (said) {
    if (coins.listed.all === undefined) {
      add('no-balance', 'balances', 'Bybit has not said the balances yet.');
    }
    if (mode?.is == null) {
      const why = mode
        ? 'The margin mode has been switched; to which, Bybit has not said yet.'
        : 'Bybit has not said the margin mode yet.';
      add('margin-mode-unknown', 'account', why);
    } else if (!mode.said) assume('mode', 'account');
    ofPositions(state, trader, add, assume);
    ofCoins(state, trader, add, assume);
  }
  for (const { code, path, message } of [
    ...Object.values(trader.problems),
    ...Object.values(state.market.problems),
  ]) {
    add(code, path, message);
  }
  return found.filter((one, k) => found.findIndex(each => each.message === one.message) === k);
}

function ofPositions(state: State, trader: Trader, add: Add, assume: Assume): void {
  const { market } = state;
  for (const part of unlisted(trader)) {
    add('no-positions', `positions.${part}`, `Bybit has not listed all positions yet (${part}).`);
  }
  const rows = openPositions(trader);
  const orders = openOrders(trader).filter(order => order.active && !order.reduceOnly);
  const contracts = rows.filter(row => row.category !== 'option');
  const portfolio = trader.mode?.is === 'PORTFOLIO_MARGIN';
  const cross = trader.mode?.is === 'REGULAR_MARGIN';
  for (const symbol of new Set(contracts.map(row => row.symbol))) {
    if (!markOf(market, symbol))
      add('no-mark', `marks.${symbol}`, `The mark price of ${symbol} is not known.`);
    if (portfolio) continue;
    if (!market.tiers[symbol]) {
      add('no-brackets', `tiers.${symbol}`, `The risk limits of ${symbol} are not known.`);
    }
    if (!isFeeKnown(trader, symbol)) assume('fee', 'fees');
    if (cross && isHedged(exposureOf(symbol, contracts, []))) assume('hedge', `positions.${symbol}`);
  }
  if (cross && orders.some(order => order.category === 'linear' || order.category === 'inverse')) {
    assume('orders', 'orders');
  }
  if (cross && haircut(live(state, trader)).gt(0)) assume('haircut', 'balances');
  if (trader.mode?.is === 'ISOLATED_MARGIN' && contracts.length > 0) assume('isolated', 'positions');
  for (const row of rows) {
    if (portfolio && row.category === 'option' && row.delta === null) {
      add('no-delta', `positions.${row.symbol}`, `Bybit has not said the delta of ${row.symbol}.`);
    }
  }
}

function ofCoins(state: State, trader: Trader, add: Add, assume: Assume): void {
  const { market } = state;
  const settled = new Set(openPositions(trader).flatMap(row => settleOf(row.symbol) ?? []));
  const held = Object.values(trader.coins.rows).filter(row => !isZero(row.amount));
  for (const coin of new Set([...held.map(row => row.coin), ...settled])) {
    const row = trader.coins.rows[coin];
    if (isPegged(state, trader, coin)) assume('peg', 'balances');
    else if (!usdPrice(state, trader, coin)) {
      add('no-price', `balances.${coin}`, `The price of ${coin} in US dollars is not known.`);
    }
    if (trader.mode?.is === 'REGULAR_MARGIN' && ratiosOf(market, coin, row) === null) {
      add(
        'no-collateral-ratio',
        `balances.${coin}`,
        `How much of ${coin} counts as collateral is not known.`,
      );
    }
  }
  const owing = Object.values(trader.coins.rows).filter(owes);
  for (const { coin } of owing) {
    if (market.borrowing[coin]) assume('borrowing', 'loans');
    else add('no-loan-tiers', `loans.${coin}`, `What a loan of ${coin} requires is not known.`);
  }
}

const owes = ({ amount, equity, borrowed }: CoinRow): boolean =>
  amount.startsWith('-') || equity?.startsWith('-') === true || (borrowed !== null && !isZero(borrowed));

/**
 * Parts of the positions of which the wallet tells that there are some, and that were never listed whole. The
 * wallet says of every coin what its positions require; where it does not, contracts in USDT are wanted at least.
 */
export function unlisted({ positions, coins, mode }: Trader): string[] {
  const { listed } = positions;
  const wanted = new Set<string>();
  let told = false;
  for (const { coin, maintenance, profit } of Object.values(coins.rows)) {
    if (maintenance !== null) told = true;
    const some = [maintenance, profit].some(text => text !== null && !isZero(text));
    if (!some) continue;
    if (coin === 'USDT' || coin === 'USDC') {
      if (listed[`linear:${coin}`] === undefined && listed.linear === undefined) wanted.add(`linear:${coin}`);
    } else if (listed.inverse === undefined && listed[`inverse:${coin}`] === undefined) wanted.add('inverse');
  }
  const none = Object.keys(listed).length === 0;
  if (none || (!told && mode?.is !== 'ISOLATED_MARGIN' && listed['linear:USDT'] === undefined)) {
    if (listed.linear === undefined && listed['linear:USDT'] === undefined) wanted.add('linear:USDT');
  }
  return [...wanted];
}
