/**
 * The shapes of the documents' samples, where they are at hand: each of their keys is in what the simulator says,
 * with a value of the same type.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMarket } from '../market';
import { entries } from './account-calls';
import { rateUpdates } from './asset-index';
import type { UserEvent } from './events';
import { openFloor } from './floor';
import { portfolioEntries, rateCalls } from './portfolio-calls';
import { answerPublic } from './public-api';
import { restrictions } from './signed-api';
import { openStreamMessages } from './stream-messages';

const folder = join(import.meta.dirname, '../../../../shared/fixtures/binance');
const sample = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

const market = createMarket({ scenario: 'still', seed: 1, live: false });
const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
const floor = openFloor({ market, scenario: 'still', seed: 1, switches, now: market.now });
afterAll(() => {
  floor.close();
  market.close();
});

/** What is there only sometimes: with trailing stops, or where an account's brackets are scaled. */
const sometimes = new Set(['[0].activatePrice', '[0].priceRate', '.o.AP', '.o.cr', '[0].notionalCoef']);

/** Paths at which the sample has something that ours has not. */
function lacking(theirs: unknown, ours: unknown, path = ''): string[] {
  if (Array.isArray(theirs)) {
    if (!Array.isArray(ours)) return [path];
    // A tuple of plain values is compared place by place, a list of rows by its first row.
    const places = typeof theirs[0] === 'object' ? Math.min(1, ours.length) : theirs.length;
    return theirs.slice(0, places).flatMap((value, k) => lacking(value, ours[k], `${path}[${k}]`));
  }
  if (theirs === null || typeof theirs !== 'object') {
    return theirs === null || typeof theirs === typeof ours ? [] : [`${path}: ${typeof ours}`];
  }
  if (ours === null || typeof ours !== 'object') return [path];
  return Object.entries(theirs).flatMap(([key, value]) =>
    sometimes.has(`${path}.${key}`)
      ? []
      : key in ours
        ? lacking(value, (ours as Record<string, unknown>)[key], `${path}.${key}`)
        : [`${path}.${key}`],
  );
}

const signed = (route: string, account = 'oneway', query = '') =>
  entries[route]!.run({
    desk: floor.desks.get(account)!,
    floor,
    query: new URLSearchParams(query),
    keys: { of: () => 'key' },
  });
const coins = openFloor({ market, scenario: 'still', seed: 1, switches, now: market.now }, 'coinm');
afterAll(() => coins.close());
const coinSigned = (route: string) =>
  entries[route]!.run({
    desk: coins.desks.get('coinm-hedge')!,
    floor: coins,
    query: new URLSearchParams(),
    keys: { of: () => 'key' },
  });
const joint = (route: string) =>
  portfolioEntries[route]!.run({
    usdm: floor,
    coinm: coins,
    name: 'portfolio',
    query: new URLSearchParams(),
    listenKey: () => 'key',
  });
const rates = (name: string) => rateCalls[name]!(floor);
const open = (path: string, query: string) => answerPublic(path, new URLSearchParams(query), floor)!.body;

function events(kind: string): UserEvent {
  const desk = floor.desks.get('seed')!;
  const heard: UserEvent[] = [];
  const hear = (event: UserEvent) => heard.push(event);
  desk.listeners.add(hear);
  const order = { symbol: 'BTCUSDT', side: 'BUY' } as const;
  desk.matching.place({ ...order, type: 'MARKET', quantity: '0.01' });
  desk.matching.place({ ...order, type: 'STOP_MARKET', quantity: '0.01', triggerPrice: '90000' });
  desk.matching.setLeverage('BTCUSDT', heard.length + 1);
  desk.listeners.delete(hear);
  return heard.find(event => event.e === kind)!;
}

describe.skipIf(!existsSync(folder))('the samples of the documents', () => {
  it.each<[string, () => unknown]>([
    ['fapi_v3_positionRisk__oneway', () => signed('GET positionRisk')],
    ['fapi_v3_positionRisk__hedge', () => signed('GET positionRisk', 'hedge')],
    ['fapi_v3_account__single_asset', () => signed('GET account')],
    ['fapi_v3_balance', () => signed('GET balance')],
    ['fapi_v1_symbolConfig', () => signed('GET symbolConfig')],
    ['fapi_v1_accountConfig', () => signed('GET accountConfig')],
    ['fapi_v1_openOrders', () => signed('GET openOrders')],
    ['fapi_v1_openAlgoOrders', () => signed('GET openAlgoOrders')],
    ['fapi_v1_leverageBracket', () => signed('GET leverageBracket')],
    ['fapi_v1_commissionRate', () => signed('GET commissionRate', 'oneway', 'symbol=BTCUSDT')],
    ['fapi_v1_positionSide_dual', () => signed('GET positionSide/dual')],
    ['sapi_v1_apiRestrictions', () => restrictions(false, 0)],
    ['fapi_v3_account__multi_assets', () => signed('GET account', 'multi')],
    ['fapi_v1_multiAssetsMargin', () => signed('GET multiAssetsMargin', 'multi')],
    ['fapi_v1_assetIndex__all', () => open('/fapi/v1/assetIndex', '')],
    ['ws_fapi_assetIndex_arr', () => rateUpdates(floor)],
    ['dapi_v1_account', () => coinSigned('GET account')],
    ['dapi_v1_positionRisk', () => coinSigned('GET positionRisk')],
    ['dapi_v2_leverageBracket', () => coinSigned('GET leverageBracket')],
    ['papi_v1_account', () => joint('GET account')],
    ['papi_v1_balance', () => joint('GET balance')],
    ['papi_v1_um_positionRisk', () => joint('GET um/positionRisk')],
    ['papi_v1_cm_positionRisk', () => joint('GET cm/positionRisk')],
    ['sapi_v1_portfolio_collateralRate', () => rates('collateralRate')],
    ['sapi_v1_portfolio_margin_asset_leverage', () => rates('margin-asset-leverage')],
    ['fapi_v1_premiumIndex', () => open('/fapi/v1/premiumIndex', 'symbol=BTCUSDT')],
    ['fapi_v1_klines', () => open('/fapi/v1/klines', 'symbol=BTCUSDT&interval=1h&limit=1')],
    ['fapi_v1_markPriceKlines', () => open('/fapi/v1/markPriceKlines', 'symbol=BTCUSDT&interval=1h&limit=1')],
    ['ws_fapi_markPriceUpdate', () => openStreamMessages(floor)('btcusdt@markPrice@1s', 10)],
    ['ws_fapi_markPrice_arr', () => openStreamMessages(floor)('!markPrice@arr@1s', 10)],
    ['ws_fapi_ACCOUNT_UPDATE', () => events('ACCOUNT_UPDATE')],
    ['ws_fapi_ORDER_TRADE_UPDATE', () => events('ORDER_TRADE_UPDATE')],
    ['ws_fapi_ALGO_UPDATE', () => events('ALGO_UPDATE')],
    ['ws_fapi_ACCOUNT_CONFIG_UPDATE__leverage', () => events('ACCOUNT_CONFIG_UPDATE')],
  ])('%s', (name, ours) => {
    expect(lacking(sample(name), ours())).toEqual([]);
  });
});
