/**
 * Public captures of the venue's answers, where they are at hand (they are not part of this project): the
 * liquidation prices that the venue printed come out of the account.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../engine/account';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import { accounts } from './account';
import { answer, frame, heard, ME, META, subscribe, T0 } from './fake-venue';
import type { State } from './state';

const FOLDER = '../shared/fixtures/hyperliquid';
// biome-ignore lint/suspicious/noExplicitAny: captures of many shapes
type Capture = any;
const load = (name: string): Capture => JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'));

const connected = subscribe({ type: 'activeAssetData', user: ME, coin: 'BTC' });

function shown(capture: Capture, meta: unknown = META): State {
  const about = (type: string) => answer({ type, user: ME }, capture[type]);
  return heard(
    connected,
    answer({ type: 'meta' }, meta),
    ...['userAbstraction', 'clearinghouseState', 'spotClearinghouseState', 'frontendOpenOrders']
      .filter(type => capture[type] !== undefined)
      .map(about),
  );
}

function reading(state: State) {
  const [first] = accounts(state, T0);
  expect(first!.problems.filter(({ code }) => !code.startsWith('assumed'))).toEqual([]);
  return first!;
}

/** The largest relative difference of the printed liquidation prices; none may stand where there is none. */
function worst(account: Account): { rel: number; prices: number; none: number } {
  const report = assess(account);
  let [rel, prices, none] = [0, 0, 0];
  account.pools.forEach((pool, k) => {
    expect(report.pools[k]!.state, pool.id).toBe('safe');
    pool.positions.forEach((position, j) => {
      const theirs = position.reported!.liquidationPrice;
      const ours = report.pools[k]!.positions[j]!.printedLiquidationPrice;
      if (theirs === null) {
        expect(ours, position.symbol).toBeNull();
        none++;
        return;
      }
      rel = Math.max(rel, Math.abs(toFloat(ours) / toFloat(theirs) - 1));
      prices++;
    });
  });
  return { rel, prices, none };
}

