/** The accounts of this exchange, by name: what they hold is written down here, margins come from the market. */
import { createHash } from 'node:crypto';
import { type Contract, listContracts } from './contracts';

export type Model = 'segregated_sm' | 'cross_sm' | 'segregated_pm' | 'cross_pm';

export interface Holding {
  contract: Contract;
  size: number;
  /** Since the position was opened. */
  entry: number;
  /** Since the last settlement, or since it was opened after that. */
  session: number;
  /** Realised since the last settlement. */
  realized: number;
}

export interface Order {
  id: string;
  contract: Contract;
  buy: boolean;
  amount: number;
  filled: number;
  price: number | null;
  trigger: number | null;
  type: string;
  state: string;
  reduceOnly: boolean;
  at: number;
}

export interface Key {
  id: string;
  secret: string;
  scope: string;
}

export interface Account {
  name: string;
  /** The number of the account, as the venue knows it. */
  id: number;
  type: 'main' | 'subaccount';
  model: Model;
  /** As of the last settlement. */
  balances: Map<string, number>;
  /** Realised profit since the last settlement, by currency. */
  session: Map<string, number>;
  holdings: Map<string, Holding>;
  orders: Order[];
  keys: { reads: Key; trades: Key };
}

type Held = [contract: string, size: number, entry: number, settlement: number];
type Resting = [
  contract: string,
  buy: boolean,
  amount: number,
  type: string,
  price: number | null,
  trigger: number | null,
];

interface Opening {
  model: Model;
  type?: Account['type'];
  balances: Record<string, number>;
  held: Held[];
  orders?: Resting[];
}

/** "DATED" stands for the quarterly, whose name depends on the date. */
const openings: Record<string, Opening> = {
  segregated: {
    model: 'segregated_sm',
    balances: { BTC: 1.15208431, ETH: 6.41270055, USDC: 11840.250127 },
    held: [
      ['BTC-PERPETUAL', 420_000, 84_912.5, 85_960],
      ['BTC-DATED', -150_000, 88_050, 87_115],
      ['ETH-PERPETUAL', -60_000, 2905.15, 2850.4],
      ['SOL_USDC-PERPETUAL', 300, 128.44, 130.9],
    ],
    orders: [
      ['BTC-PERPETUAL', true, 20_000, 'limit', 79_500, null],
      ['BTC-PERPETUAL', false, 420_000, 'stop_market', null, 72_000],
    ],
  },
  cross: {
    model: 'cross_sm',
    balances: { BTC: 0.64120987, ETH: 3.20551, USDC: 9150.443209, USDT: 7420.118 },
    held: [
      ['BTC-PERPETUAL', 240_000, 85_310, 86_010],
      ['ETH-PERPETUAL', -70_000, 2870.9, 2848.2],
      ['SOL_USDC-PERPETUAL', 850, 126.61, 131],
      ['BTC_USDC-PERPETUAL', -0.8, 87_020, 86_390],
    ],
    orders: [['SOL_USDC-PERPETUAL', false, 850, 'stop_limit', 104, 105]],
  },
  portfolio: {
    model: 'segregated_pm',
    type: 'subaccount',
    balances: { BTC: 3.40019244 },
    held: [
      ['BTC-PERPETUAL', 260_000, 84_020, 86_010],
      ['BTC-DATED-100000-C', -6, 0.0611, 0.0604],
      ['BTC-DATED-70000-P', 4, 0.0322, 0.0331],
    ],
  },
  /** $20,000 with a $5,000 long of ETH. */
  seed: {
    model: 'segregated_sm',
    balances: { USDC: 20_000 },
    held: [['ETH_USDC-PERPETUAL', 1.76, 2841.6, 2841.6]],
  },
  /** Nothing held: a new account. */
  empty: { model: 'segregated_sm', balances: { BTC: 0.5, USDC: 5000 }, held: [] },
};

const secretOf = (name: string, what: string, length: number): string =>
  createHash('sha256').update(`deribit ${name} ${what}`).digest('base64url').slice(0, length);

const READS = 'account:read block_trade:read custody:none mainaccount trade:read wallet:read';
const TRADES = 'account:read block_trade:read_write custody:none mainaccount trade:read_write wallet:read';

export function openAccounts(now: number): { accounts: Account[]; contracts: Contract[] } {
  const contracts = listContracts(now);
  const dated = contracts.find(({ name, perpetual, coin }) => !perpetual && coin === 'BTC' && name)!;
  const named = (name: string): Contract => {
    const real = name.replace('BTC-DATED', dated.name);
    const found = contracts.find(contract => contract.name === real);
    if (!found) throw new Error(`No contract ${name}`);
    return found;
  };
  const accounts = Object.entries(openings).map(([name, opening], k): Account => {
    const scope =
      opening.type === 'subaccount'
        ? (text: string) => text.replace(' mainaccount', '')
        : (text: string) => text;
    const key = (what: string, rights: string): Key => ({
      id: secretOf(name, `${what} id`, 8),
      secret: secretOf(name, `${what} secret`, 43),
      scope: scope(rights),
    });
    return {
      name,
      id: 61_204 + k,
      type: opening.type ?? 'main',
      model: opening.model,
      balances: new Map(Object.entries(opening.balances)),
      session: new Map(),
      holdings: new Map(
        opening.held.map(([symbol, size, entry, session]) => {
          const contract = named(symbol);
          return [contract.name, { contract, size, entry, session, realized: 0 }];
        }),
      ),
      orders: (opening.orders ?? []).map(([symbol, buy, amount, type, price, trigger], n) => ({
        id: `${name.toUpperCase()}-${k}${n}`,
        contract: named(symbol),
        buy,
        amount,
        filled: 0,
        price,
        trigger,
        type,
        state: trigger === null ? 'open' : 'untriggered',
        reduceOnly: trigger !== null,
        at: now,
      })),
      keys: { reads: key('reading', READS), trades: key('trading', TRADES) },
    };
  });
  return { accounts, contracts };
}
