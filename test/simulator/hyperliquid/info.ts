/** `POST /info`: every question that Hyperliquid answers by address, in its shapes (documentation, "Info endpoint"). */
import type { World } from '../exchange';
import type { HlAccount } from './accounts';
import { assetNamed, dexes, marginTable } from './assets';
import type { Ledger } from './ledger';
import { activeAssetData, clearinghouseState, openOrders, spotState } from './state';
import { allMids, candles, contextsOf, intervals, l2Book, metaOf, perpDexs } from './venue-data';

export interface Answer {
  status: number;
  /** A string of a failure is plain text; anything else is JSON. */
  body: unknown;
}

/** What the venue says to a body that it cannot read. */
export const unreadable: Answer = {
  status: 422,
  body: 'Failed to deserialize the JSON body into the target type',
};

const ok = (body: unknown): Answer => ({ status: 200, body });
/** A well-formed question about something that does not exist. */
const nothing: Answer = { status: 500, body: null };

export function answerInfo(world: World, ledger: Ledger, text: string): Answer {
  let question: unknown;
  try {
    question = JSON.parse(text);
  } catch {
    return unreadable;
  }
  if (typeof question !== 'object' || question === null) return unreadable;
  const answer = ask(world, ledger, question as Record<string, unknown>);
  return world.switches.drifted && answer.status === 200 ? { ...answer, body: drift(answer.body) } : answer;
}

/** As after a release that renames a field of every position. */
export function drift(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body).replaceAll('"szi":', '"signedSz":'));
}

function ask(world: World, ledger: Ledger, question: Record<string, unknown>): Answer {
  const { market } = world;
  const { type, dex = '', user, coin } = question;
  if (typeof dex !== 'string') return unreadable;
  if (!dexes.includes(dex)) return nothing;
  const account = typeof user === 'string' && /^0x[0-9a-f]{40}$/i.test(user) ? ledger.at(user) : undefined;
  const asset = typeof coin === 'string' ? assetNamed(coin) : undefined;

  switch (type) {
    case 'meta':
      return ok(metaOf(dex));
    case 'metaAndAssetCtxs':
      return ok([metaOf(dex), contextsOf(market, dex)]);
    case 'allPerpMetas':
      return ok(dexes.map(metaOf));
    case 'perpDexs':
      return ok(perpDexs());
    case 'allMids':
      return ok(allMids(market, dex));
    case 'marginTable': {
      const table = typeof question.id === 'number' ? marginTable(question.id) : null;
      return table ? ok(table) : unreadable;
    }
    case 'l2Book':
      if (typeof coin !== 'string') return unreadable;
      return asset ? ok(l2Book(market, asset, world.now(), 20)) : nothing;
    case 'candleSnapshot': {
      const { req } = question;
      if (typeof req !== 'object' || req === null) return unreadable;
      const { coin: name, interval, startTime, endTime = world.now() } = req as Record<string, unknown>;
      if (typeof name !== 'string' || typeof startTime !== 'number' || typeof endTime !== 'number')
        return unreadable;
      if (typeof interval !== 'string' || !Object.hasOwn(intervals, interval)) return unreadable;
      const wanted = assetNamed(name);
      return wanted ? ok(candles(market, wanted, interval, startTime, endTime)) : nothing;
    }
    case 'spotMeta':
      return ok(spotMeta);
    case 'spotMetaAndAssetCtxs':
      return ok([spotMeta, spotContexts]);
    case 'fundingHistory':
    case 'predictedFundings':
      return ok([]);
  }

  if (!account) return unreadable;
  switch (type) {
    case 'clearinghouseState':
      return ok(clearinghouseState(market, account, dex, world.now()));
    case 'spotClearinghouseState':
      return ok(spotState(market, account));
    case 'userAbstraction':
      return ok(account.abstraction);
    case 'userDexAbstraction':
      return ok(false);
    case 'frontendOpenOrders':
      return ok(openOrders(account, dex));
    case 'openOrders':
      return ok(
        openOrders(account, dex).map(({ coin, side, limitPx, sz, oid, timestamp, origSz, reduceOnly }) => ({
          coin,
          side,
          limitPx,
          sz,
          oid,
          timestamp,
          origSz,
          reduceOnly,
        })),
      );
    case 'activeAssetData':
      if (typeof coin !== 'string') return unreadable;
      return asset ? ok(activeAssetData(market, account, asset)) : nothing;
    case 'userRole':
      return ok({ role: account.name === 'stranger' ? 'missing' : account.isVault ? 'vault' : 'user' });
    case 'subAccounts':
    case 'subAccounts2':
      return ok(null);
    case 'userFills':
    case 'userFillsByTime':
      return ok(ledger.fillsOf(account));
    case 'userFees':
      return ok({
        dailyUserVlm: [],
        userCrossRate: '0.00045',
        userAddRate: '0.00015',
        activeReferralDiscount: '0.0',
      });
    case 'webData2':
      return ok(webData2(world, account));
    case 'orderStatus':
      return ok({ status: 'unknownOid' });
    case 'userRateLimit':
      return ok({ cumVlm: '0.0', nRequestsUsed: 0, nRequestsCap: 10_000, nRequestsSurplus: 0 });
    case 'extraAgents':
    case 'portfolio':
    case 'userFunding':
    case 'historicalOrders':
      return ok([]);
    case 'maxBuilderFee':
      return ok(0);
    default:
      return unreadable;
  }
}

/** What the page once got in one message. */
export function webData2({ market, now }: World, account: HlAccount) {
  return {
    clearinghouseState: clearinghouseState(market, account, '', now()),
    leadingVaults: [],
    totalVaultEquity: '0.0',
    openOrders: openOrders(account, ''),
    agentAddress: null,
    agentValidUntil: null,
    cumLedger: '1000.0',
    meta: metaOf(''),
    assetCtxs: contextsOf(market, ''),
    serverTime: now(),
    isVault: account.isVault,
    user: account.address,
    twapStates: [],
    spotState: spotState(market, account),
    spotAssetCtxs: [],
    perpsAtOpenInterestCap: [],
  };
}

const spotContexts = [spotContext('PURR/USDC', '0.14988'), spotContext('@107', '92.9315')];

function spotContext(coin: string, price: string) {
  return {
    coin,
    markPx: price,
    midPx: price,
    prevDayPx: price,
    dayNtlVlm: '179216.62822',
    dayBaseVlm: '2483110.0',
  };
}

const spotMeta = {
  universe: [
    { tokens: [1, 0], name: 'PURR/USDC', index: 0, isCanonical: true },
    { tokens: [150, 0], name: '@107', index: 107, isCanonical: false },
  ],
  tokens: [
    token('USDC', 0, 8, 8),
    token('PURR', 1, 0, 5),
    token('HYPE', 150, 2, 8),
    token('USDE', 235, 2, 8),
    token('USDT0', 268, 2, 8),
    token('USDH', 360, 2, 8),
  ],
};

function token(name: string, index: number, szDecimals: number, weiDecimals: number) {
  const tokenId = `0x${index.toString(16).padStart(32, '0')}`;
  return {
    name,
    szDecimals,
    weiDecimals,
    index,
    tokenId,
    isCanonical: true,
    evmContract: null,
    fullName: null,
  };
}
