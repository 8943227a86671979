import { describe, expect, it } from 'vitest';
import type { Account } from '../engine/account';
import type { Report } from '../engine/report';
import { pairs, within } from './cross-check';
import { agreement, type CheckState, follow, UNCHECKED } from './cross-check-window';

/** One short of 10 ETH; the venue prints `theirs`, we computed `ours`. Shapes of account.ts and report.ts. */
function said(
  theirs: string | null,
  ours: string | null,
  tick = '0.1',
): { account: Account; report: Report } {
  const account: Account = {
    format: 'plimsoll.account/1',
    venue: 'hyperliquid',
    account: '0xa',
    asOf: 0,
    pools: [
      {
        id: 'cross',
        kind: 'cross',
        unit: 'USDC',
        collateral: [],
        positions: [
          {
            symbol: 'ETH',
            factor: 'ETH',
            size: '-10',
            contract: { type: 'linear', multiplier: '1' },
            entryPrice: '2000',
            markPrice: '2000',
            tick,
            reported: { liquidationPrice: theirs },
          },
        ],
        orders: [],
        rules: {
          liquidatedWhen: 'below',
          threshold: '1',
          ratio: 'maintenance/equity',
          printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
        },
      },
    ],
  };
  const report: Report = {
    format: 'plimsoll.report/1',
    venue: 'hyperliquid',
    account: '0xa',
    asOf: 0,
    pools: [
      {
        id: 'cross',
        kind: 'cross',
        unit: 'USDC',
        equity: '5000',
        maintenanceMargin: '200',
        headroom: '4800',
        marginRatio: '0.04',
        usage: '0.04',
        state: 'safe',
        collateral: [],
        positions: [
          {
            symbol: 'ETH',
            value: '20000',
            unrealizedPnl: '0',
            maintenanceMargin: '200',
            printedLiquidationPrice: ours,
            liquidation: { below: null, above: ours },
          },
        ],
        problems: [],
      },
    ],
  };
  return { account, report };
}

const only = (theirs: string | null, ours: string | null, tick?: string) => {
  const { account, report } = said(theirs, ours, tick);
  const [pair] = pairs(account, report);
  return within(pair!, [pair!.ours]);
};

describe('two figures', () => {
  it('are the same up to a tick or the last printed digit', () => {
    expect(only('2450.1', '2450.0500001')).toBe(true);
    expect(only('2450.1', '2450.2')).toBe(true);
    expect(only('2450.1', '2450.21')).toBe(false);
    expect(only('2450.1234567891', '2450.1234567890', '0.0000001')).toBe(true);
  });

  it('differ when one has a price and the other none, and agree when neither has', () => {
    expect(only(null, '2450')).toBe(false);
    expect(only('2450', null)).toBe(false);
    expect(only(null, null)).toBe(true);
  });

  it('cannot be compared when our pool is unknown', () => {
    const { account, report } = said('2450', null);
    report.pools[0]!.state = 'unknown';
    const [pair] = pairs(account, report);
    expect(within(pair!, [pair!.ours])).toBeNull();
  });

  it('are all named, hedge legs apart', () => {
    const { account, report } = said('2450', '2450');
    const pool = account.pools[0]!;
    pool.reported = { equity: '5000', maintenanceMargin: '200', marginRatio: '0.04' };
    pool.positions.push(pool.positions[0]!);
    report.pools[0]!.positions.push(report.pools[0]!.positions[0]!);
    expect(pairs(account, report).map(pair => pair.name)).toEqual([
      'cross equity',
      'cross maintenance-margin',
      'cross margin-ratio',
      'cross ETH liquidation-price',
      'cross ETH liquidation-price #2',
    ]);
  });
});

describe('over time', () => {
  const step = (state: CheckState, theirs: string | null, ours: string | null, now: number) => {
    const { account, report } = said(theirs, ours);
    return follow(state, account, report, now);
  };

  it('agrees at once in a standing market', () => {
    expect(agreement(step(UNCHECKED, '2450', '2450', 0).verdicts)).toBe(true);
  });

  it('accepts a figure of a moment ago while the market moves, and does not judge it by later prices', () => {
    let state = step(UNCHECKED, '2400', '2400', 0);
    for (let t = 100; t <= 2000; t += 100) state = step(state, '2400', String(2400 + t / 100), t);
    state = step(state, '2415', '2421', 2100);
    expect(agreement(state.verdicts)).toBe(true);
    for (let t = 2200; t <= 20_000; t += 100) state = step(state, '2415', String(2421 + t / 100), t);
    expect(agreement(state.verdicts)).toBe(true);
    expect(state.differences).toEqual([]);
  });

  it('remembers enough of a burst of 200 changes a second', () => {
    let state = step(UNCHECKED, '2400', '2400', 0);
    for (let t = 5; t <= 8000; t += 5) state = step(state, '2400', String(2400 + t / 100), t);
    expect(state.recent.length).toBeLessThanOrEqual(130);
    state = step(state, '2460', '2480.05', 8005);
    expect(agreement(state.verdicts)).toBe(true);
    expect(state.verdicts[0]!.agrees).toBe(true);
  });

  it('accepts a figure that is ahead of our prices, once they arrive', () => {
    let state = step(UNCHECKED, '2400', '2400', 0);
    state = step(state, '2410', '2400', 100);
    expect(state.verdicts[0]!.agrees).toBe(true);
    state = step(state, '2410', '2410', 600);
    expect(agreement(state.verdicts)).toBe(true);
    state = step(state, '2410', '2300', 9000);
    expect(agreement(state.verdicts)).toBe(true);
  });

  it('names a difference that stays, keeps it once, and takes it back when the figures meet again', () => {
    let state = step(UNCHECKED, '2450', '2440', 0);
    expect(agreement(state.verdicts)).toBeNull();
    state = step(state, '2450', '2440', 2900);
    expect(agreement(state.verdicts)).toBeNull();
    state = step(state, '2450', '2440', 3000);
    expect(agreement(state.verdicts)).toBe(false);
    for (let t = 3100; t < 9000; t += 100) state = step(state, '2450', '2440', t);
    expect(state.differences).toHaveLength(1);
    expect(state.differences[0]).toMatchObject({
      name: 'cross ETH liquidation-price',
      ours: '2440',
      theirs: '2450',
    });
    expect(state.differences[0]!.relative).toBeCloseTo(-0.00408, 5);
    state = step(state, '2440', '2440', 9100);
    expect(agreement(state.verdicts)).toBe(true);
  });

  it('finds a difference although the venue says something new several times a second', () => {
    let state = UNCHECKED;
    for (let t = 0; t <= 4000; t += 200)
      state = step(state, String(2450 + t / 100), String(2300 + t / 100), t);
    expect(agreement(state.verdicts)).toBe(false);
    expect(state.differences).toHaveLength(1);
  });

  it('decides at once when the account stands at the moment of the figures', () => {
    const { account, report } = said('2450', '2440');
    const state = follow(UNCHECKED, account, report, 0, true);
    expect(agreement(state.verdicts)).toBe(false);
    expect(follow(state, account, report, 100, true).differences).toHaveLength(1);
    const met = said('2450', '2450');
    expect(agreement(follow(state, met.account, met.report, 200, true).verdicts)).toBe(true);
  });

  it('decides also when nothing is heard until long after', () => {
    let state = step(UNCHECKED, '2450', '2440', 0);
    state = step(state, '2450', '2440', 60_000);
    expect(agreement(state.verdicts)).toBe(false);
  });
});
