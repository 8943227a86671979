/** The trading floor: contracts, marks, traders and their accounts, and who listens to which account. */
import type { World } from '../exchange';
import { Decimal } from './arithmetic';
import { listCoinContracts } from './coin-contracts';
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

/** USDⓈ-M on fapi and `/futures/`, COIN-M on dapi and `/delivery/`: two exchanges of one make. */
export type Product = 'usdm' | 'coinm';

export interface Floor {
  product: Product;
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

/** Buffers of the assets that back positions in multi-assets mode; a stable coin has next to none. */
const buffers: Record<string, string> = {
  USDT: '0.0001',
  USDC: '0.0001',
  FDUSD: '0.0001',
  BTC: '0.05',
  ETH: '0.05',
};
const stable: Record<string, string> = { USDT: '0.99987', USDC: '1.00004', FDUSD: '0.99921' };

export function openFloor(world: World, product: Product = 'usdm'): Floor {
  const { market } = world;
  const names = market.coins.map(coin => coin.name).filter(name => !elsewhere.has(name));
  const contracts =
    product === 'usdm' ? listContracts(names, name => Number(market.mark(name))) : listCoinContracts(names);
  let ahead = 0;
  const quotes: Quotes = {
    contracts,
    mark(symbol) {
      const { coin, bundle, basis } = contracts.get(symbol)!;
      return new Decimal(market.mark(coin)).times(bundle).times(basis).toDecimalPlaces(8);
    },
    rate(asset) {
      const buffer = new Decimal(buffers[asset] ?? '0.1');
      // An index of eight digits, as it is printed.
      const index = new Decimal(stable[asset] ?? market.quote(asset).index).toDecimalPlaces(8);
      return { index, bidBuffer: buffer, askBuffer: buffer };
    },
    now: () => world.now() + ahead,
  };
  const desks = new Map<string, Desk>();
  for (const [name, trader] of openTraders(contracts, market, world.seed, product)) {
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
    product,
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
