/** The accounts of one running Hyperliquid: who they are, what is filled, who wants to know. */
import type { SimulatedFill, SimulatedOrder, World } from '../exchange';
import { type HlAccount, openAccounts } from './accounts';
import { assetNamed } from './assets';
import { type Fill, fillOrder, type Order, setLeverage } from './fills';
import { tidy } from './text';

export interface Ledger {
  accounts: HlAccount[];
  named(name: string): HlAccount | undefined;
  /** Any address has an account; one that never traded is empty. */
  at(address: string): HlAccount;
  fill(account: HlAccount, order: Order): ReturnType<typeof fillOrder>;
  order(name: string, order: SimulatedOrder): SimulatedFill;
  changeLeverage(account: HlAccount, coin: string, isCross: boolean, value: number): string | null;
  cancel(account: HlAccount, oid: number): boolean;
  fillsOf(account: HlAccount): Fill[];
  /** After a fill (the fill is given) or another change of the account. */
  onChange(listener: (account: HlAccount, fill: Fill | null) => void): void;
}

export function createLedger(world: World): Ledger {
  const accounts = openAccounts(world.now());
  const fills = new Map<string, Fill[]>();
  const listeners: ((account: HlAccount, fill: Fill | null) => void)[] = [];
  const tell = (account: HlAccount, fill: Fill | null) => {
    for (const listener of listeners) listener(account, fill);
  };

  const ledger: Ledger = {
    accounts,
    named: name => accounts.find(account => account.name === name),
    at(address) {
      const key = address.toLowerCase();
      return (
        accounts.find(account => account.address === key) ?? {
          name: 'stranger',
          address: key,
          abstraction: 'default',
          isVault: false,
          cash: new Map(),
          holdings: new Map(),
          orders: [],
          spot: [],
          leverage: new Map(),
        }
      );
    },
    fill(account, order) {
      const result = fillOrder(world.market, account, order, world.now());
      if (result.ok) {
        fills.set(account.address, [result.fill, ...(fills.get(account.address) ?? [])]);
        tell(account, result.fill);
      }
      return result;
    },
    order(name, { symbol, side, size, price, reduceOnly = false, leverage, marginMode }) {
      const account = ledger.named(name);
      const asset = assetNamed(symbol);
      if (!account || !asset) return { ok: false, reason: `No account ${name} or no asset ${symbol}` };
      if (leverage !== undefined || marginMode !== undefined) {
        const selected = account.leverage.get(symbol);
        const cross = (marginMode ?? selected?.type ?? 'cross') === 'cross';
        const refused = setLeverage(world.market, account, asset, cross, leverage ?? selected?.value ?? 20);
        if (refused) return { ok: false, reason: refused };
      }
      const order = {
        asset,
        buy: side === 'buy',
        size: Number(size),
        price: price === null ? null : tidy(price),
        reduceOnly,
      };
      const result = ledger.fill(account, order);
      return result.ok ? { ok: true, price: result.fill.px, size: result.fill.sz } : result;
    },
    changeLeverage(account, coin, isCross, value) {
      const asset = assetNamed(coin);
      if (!asset) return 'Unknown asset';
      const refused = setLeverage(world.market, account, asset, isCross, value);
      if (refused === null) tell(account, null);
      return refused;
    },
    cancel(account, oid) {
      const left = account.orders.filter(order => order.oid !== oid);
      const found = left.length < account.orders.length;
      account.orders = left;
      if (found) tell(account, null);
      return found;
    },
    fillsOf: account => fills.get(account.address) ?? [],
    onChange: listener => listeners.push(listener),
  };
  return ledger;
}