describe.skipIf(!existsSync(FOLDER))('captures of the venue', () => {
  it('H1: standard mode, one cross short', () => {
    const { account, mode, checked } = reading(shown(load('tula_default-mode')));
    expect(mode).toBe('standard');
    expect(checked).toBeUndefined();
    const { rel, prices } = worst(account);
    expect(prices).toBe(1);
    expect(rel).toBeLessThan(1e-14);
    const [pool] = assess(account).pools;
    expect(toFloat(pool!.equity)).toBeCloseTo(9696485.664814, 6);
    expect(toFloat(pool!.maintenanceMargin) / 547630.3353420955).toBeCloseTo(1, 14);
    expect(account.pools[0]!.orders.length).toBeGreaterThan(5);
  });

  it('H2: standard mode with tiers, the positions that the file has left out as a constant', () => {
    const capture = load('tula_standard-spot-and-perp.trimmed');
    const state = capture.clearinghouseState;
    const [onward] = capture._extra_positions_partial;
    state.time = T0;
    const mark = onward.positionValue / -onward.szi;
    state.assetPositions.push({
      type: 'oneWay',
      position: {
        ...onward,
        leverage: { type: 'cross', value: 3 },
        entryPx: mark.toFixed(10),
        marginUsed: '0.0',
      },
    });
    // What is left out becomes cash, so that the sums of the rest are whole.
    const listed = state.assetPositions.map(({ position }: Capture) => position);
    const value = listed.reduce(
      (sum: number, { szi, positionValue }: Capture) => sum + Math.sign(szi) * positionValue,
      0,
    );
    state.crossMarginSummary.totalRawUsd = (state.crossMarginSummary.accountValue - value).toFixed(8);
    const meta = structuredClone(META);
    (meta.marginTables[2] as Capture)[1].marginTiers[1].lowerBound = '4310407.016';
    const account = structuredClone(reading(shown(capture, meta)).account);
    const pool = account.pools[0]!;
    const ours = toFloat(assess(account).pools[0]!.maintenanceMargin);
    const rest = state.crossMaintenanceMarginUsed - ours;
    expect(rest).toBeGreaterThan(0);
    pool.adjustments = [{ reason: 'left out of the file', equity: '0', requirement: rest.toFixed(10) }];
    const { rel, prices, none } = worst(account);
    expect([prices, none]).toEqual([8, 1]);
    expect(rel).toBeLessThan(1e-9);
  });

  it('H3: unified, isolated', () => {
    const { account, mode } = reading(shown(load('tula_unified-short-isolated')));
    expect(mode).toBe('unified');
    expect(account.pools.map(({ id }) => id)).toEqual(['unified:USDC', 'isolated:BTC']);
    expect(worst(account)).toMatchObject({ prices: 1, none: 0 });
    expect(worst(account).rel).toBeLessThan(1e-12);
    const [cross, isolated] = assess(account).pools;
    expect(toFloat(cross!.equity)).toBeCloseTo(1338956.533388, 6);
    expect(toFloat(isolated!.equity)).toBeCloseTo(582769.1343427809, 6);
  });

  it('H4: portfolio margin', () => {
    const capture = load('tula_portfolio-margin-borrow');
    const coins: { coin: string; maxLeverage: number }[] = capture.clearinghouseState.assetPositions.map(
      ({ position }: Capture) => position,
    );
    const known = new Set(META.universe.map(({ name }) => name));
    const meta = {
      ...META,
      universe: [
        ...META.universe,
        ...coins
          .filter(({ coin }) => !known.has(coin))
          .map(({ coin, maxLeverage }) => ({
            name: coin,
            szDecimals: 2,
            maxLeverage,
            marginTableId: maxLeverage,
          })),
      ],
    };
    const { account, mode } = reading(shown(capture, meta));
    expect(mode).toBe('portfolio margin');
    const { rel, prices, none } = worst(account);
    expect([prices, none]).toEqual([8, 2]);
    expect(rel).toBeLessThan(1e-9);
    const [pool] = assess(account).pools;
    expect(toFloat(pool!.marginRatio)).toBeCloseTo(0.0342302364, 10);
    expect(pool!.problems.map(({ code }) => code)).toContain('estimate');
  });

  it('H5: an isolated long of 2025', () => {
    const capture = {
      userAbstraction: 'default',
      clearinghouseState: load('jkorf_clearinghouseState_isolated'),
    };
    const { account } = reading(shown(capture));
    expect(worst(account)).toMatchObject({ prices: 1 });
    expect(worst(account).rel).toBeLessThan(1e-11);
  });

  it('H6: the example of the documentation', () => {
    const { position, accountSummaries } =
      load('minnzen_mainnet_m3').officialSchemaExamples.clearinghouseStateIsolatedPosition;
    const clearinghouseState = {
      ...accountSummaries,
      assetPositions: [{ type: 'oneWay', position }],
      time: T0,
    };
    const { account } = reading(shown({ userAbstraction: 'default', clearinghouseState }));
    expect(worst(account)).toMatchObject({ prices: 1 });
    expect(worst(account).rel).toBeLessThan(1e-8);
  });

  it('H7: a vault whose highest leverage is above the table', () => {
    const { selection } = load('minnzen_mainnet_m3');
    const { positions, marginSummary, crossMarginSummary, crossMaintenanceMarginUsed } = selection;
    const value = positions.reduce(
      (sum: number, { szi, positionValue }: Capture) => sum + Math.sign(szi) * positionValue,
      0,
    );
    const clearinghouseState = {
      marginSummary,
      crossMarginSummary: {
        ...crossMarginSummary,
        totalRawUsd: (crossMarginSummary.accountValue - value).toFixed(6),
      },
      crossMaintenanceMarginUsed,
      assetPositions: positions.map((position: Capture) => ({ type: 'oneWay', position })),
      time: T0,
    };
    const { account } = reading(shown({ userAbstraction: 'default', clearinghouseState }));
    const listed = toFloat(assess(account).pools[0]!.maintenanceMargin);
    account.pools[0]!.adjustments = [
      {
        reason: 'left out of the file',
        equity: '0',
        requirement: (crossMaintenanceMarginUsed - listed).toFixed(10),
      },
    ];
    const dydx = account.pools[0]!.positions.findIndex(({ symbol }) => symbol === 'DYDX');
    const ours = assess(account).pools[0]!.positions[dydx]!.printedLiquidationPrice;
    expect(toFloat(ours) / 29.3180423289).toBeCloseTo(1, 11);
    expect(worst(account).rel).toBeLessThan(1e-9);
  });

  it('H8: the tiers of the test network', () => {
    const { selection } = load('minnzen_testnet_m3');
    const capture = load('tickwright_testnet_btc_tier_measurement');
    const meta = {
      universe: selection.perpUniverse,
      marginTables: selection.perpUniverse.map(({ marginTable }: Capture) => [marginTable.id, marginTable]),
    };
    const clearinghouseState = {
      crossMarginSummary: { accountValue: '1000.0', totalNtlPos: '12073.655', totalRawUsd: '-11073.655' },
      crossMaintenanceMarginUsed: capture.crossMaintenanceMarginUsed,
      assetPositions: [
        {
          type: 'oneWay',
          position: {
            coin: 'BTC',
            szi: '0.18665',
            leverage: { type: 'cross', value: 20 },
            entryPx: '64686.0',
            positionValue: capture.positionValue,
            liquidationPx: null,
            marginUsed: '603.68275',
            maxLeverage: 40,
          },
        },
      ],
      time: T0,
    };
    const state = shown({ userAbstraction: 'default', clearinghouseState }, meta);
    const [pool] = assess(accounts(state, T0)[0]!.account).pools;
    expect(toFloat(pool!.maintenanceMargin)).toBeCloseTo(166.4731, 12);
  });

  it('reads every frame of the stream', () => {
    const { frames, fastAssetCtxs_decoded_in_order: decoded } = load('gct_ws_frames_2026-10');
    const state = heard(...frames.map(({ channel, data }: Capture) => frame(channel, data)));
    expect(state.problems).toEqual({});
    expect(Object.keys(state.users).sort()).toEqual(
      [1, 2, 3, 10].map(n => `0x${n.toString(16).padStart(40, '0')}`),
    );
    expect(state.marks['hyna:ETH']!.px).toBe(decoded[1]['hyna:ETH'].markPx);
    expect(state.marks['xyz:XYZ100']!.px).toBe(decoded[0]['xyz:XYZ100'].markPx);
    expect(state.marks['@107']).toBeUndefined();
  });

  it('names what the older and the cut-down samples lack, and keeps what it had', () => {
    const before = shown(load('tula_default-mode'));
    for (const [name, part] of [
      ['pysdk_2023_clearinghouseState', 'clearinghouseState'],
      ['nautilus_http_clearinghouse_state_negative_total_raw_usd', null],
    ] as const) {
      const body = part ? load(name)[part] : load(name);
      const state = heard(connected, answer({ type: 'clearinghouseState', user: ME }, body));
      expect(
        Object.values(state.problems).map(({ code }) => code),
        name,
      ).toEqual(['format-changed']);
      expect(state.users[ME]).toBeUndefined();
    }
    expect(before.problems).toEqual({});
  });
});
