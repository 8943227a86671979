/** Balances, margins and profits of an account at this moment. */
import type { World } from '../exchange';
import type { Account, Holding } from './accounts';
import { type Held, maintenance, type Part, portfolioMargin, profit, type SimulatedPool } from './arithmetic';
import { indexOf, markOf, optionValue, stable } from './contracts';

export interface CurrencyFigures {
  currency: string;
  balance: number;
  realized: number;
  futures: number;
  options: number;
  optionsValue: number;
  /** Of this currency's own. */
  marginBalance: number;
  maintenance: number;
  initial: number;
}

export function heldOf(world: World, { contract, size, entry }: Holding): Held {
  const now = world.now();
  const index = indexOf(world.market, contract.coin);
  return {
    contract,
    size,
    entry,
    mark: markOf(world.market, contract, now),
    index,
    ...(contract.option ? { repriced: multiple => optionValue(contract, index * multiple, now) } : {}),
  };
}

const own = (account: Account, currency: string): Holding[] =>
  [...account.holdings.values()].filter(({ contract, size }) => contract.settle === currency && size !== 0);

export const portfolio = ({ model }: Account): boolean => model.endsWith('pm');
export const crossed = ({ model }: Account): boolean => model.startsWith('cross');

export function currenciesOf(account: Account): string[] {
  return [
    ...new Set([
      ...account.balances.keys(),
      ...[...account.holdings.values()].map(({ contract }) => contract.settle),
    ]),
  ];
}

export function figuresOf(world: World, account: Account, currency: string): CurrencyFigures {
  const holdings = own(account, currency);
  const balance = account.balances.get(currency) ?? 0;
  const realized = account.session.get(currency) ?? 0;
  const futures = holdings
    .filter(({ contract }) => !contract.option)
    .reduce((sum, holding) => sum + profit(heldOf(world, holding), holding.session), 0);
  const optional = holdings.filter(({ contract }) => contract.option);
  const options = optional.reduce((sum, holding) => sum + profit(heldOf(world, holding), holding.session), 0);
  const optionsValue = optional.reduce((sum, holding) => sum + holding.size * heldOf(world, holding).mark, 0);
  const helds = holdings.map(holding => heldOf(world, holding));
  const margin = (which: 'base' | 'initial') =>
    portfolio(account)
      ? portfolioMargin(helds, world.now()) * (which === 'base' ? 1 : 1.25)
      : helds
          .filter(({ contract }) => !contract.option)
          .reduce((sum, held) => sum + maintenance(held, 1, which), 0);
  return {
    currency,
    balance,
    realized,
    futures,
    options,
    optionsValue,
    marginBalance: balance + realized + futures + (portfolio(account) ? optionsValue : 0),
    maintenance: margin('base'),
    initial: margin('initial'),
  };
}

/** The whole account in dollars. */
export function totalsOf(world: World, account: Account) {
  const all = currenciesOf(account).map(currency => ({
    ...figuresOf(world, account, currency),
    price: indexOf(world.market, currency),
  }));
  const sum = (pick: (each: (typeof all)[number]) => number) =>
    all.reduce((total, each) => total + pick(each) * each.price, 0);
  return {
    equity: sum(each => each.marginBalance + (portfolio(account) ? 0 : each.optionsValue)),
    marginBalance: sum(each => each.marginBalance),
    maintenance: sum(each => each.maintenance),
    initial: sum(each => each.initial),
  };
}

/** A part of a pool: what a currency holds without the profit of its futures. */
export function partOf(world: World, account: Account, currency: string, price: number): Part {
  const { marginBalance } = figuresOf(world, account, currency);
  // Under standard margin the value of options is no part of the margin balance.
  const held = own(account, currency)
    .filter(({ contract }) => portfolio(account) || !contract.option)
    .map(holding => heldOf(world, holding));
  return {
    currency,
    amount: held.reduce((rest, each) => rest - profit(each, each.entry), marginBalance),
    price,
    factor: price === 1 || currency in stable ? null : currency,
    held,
  };
}

export function poolsOf(world: World, account: Account): { id: string; unit: string; pool: SimulatedPool }[] {
  if (crossed(account)) {
    const parts = currenciesOf(account).map(each =>
      partOf(world, account, each, indexOf(world.market, each)),
    );
    const fixed = portfolio(account) ? totalsOf(world, account).maintenance : null;
    return [{ id: 'cross:USD', unit: 'USD', pool: { parts, fixed } }];
  }
  return currenciesOf(account).map(currency => ({
    id: `segregated:${currency}`,
    unit: currency,
    pool: {
      parts: [{ ...partOf(world, account, currency, 1), factor: null }],
      fixed: portfolio(account) ? figuresOf(world, account, currency).maintenance : null,
    },
  }));
}
