/** The trading floor: contracts, marks, traders and their accounts, and who listens to which account. */
import type { World } from '../exchange';
import { Decimal } from './arithmetic';
import { type Contract, listContracts } from './contracts';
import type { UserEvent } from './events';
import type { Ledger, Quotes } from './ledger';
import { type Matching, openMatching } from './matching';
import { openTraders, type Trader } from './traders';

/** Coins of the market that this exchange does not list. */
const elsewhere = new Set(['XYZ100', 'TSLA']);

export interface Desk extends Trader {
  name: string;
  ledger: Ledger;
  matching: Matching;
  /** User streams; each gets every event. */
  listeners: Set<(event: UserEvent) => void>;
}

export interface Floor {
  world: World;
  contracts: Map<string, Contract>;
  quotes: Quotes;
  desks: Map<string, Desk>;
  /** The spot index of a contract. */
  index(contract: Contract): Decimal;
  /** Milliseconds by which this exchange's clock is ahead; settable. */
  skew(milliseconds: number): void;
  close(): void;
}

export function openFloor(world: World): Floor {
  const { market } = world;
  const names = market.coins.map(coin => coin.name).filter(name => !elsewhere.has(name));
  const contracts = listContracts(names, name => Number(market.mark(name)));
  let ahead = 0;
  const quotes: Quotes = {
    contracts,
    mark(symbol) {
      const { coin, bundle } = contracts.get(symbol)!;
      return new Decimal(market.mark(coin)).times(bundle);
    },
    now: () => world.now() + ahead,
  };
  const desks = new Map<string, Desk>();
  for (const [name, trader] of openTraders(contracts, market, world.seed)) {
    const listeners = new Set<(event: UserEvent) => void>();
    const tell = (event: UserEvent) => {
      for (const listener of [...listeners]) listener(event);
    };
    const matching = openMatching(trader.ledger, quotes, tell, trader.firstId);
    desks.set(name, { ...trader, name, matching, listeners });
  }
  const stop = market.on('tick', () => {
    for (const { matching } of desks.values()) matching.marksMoved();
  });
  return {
    world,
    contracts,
    quotes,
    desks,
    index: ({ coin, bundle }) => new Decimal(market.quote(coin).index).times(bundle),
    skew(milliseconds) {
      ahead = milliseconds;
    },
    close: stop,
  };
}
