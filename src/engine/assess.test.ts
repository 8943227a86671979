import { describe, expect, it } from 'vitest';
import { accountOf } from '../../test/vectors/engine/random-account';
import type { Pool, Position, Schedule } from './account';
import { assess } from './assess';

const long: Position = {
  symbol: 'BTCUSDT',
  factor: 'BTC',
  size: '1',
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: '100',
  markPrice: '100',
  maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.1' }] },
};

const base: Pool = {
  id: 'usdt',
  kind: 'cross',
  unit: 'USDT',
  collateral: [{ asset: 'USDT', amount: '55', price: '1', follows: null }],
  positions: [long],
  orders: [],
  rules: {
    liquidatedWhen: 'at-or-below',
    threshold: '1',
    ratio: 'maintenance/equity',
    printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
  },
};

const report = (pool: Partial<Pool>) => assess(accountOf([{ ...base, ...pool }])).pools[0]!;
const ruled = (rules: Partial<Pool['rules']>) => ({ rules: { ...base.rules, ...rules } });
const cash = (amount: string | null) => [{ ...base.collateral[0]!, amount }];

describe('totals and state', () => {
  it('gives every figure as a decimal string', () => {
    expect(report({})).toEqual({
      id: 'usdt',
      kind: 'cross',
      unit: 'USDT',
      equity: '55',
      maintenanceMargin: '10',
      headroom: '45',
      marginRatio: '0.181818181818181818181818181818',
      usage: '0.181818181818181818181818181818',
      state: 'safe',
      collateral: [{ asset: 'USDT', value: '55', counted: '55', liquidation: null }],
      positions: [
        {
          symbol: 'BTCUSDT',
          value: '100',
          unrealizedPnl: '0',
          maintenanceMargin: '10',
          printedLiquidationPrice: '50',
          liquidation: { below: '50', above: null },
        },
      ],
      problems: [],
    });
  });

  it('tells a strict trigger from one that includes the limit', () => {
    const at = report({ collateral: cash('10') });
    const strictly = report({ collateral: cash('10'), ...ruled({ liquidatedWhen: 'below' }) });
    expect([at.state, at.headroom, at.usage]).toEqual(['liquidatable', '0', '1']);
    // Right above the mark it stops being liquidatable; right below it, it starts to be.
    expect(at.positions[0]!.liquidation).toEqual({ below: null, above: '100' });
    expect(strictly.state).toBe('safe');
    expect(strictly.positions[0]!.liquidation).toEqual({ below: '100', above: null });
  });

  it('finds a limit right beside the mark when a tier starts at the mark itself', () => {
    // At 100 and above half of the whole value is required, below it a tenth: 15 is enough from the mark down.
    const steps = [
      { from: '0', rate: '0.1' },
      { from: '100', rate: '0.5' },
    ];
    const positions = [{ ...long, maintenance: { basis: 'value', style: 'whole', steps } as const }];
    const { state, positions: reported } = report({ collateral: cash('15'), positions });
    expect(state).toBe('liquidatable');
    expect(reported[0]!.liquidation).toEqual({ below: '100', above: '170' });
    // Of collateral that counts for nothing from its present price on.
    const credit: Schedule = {
      basis: 'value',
      style: 'whole',
      steps: [
        { from: '0', rate: '1' },
        { from: '100', rate: '0' },
      ],
    };
    const collateral = [{ asset: 'BTC', amount: '1', price: '100', follows: 'BTC', credit }];
    expect(report({ collateral, positions: [long] }).collateral[0]!.liquidation!.below).toBe('100');
  });

  it('finds a limit that is only touched, when touching liquidates', () => {
    // At m times the price of 100: (m − 1) coins worth 100 m, and 25 in cash: 25·(2m − 1)².
    const coin = { asset: 'BTC', amount: '0', price: '100', follows: 'BTC' };
    const collateral = [...cash('25'), coin];
    const positions = [{ ...long, size: '0.01', settle: 'BTC', maintenance: null }];
    const touched = report({ collateral, positions });
    expect(touched.positions[0]!.liquidation).toEqual({ below: '50', above: null });
    expect(touched.collateral[1]!.liquidation).toEqual({ below: '50', above: null });
    const strictly = report({ collateral, positions, ...ruled({ liquidatedWhen: 'below' }) });
    expect(strictly.positions[0]!.liquidation).toEqual({ below: null, above: null });
  });

  it('keeps an empty pool safe, unless it owes', () => {
    expect(report({ positions: [], collateral: cash('0') }).state).toBe('safe');
    expect(report({ positions: [], collateral: cash('-5') }).state).toBe('safe');
    const owing = [
      { ...base.collateral[0]!, amount: '-5', liability: { weight: '1', maintenanceRate: '0' } },
    ];
    expect(report({ positions: [], collateral: owing }).state).toBe('liquidatable');
  });

  it('has no ratio without equity, and none of equity to nothing', () => {
    const broke = report({ collateral: cash('-1') });
    expect([broke.marginRatio, broke.usage, broke.state]).toEqual([null, null, 'liquidatable']);
    const free = report({
      positions: [{ ...long, maintenance: null }],
      ...ruled({ ratio: 'equity/maintenance' }),
    });
    expect([free.marginRatio, free.usage, free.state]).toEqual([null, '0', 'safe']);
  });

  it('prints numbers without exponent, however small', () => {
    const tiny = { ...long, size: '1000000000', markPrice: '0.000000001', entryPrice: '0.000000002' };
    const { positions } = report({ positions: [tiny] });
    expect(positions[0]!.value).toBe('1');
    expect(positions[0]!.unrealizedPnl).toBe('-1');
    expect(JSON.stringify(report({ positions: [tiny] }))).not.toMatch(/\d[eE][+-]?\d/);
  });
});

