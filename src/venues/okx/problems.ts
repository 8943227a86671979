/** What is missing from an account or could not be read, in the trader's words. */

import { Decimal } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { assumed } from './assumptions';
import { takerFee } from './fees';
import { isWide, modeOf } from './modes';
import { isOption, marginCcy } from './position';
import { openings, restsOnNetOrders } from './resting-orders';
import { isZero, openPositions, type PositionRow, type State } from './state';
import { parseSymbol } from './symbols';
import { borrowRate, stepsOf } from './tiers';

export function problemsOf(state: State): Problem[] {
  const { market, trader } = state;
  const found: Problem[] = [];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  const { positions, balances } = trader;
  const said =
    Object.keys(state.parked).length > 0 ||
    [positions, balances].some(table => Object.keys(table.rows).length > 0 || table.listedAt !== null);
  const known = modeOf(state);
  if (known?.mode === 'spot') {
    add('not-covered', 'account', 'Not yet covered: spot mode. No figure is shown for this account.');
  } else if (said && known === null && (openPositions(trader).length > 0 || trader.totals?.adjustedEquity)) {
    add('mode-unknown', 'account.acctLv', 'Which margin mode the account is in has not been said.');
  }
  if (trader.loggedOutAt !== null) {
    add(
      'logged-out',
      'account',
      said ? 'Logged out of OKX: what is shown is from before.' : 'Not logged in to OKX.',
    );
  }
  if (said && positions.listedAt === null) {
    add('no-positions', 'positions', 'OKX has not listed the positions yet.');
  }
  if (said && balances.listedAt === null) add('no-balance', 'balances', 'OKX has not said the balances yet.');
  const wide = isWide(known?.mode ?? null);
  for (const row of openPositions(trader)) onPosition(state, row, wide, add);
  if (wide && known?.mode === 'multi-currency') onCurrencies(state, add);
  if (wide && known?.mode === 'portfolio' && !trader.totals?.maintenance && balances.listedAt !== null) {
    add('no-requirement', 'account.mmr', 'OKX has not said what the account is required to hold.');
  }
  for (const { order } of openings(trader)) {
    if (!market.instruments[order.instId]) {
      add('no-instrument', `instruments.${order.instId}`, `The contract ${order.instId} is not known.`);
    } else if (!market.marks[order.instId]) {
      add('no-mark', `marks.${order.instId}`, `The mark price of ${order.instId} is not known.`);
    } else if (!stepsOf(market, order.instId, order.instType, 'cross')) {
      add('no-tiers', `tiers.${order.instId}`, `The position tiers of ${order.instId} are not known.`);
    }
  }
  found.push(...assumptionsOf(state));
  const failures = [...Object.values(trader.problems), ...Object.values(market.problems)];
  for (const { code, path, message } of failures) found.push({ code, path, message });
  return found.filter((one, index) => found.findIndex(each => each.message === one.message) === index);
}

type Add = (code: string, path: string, message: string) => void;

function onPosition(state: State, row: PositionRow, wide: boolean, add: Add): void {
  const { market, trader } = state;
  const { instId, instType, mode } = row;
  if (isOption(row)) {
    if (mode === 'isolated')
      add('not-covered', `positions.${instId}`, `Not yet covered: the isolated option ${instId}.`);
    else if (row.optionValue === null || row.requirement === null) {
      add('no-requirement', `positions.${instId}`, `What the option ${instId} requires has not been said.`);
    }
    return;
  }
  if (instType === 'MARGIN' && mode === 'cross') {
    // In multi-currency mode the balances carry it.
    if (!wide)
      add('not-covered', `positions.${instId}`, `Not yet covered: cross margin trading of ${instId}.`);
    return;
  }
  if (instType !== 'MARGIN' && !market.instruments[instId]) {
    add('no-instrument', `instruments.${instId}`, `The contract ${instId} is not known.`);
  }
  if (!market.marks[instId]) add('no-mark', `marks.${instId}`, `The mark price of ${instId} is not known.`);
  if (trader.mode !== '4' && !stepsOf(market, instId, instType, mode)) {
    add('no-tiers', `tiers.${instId}`, `The position tiers of ${instId} are not known.`);
  }
  if (mode === 'isolated') {
    if (instType === 'MARGIN') {
      const name = parseSymbol(instId);
      if (row.liability === null) {
        add('no-margin', `positions.${instId}`, `What ${instId} owes is not known.`);
      } else if (row.ccy !== row.posCcy || (row.posCcy !== name?.base && row.posCcy !== name?.quote)) {
        add(
          'not-covered',
          `positions.${instId}`,
          `Not yet covered: ${instId} with margin in the other currency.`,
        );
      }
    } else if (row.margin === null) {
      add('no-margin', `positions.${instId}`, `What was posted to the isolated ${instId} is not known.`);
    }
    return;
  }
  const ccy = marginCcy(state, row);
  if (trader.balances.listedAt !== null && !trader.balances.rows[ccy ?? '?']) {
    add('no-balance', `balances.${ccy ?? instId}`, `OKX has not said the balance of ${ccy ?? instId}.`);
  }
}

/** Multi-currency: a haircut for what is held, a borrow tier for what is owed, a price for either. */
function onCurrencies({ market, trader }: State, add: Add): void {
  const settled = new Set(openPositions(trader).map(row => row.ccy));
  for (const row of Object.values(trader.balances.rows)) {
    const { ccy } = row;
    const settles = settled.has(ccy);
    if (isZero(row.cash) && !settles) continue;
    const owed = new Decimal(row.cash).neg();
    const counts = !(row.collateral === false && row.discounted !== null && isZero(row.discounted));
    if (counts && !market.discounts[ccy]) {
      add('no-discounts', `discounts.${ccy}`, `How much of ${ccy} counts as collateral is not known.`);
    }
    if ((settles || owed.gt(0)) && !borrowRate(market, ccy, owed)) {
      add('no-tiers', `tiers.${ccy}`, `The borrow tiers of ${ccy} are not known.`);
    }
  }
}

/** What the figures rest on that the venue has not said. */
function assumptionsOf(state: State): Problem[] {
  const { trader } = state;
  const known = modeOf(state);
  const open = openPositions(trader);
  const list: Problem[] = [];
  const say = ({ code, path, message }: Problem) => list.push({ code, path, message });
  if (known?.assumed) say(assumed.futuresMode);
  if (known?.mode === 'multi-currency' && open.length > 0) say(assumed.multiCurrency);
  const contracts = open.filter(row => !isOption(row));
  if (known?.mode !== 'portfolio' && contracts.some(row => !takerFee(state, row.instId, row.instType).said)) {
    say(assumed.fee);
  }
  if (openings(trader).length > 0) say(assumed.restingOrders);
  if (restsOnNetOrders(trader)) say(assumed.netOrders);
  const options = open.filter(isOption).length;
  if (options > 0) say(assumed.options(options));
  return list;
}
