/**
 * What a WebSocket subscription brings: one function per channel, in the shapes of the venue's frames as captured
 * on 2026-10-06 (documentation, "Subscriptions").
 */
import { deflateRawSync } from 'node:zlib';
import type { World } from '../exchange';
import { hour } from '../history';
import type { HlAccount } from './accounts';
import { type Asset, assetNamed, dexes, tradable } from './assets';
import { pricesOf } from './figures';
import { drift, webData2 } from './info';
import type { Ledger } from './ledger';
import { activeAssetData, clearinghouseState, openOrders, spotState } from './state';
import { allMids, candles, contextOf, contextsOf, intervals, l2Book } from './venue-data';

export interface Subscription {
  /** With the venue's defaults filled in and the user in lower case. */
  echo: Record<string, unknown>;
  /** Market prices, or the state of one account. */
  about: 'market' | 'account';
  account: HlAccount | null;
  asset: Asset | null;
  /** The least ms between two frames that nothing but time calls for; null: only on change. */
  every: number | null;
  /** The data of one frame; null: nothing to say now. */
  data(): unknown;
}

/** Null: the venue closes the socket without a word (an unknown coin). A string: an error frame. */
export function subscriptionOf(
  world: World,
  ledger: Ledger,
  wanted: Record<string, unknown>,
): Subscription | string | null {
  const { market } = world;
  const { type } = wanted;
  const dex = typeof wanted.dex === 'string' ? wanted.dex : '';
  const invalid = `Invalid subscription ${JSON.stringify(wanted)}`;
  if (!dexes.includes(dex)) return null;

  const asset = typeof wanted.coin === 'string' ? (assetNamed(wanted.coin) ?? null) : null;
  const ofCoin = ['activeAssetData', 'activeAssetCtx', 'l2Book', 'bbo', 'trades', 'candle'];
  if (ofCoin.includes(String(type))) {
    if (typeof wanted.coin !== 'string') return invalid;
    if (!asset || asset.coin === null) return null;
  }
  const ofUser = [
    'allDexsClearinghouseState',
    'clearinghouseState',
    'spotState',
    'openOrders',
    'activeAssetData',
    'webData2',
    'webData3',
    'userFills',
    'orderUpdates',
    'userEvents',
    'twapStates',
    'notification',
    'userFundings',
    'userNonFundingLedgerUpdates',
  ];
  let account: HlAccount | null = null;
  if (ofUser.includes(String(type))) {
    if (typeof wanted.user !== 'string' || !/^0x[0-9a-f]{40}$/i.test(wanted.user)) return invalid;
    account = ledger.at(wanted.user);
  }

  const of = (
    about: Subscription['about'],
    every: number | null,
    echo: Record<string, unknown>,
    data: () => unknown,
  ): Subscription => ({ about, every, account, asset, data, echo: { type, ...echo } });
  const user = account?.address;
  const state = (data: () => unknown) => () => (world.switches.drifted ? drift(data()) : data());

  switch (type) {
    case 'allMids':
      return of('market', 5000, dex ? { dex } : {}, () => ({
        ...(dex ? { dex } : {}),
        mids: allMids(market, dex),
      }));
    case 'fastAssetCtxs':
      return of('market', 1000, {}, fastContexts(world));
    case 'allDexsAssetCtxs':
      return of('market', 13_600, {}, () => ({ ctxs: dexes.map(name => [name, contextsOf(market, name)]) }));
    case 'activeAssetCtx':
      return of('market', 1000, { coin: asset!.name }, () => ({
        coin: asset!.name,
        ctx: contextOf(market, asset!),
      }));
    case 'l2Book': {
      const { nSigFigs = null, mantissa = null, fast = false } = wanted;
      const echo = { coin: asset!.name, nSigFigs, mantissa, fast };
      return of('market', fast ? 540 : 5400, echo, () => l2Book(market, asset!, world.now(), fast ? 5 : 20));
    }
    case 'bbo':
      return of('market', 1000, { coin: asset!.name }, () => {
        const { coin, time, levels } = l2Book(market, asset!, world.now(), 1);
        return { coin, time, bbo: [levels[0]![0], levels[1]![0]] };
      });
    case 'trades':
      return of('market', 1000, { coin: asset!.name }, () => [tradeOf(world, ledger, asset!)]);
    case 'candle': {
      const { interval } = wanted;
      if (typeof interval !== 'string' || !Object.hasOwn(intervals, interval)) return invalid;
      return of('market', 1000, { coin: asset!.name, interval }, () => {
        const from = world.now() - 2 * Math.max(hour, intervals[interval]!);
        return candles(market, asset!, interval, from, world.now()).at(-1) ?? null;
      });
    }
    case 'allDexsClearinghouseState':
      return of(
        'account',
        2000,
        { user },
        state(() => ({
          user,
          clearinghouseStates: dexes.map(name => [
            name,
            clearinghouseState(market, account!, name, world.now()),
          ]),
        })),
      );
    case 'clearinghouseState':
      return of(
        'account',
        2000,
        { user, dex },
        state(() => ({
          dex,
          user,
          clearinghouseState: clearinghouseState(market, account!, dex, world.now()),
        })),
      );
    case 'spotState':
      return of(
        'account',
        2000,
        { user, ignorePortfolioMargin: wanted.ignorePortfolioMargin ?? false },
        () => ({
          user,
          spotState: spotState(market, account!),
        }),
      );
    case 'openOrders':
      return of('account', 5000, { user, dex }, () => ({ dex, user, orders: openOrders(account!, dex) }));
    case 'activeAssetData':
      return of('account', 2000, { user, coin: asset!.name }, () =>
        activeAssetData(market, account!, asset!),
      );
    case 'webData2':
      return of(
        'account',
        2000,
        { user },
        state(() => webData2(world, account!)),
      );
    case 'webData3':
      return of('account', 2000, { user }, () => webData3(world, account!));
    case 'userFills':
      return of('account', null, { user, aggregateByTime: false }, () => ({
        isSnapshot: true,
        user,
        fills: ledger.fillsOf(account!),
      }));
    case 'twapStates':
      return of('account', null, { user, dex }, () => ({ dex, user, states: [] }));
    case 'orderUpdates':
    case 'userEvents':
    case 'notification':
    case 'userFundings':
    case 'userNonFundingLedgerUpdates':
      return of('account', null, { user }, () => null);
    default:
      return invalid;
  }
}