describe('the unknown', () => {
  const unknown = {
    equity: null,
    maintenanceMargin: null,
    headroom: null,
    marginRatio: null,
    usage: null,
    state: 'unknown',
  };

  it.each([
    ['size', { size: null }],
    ['markPrice', { markPrice: undefined }],
    ['entryPrice', { entryPrice: null }],
    ['maintenance', { maintenance: undefined }],
    ['contract.multiplier', { contract: { type: 'linear', multiplier: null } }],
    ['feeRate', { feeRate: 'NaN' }],
    ['settle', { settle: 'BTC' }],
  ] as [string, Partial<Position>][])(
    'a position without its %s poisons its pool and no other',
    (name, change) => {
      const account = accountOf([
        { ...base, positions: [{ ...long, ...change }] },
        { ...base, id: 'other' },
      ]);
      const [spoiled, other] = assess(account).pools;
      expect(spoiled).toMatchObject(unknown);
      expect(spoiled!.problems.map(({ path }) => path)).toEqual([`$.pools[0].positions[0].${name}`]);
      expect(spoiled!.positions[0]!.liquidation).toEqual({ below: null, above: null });
      expect(spoiled!.positions[0]!.printedLiquidationPrice).toBeNull();
      expect(other).toEqual({ ...report({}), id: 'other' });
    },
  );

  it('keeps what does not depend on it', () => {
    const { positions, collateral } = report({ positions: [{ ...long, entryPrice: null }] });
    expect(positions[0]).toMatchObject({ value: '100', unrealizedPnl: null, maintenanceMargin: '10' });
    expect(collateral[0]!.value).toBe('55');
  });

  it('needs no price of what is not there', () => {
    const empty = {
      ...long,
      symbol: 'ETHUSDT',
      size: '0',
      markPrice: null,
      entryPrice: null,
      maintenance: undefined,
    };
    const nothing = { asset: 'DUST', amount: '0', price: null, follows: null };
    const known = report({ positions: [long, empty], collateral: [...base.collateral, nothing] });
    expect(known).toMatchObject({ state: 'safe', equity: '55', problems: [] });
    expect(known.positions[1]).toMatchObject({
      value: '0',
      maintenanceMargin: '0',
      printedLiquidationPrice: null,
    });
  });

  it('settles at par in the unit, with or without its row', () => {
    expect(
      report({ collateral: [], positions: [{ ...long, settle: 'USDT', markPrice: '120' }] }).equity,
    ).toBe('20');
  });

  it('says that a tick is missing, and keeps the pool', () => {
    const printed = { ...base.rules.printed, tickOffset: 1 };
    const without = report(ruled({ printed }));
    expect(without.state).toBe('safe');
    expect(without.positions[0]!.printedLiquidationPrice).toBeNull();
    expect(without.problems[0]!.path).toBe('$.pools[0].positions[0].tick');
    const withTick = report({ ...ruled({ printed }), positions: [{ ...long, tick: '0.1' }] });
    expect(withTick.positions[0]!.printedLiquidationPrice).toBe('50.1');
  });

  it('names an estimate', () => {
    expect(report({ estimate: 'a scenario model' }).problems).toEqual([
      { code: 'estimate', path: '$.pools[0].estimate', message: 'a scenario model' },
    ]);
  });
});

describe('printed prices', () => {
  const other = { ...long, symbol: 'ETHUSDT', factor: 'ETH' };
  const printing = (printed: Partial<Pool['rules']['printed']>, pool: Partial<Pool> = {}) =>
    report({ ...pool, ...ruled({ printed: { ...base.rules.printed, ...printed } }) }).positions.map(
      ({ printedLiquidationPrice }) => printedLiquidationPrice,
    );

  it('are none beside another contract where the venue prints none', () => {
    expect(printing({ onlySinglePosition: true }, { positions: [long, other] })).toEqual([null, null]);
    const pool = {
      positions: [long, { ...long, size: '-0.5' }, { ...other, size: '0' }],
      collateral: cash('30'),
    };
    // 30 + 0.5·(p − 100) = 0.15 p, for both legs of the hedge; what holds nothing does not count.
    const price = '57.1428571428571428571428571429';
    expect(printing({ onlySinglePosition: true }, pool)).toEqual([price, price, null]);
  });

  it('hold the maintenance where the venue holds it', () => {
    // 55 + (p − 100) = 10.
    expect(printing({ fixedMaintenance: true })).toEqual(['55']);
  });

  it('take a threshold of their own', () => {
    // 55 + (p − 100) = 2 · 0.1 p.
    expect(printing({ threshold: '2' })).toEqual(['56.25']);
  });

  it('leave resting orders out where the venue does', () => {
    const pool = { adjustments: [{ reason: 'orders', equity: '-10', requirement: '5' }] };
    expect(printing({}, pool)).toEqual(['66.6666666666666666666666666667']);
    expect(printing({ withoutOrders: true }, pool)).toEqual(['50']);
  });

  it('fall back to the other side', () => {
    // More coin short than the long gains: only a rise liquidates.
    const short = { ...long, symbol: 'BTCUSDT', size: '-3' };
    const [ofLong] = printing({}, { positions: [long, short], collateral: cash('300') });
    expect(Number(ofLong)).toBeGreaterThan(100);
  });
});
