/** The indexer's REST API, public by address (documentation, "HTTP API"). */
import type { World } from '../exchange';
import { hour } from '../history';
import type { DydxAccount } from './accounts';
import type { Ledger } from './ledger';
import { listingOf, listings, marketRow } from './markets';
import { childRow, heightAt, orderRow, parentRow, positionRow } from './rows';

export interface Answer {
  status: number;
  body: unknown;
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const refuse = (status: number, msg: string, param?: string): Answer => ({
  status,
  body: { errors: [{ msg, ...(param ? { param, location: 'params' } : {}) }] },
});

const resolutions: Record<string, number> = { '1HOUR': 1, '4HOURS': 4, '1DAY': 24 };

export function answerGet(world: World, ledger: Ledger, url: URL): Answer {
  const path = url.pathname
    .replace(/^\/v4/, '')
    .split('/')
    .filter(part => part !== '')
    .map(decodeURIComponent);
  const query = url.searchParams;
  const [what] = path;
  switch (what) {
    case 'addresses':
      return addresses(world, ledger, path);
    case 'perpetualMarkets': {
      const ticker = query.get('ticker') ?? query.get('market');
      const limit = Number(query.get('limit') ?? listings.length);
      if (ticker !== null && !listingOf(ticker))
        return refuse(400, 'ticker must be a valid ticker (BTC-USD, etc)', 'ticker');
      const shown = listings.filter(each => ticker === null || each.ticker === ticker).slice(0, limit);
      return ok({
        markets: Object.fromEntries(shown.map(each => [each.ticker, marketRow(world.market, each)])),
      });
    }
    case 'orders':
    case 'perpetualPositions':
    case 'assetPositions':
    case 'fills': {
      const account = asked(ledger, path, query);
      if (!account) return refuse(404, `No subaccount found with address ${query.get('address')}`);
      if (what === 'fills') return ok({ pageSize: 100, fills: [] });
      if (what === 'orders') return ok(orders(account, path, query));
      return ok(holdings(world, account, what));
    }
    case 'candles':
      return candles(world, path, query);
    case 'time':
      return ok({ iso: new Date(world.now()).toISOString(), epoch: world.now() / 1000 });
    case 'height':
      return ok({ height: heightAt(world.now()), time: new Date(world.now()).toISOString() });
    default:
      return refuse(404, 'Not Found');
  }
}

function addresses(world: World, ledger: Ledger, [, address = '', kind, text]: string[]): Answer {
  if (!/^dydx1[a-z\d]{38}$/.test(address))
    return refuse(400, 'address must be a valid dydx address', 'address');
  const own = ledger.accounts.filter(each => each.address === address);
  const all = own.flatMap(account => [...account.subaccounts.values()].map(sub => ({ account, sub })));
  if (own.length === 0) return refuse(404, `No subaccounts found for address ${address}`);
  if (kind === undefined) {
    return ok({
      subaccounts: all.map(({ account, sub }) => childRow(world, account, sub)),
      totalTradingRewards: '0',
    });
  }
  const number = Number(text);
  if (!/^\d{1,6}$/.test(text ?? ''))
    return refuse(400, 'subaccountNumber must be a non-negative integer', 'subaccountNumber');
  if (kind === 'parentSubaccountNumber') {
    const account = own.find(each => each.parent === number);
    return account
      ? ok({ subaccount: parentRow(world, account) })
      : refuse(404, `No subaccounts found for address ${address} and parentSubaccountNumber ${number}`);
  }
  const found = all.find(({ sub }) => sub.number === number);
  return found
    ? ok({ subaccount: childRow(world, found.account, found.sub) })
    : refuse(404, `No subaccount found with address ${address} and subaccountNumber ${number}`);
}

function asked(ledger: Ledger, path: string[], query: URLSearchParams): DydxAccount | undefined {
  const number = Number(
    query.get(path[1] === 'parentSubaccountNumber' ? 'parentSubaccountNumber' : 'subaccountNumber'),
  );
  return ledger.at(query.get('address') ?? '', number % 128);
}

function orders(account: DydxAccount, path: string[], query: URLSearchParams) {
  const wanted = query.get('status')?.split(',');
  const number = path[1] === 'parentSubaccountNumber' ? null : Number(query.get('subaccountNumber'));
  return account.orders
    .filter(each => !wanted || wanted.includes(each.status))
    .filter(each => number === null || each.subaccount === number)
    .map(each => orderRow(account, each));
}

function holdings(world: World, account: DydxAccount, what: string) {
  const subs = [...account.subaccounts.values()];
  if (what === 'assetPositions') {
    return { positions: subs.flatMap(sub => Object.values(childRow(world, account, sub).assetPositions)) };
  }
  return {
    positions: subs.flatMap(sub =>
      [...sub.holdings.values()].map(each => positionRow(world, each, sub.number)),
    ),
  };
}

/** Newest first; the running bar is among them. */
function candles({ market, now }: World, [, , ticker = '']: string[], query: URLSearchParams): Answer {
  const listing = listingOf(ticker);
  const resolution = query.get('resolution') ?? '';
  const hours = resolutions[resolution];
  if (!listing) return refuse(400, 'ticker must be a valid ticker (BTC-USD, etc)', 'ticker');
  if (!hours)
    return refuse(
      400,
      `resolution must be a valid Candle Resolution, one of ${Object.keys(resolutions)}`,
      'resolution',
    );
  const time = (name: string, otherwise: number) => {
    const text = query.get(name);
    return text === null ? otherwise : Date.parse(text);
  };
  const limit = Math.min(1000, Number(query.get('limit') ?? 1000));
  const [from, to] = [time('fromISO', 0), time('toISO', now() + 1)];
  if (Number.isNaN(from) || Number.isNaN(to) || !(limit > 0))
    return refuse(400, 'fromISO must be an ISO 8601 date', 'fromISO');
  const step = hours * hour;
  const bars = market.candles(listing.coin.name, from - step, to - 1);
  const starts = [...new Set(bars.map(bar => Math.floor(bar.at / step) * step))]
    .filter(at => at >= from && at < to)
    .sort((a, b) => b - a)
    .slice(0, limit);
  return ok({
    candles: starts.map(at => {
      const own = bars.filter(bar => bar.at >= at && bar.at < at + step);
      const volume = own.reduce((sum, bar) => sum + Number(bar.volume), 0);
      return {
        startedAt: new Date(at).toISOString(),
        ticker,
        resolution,
        low: own.reduce((low, bar) => (Number(bar.low) < Number(low) ? bar.low : low), own[0]!.low),
        high: own.reduce((high, bar) => (Number(bar.high) > Number(high) ? bar.high : high), own[0]!.high),
        open: own[0]!.open,
        close: own.at(-1)!.close,
        baseTokenVolume: volume.toFixed(4),
        usdVolume: (volume * Number(own[0]!.open)).toFixed(4),
        trades: 49,
        startingOpenInterest: listing.openInterest,
        orderbookMidPriceOpen: own[0]!.open,
        orderbookMidPriceClose: own.at(-1)!.close,
      };
    }),
  });
}