/** First everything, then only what changed since; base64 of raw DEFLATE. */
function fastContexts(world: World): () => string {
  const sent = new Map<string, { markPx: string; midPx: string }>();
  return () => {
    const changes: Record<string, { markPx?: string; midPx?: string }> = {};
    for (const asset of tradable) {
      const { mark, mid } = pricesOf(world.market, asset);
      const before = sent.get(asset.name);
      const change = {
        ...(before?.markPx === mark ? {} : { markPx: mark }),
        ...(before?.midPx === mid ? {} : { midPx: mid }),
      };
      if (Object.keys(change).length > 0) changes[asset.name] = change;
      sent.set(asset.name, { markPx: mark, midPx: mid });
    }
    return deflateRawSync(JSON.stringify(changes)).toString('base64');
  };
}

function webData3(world: World, account: HlAccount) {
  return {
    userState: {
      agentAddress: null,
      agentValidUntil: null,
      cumLedger: '1000.0',
      serverTime: world.now(),
      isVault: account.isVault,
      user: account.address,
      ...(account.isVault ? {} : { abstraction: account.abstraction }),
    },
    perpDexStates: dexes.map(() => ({ totalVaultEquity: '0.0', perpsAtOpenInterestCap: [] })),
  };
}

let tradeId = 910_000_000;

/** A public trade names both parties: neither is the page's user. */
function tradeOf(world: World, ledger: Ledger, asset: Asset) {
  const { mark } = pricesOf(world.market, asset);
  const tid = tradeId++;
  return {
    coin: asset.name,
    side: tid % 2 ? 'B' : 'A',
    px: mark,
    sz: l2Book(world.market, asset, world.now(), 1).levels[0]![0]!.sz,
    time: world.now(),
    hash: `0x${tid.toString(16).padStart(64, '0')}`,
    tid,
    users: [ledger.named('leader')!.address, ledger.named('vault')!.address],
  };
}
