/**
 * The account's contract, sentence by sentence: what a pool is worth and what it requires. Every expected
 * figure is worked out by hand in the comment beside it.
 */
import { describe, expect, it } from 'vitest';
import {
  flat,
  inverse,
  of,
  pool,
  position,
  reportOf,
  row,
  rules,
  schedule,
  totals,
} from './contract-account';

describe('values and profit', () => {
  it('linear: |size|·multiplier·mark, size·multiplier·(mark − entry)', () => {
    // 3·0.5·110 = 165, −3·0.5·(110 − 100) = −15
    const short = position({
      size: '-3',
      contract: { type: 'linear', multiplier: '0.5' },
      markPrice: '110',
    });
    expect(of({ positions: [short] }).positions[0]).toMatchObject({ value: '165', unrealizedPnl: '-15' });
  });

  it('inverse: |size|·multiplier/mark, size·multiplier·(1/entry − 1/mark), in coin', () => {
    // 10·100/200 = 5, 10·100·(1/100 − 1/200) = 5
    expect(of({ positions: [inverse({ markPrice: '200' })] }).positions[0]).toMatchObject({
      value: '5',
      unrealizedPnl: '5',
    });
  });
});

describe('equity', () => {
  it('sums rows, profit settled in the unit, and adjustments', () => {
    const adjustments = [{ reason: 'fees of resting orders', equity: '-0.5', requirement: '3' }];
    // 500 + 2·30 + 10·(120 − 100) − 0.5 = 759.5; 0.01·1200 + 3 = 15
    const made = of({
      collateral: [row('USD', '500'), row('B', '2', { price: '30' })],
      positions: [position({ markPrice: '120' })],
      adjustments,
    });
    expect(totals(made)).toEqual(['759.5', '15']);
  });

  it('adds profit to the row that it settles in before its haircut', () => {
    // Profit 10·20 = 200 in B; (100 + 200)·2 = 600 counts 0.9: 540. Requirement 0.01·1200·2 = 24.
    const made = of({
      collateral: [row('B', '100', { price: '2', credit: flat('0.9') })],
      positions: [position({ settle: 'B', markPrice: '120' })],
    });
    expect(made.collateral[0]).toMatchObject({ value: '600', counted: '540' });
    expect(totals(made)).toEqual(['540', '24']);
  });

  it('adds a loss before the liability applies', () => {
    // (100 − 200)·2 = −200, weighted 1.5: −300; required 0.01·800·2 + 0.1·200 = 36
    const liability = { weight: '1.5', maintenanceRate: '0.1' };
    const made = of({
      collateral: [row('B', '100', { price: '2', credit: flat('0.9'), liability })],
      positions: [position({ settle: 'B', markPrice: '80' })],
    });
    expect(totals(made)).toEqual(['-300', '36']);
  });

  it('charges a negative row in full without a liability, and requires nothing for it', () => {
    // 500 − 3·20 = 440
    const borrowed = row('B', '-3', { price: '20', credit: flat('0.5') });
    expect(totals(of({ collateral: [row('USD', '500'), borrowed], positions: [] }))).toEqual(['440', '0']);
  });

  it('counts profit in the unit at par, whatever haircut the row of the unit has', () => {
    // 0.5·500 + 10·20 = 450
    const collateral = [row('USD', '500', { credit: flat('0.5') })];
    expect(of({ collateral, positions: [position({ markPrice: '120' })] }).equity).toBe('450');
    // Named as the settle asset it is part of the row: 0.5·(500 + 200) = 350
    expect(of({ collateral, positions: [position({ markPrice: '120', settle: 'USD' })] }).equity).toBe('350');
  });
});

describe('requirement', () => {
  it('sums schedule, fee and constant into the position’s maintenance margin, in the unit', () => {
    // (0.01·1000 + 0.001·1000)·3 + 7 = 40
    const made = of({
      collateral: [row('B', '100', { price: '3' })],
      positions: [position({ settle: 'B', feeRate: '0.001', requirement: '7' })],
    });
    expect(made.positions[0]?.maintenanceMargin).toBe('40');
    expect(made.maintenanceMargin).toBe('40');
  });

  it('is all in the adjustments when maintenance is null', () => {
    const adjustments = [{ reason: 'as the venue reports it', equity: '0', requirement: '123' }];
    expect(totals(of({ positions: [position({ maintenance: null })], adjustments }))).toEqual(['500', '123']);
  });
});

describe('schedules', () => {
  const required = (maintenance: ReturnType<typeof schedule>, over = {}) =>
    of({ positions: [position({ maintenance, ...over })] }).maintenanceMargin;

  it('marginal: each slice at its own rate', () => {
    // 400·0.01 + 600·0.05 = 34
    expect(required(schedule('value', 'marginal', ['0', '0.01'], ['400', '0.05']))).toBe('34');
  });

  it('a given deduction wins, and the next missing one goes on from it', () => {
    // The third: 10 + 800·(0.1 − 0.05) = 50; 0.1·1000 − 50 = 50
    expect(
      required(schedule('value', 'marginal', ['0', '0.01'], ['400', '0.05', '10'], ['800', '0.1'])),
    ).toBe('50');
  });

  it('whole: all at the rate of its step, nothing deducted', () => {
    expect(required(schedule('value', 'whole', ['0', '0.01', '5'], ['400', '0.05', '10']))).toBe('50');
  });

  it('a quantity at a bound belongs to the step that starts there', () => {
    expect(required(schedule('value', 'whole', ['0', '0.01'], ['1000', '0.05']))).toBe('50');
    expect(required(schedule('value', 'whole', ['0', '0.01'], ['1000.0001', '0.05']))).toBe('10');
  });

  it('amount: |size|·multiplier, turned into value at the present price', () => {
    // 10·2 = 20 of the asset: 15·0.01 + 5·0.05 = 0.4, at 100: 40
    const steps = schedule('amount', 'marginal', ['0', '0.01'], ['15', '0.05']);
    expect(required(steps, { contract: { type: 'linear', multiplier: '2' } })).toBe('40');
  });

  it('contracts: at the value of one contract', () => {
    // 10 contracts: 4·0.01 + 6·0.05 = 0.34, of 2·100 each: 68
    const steps = schedule('contracts', 'marginal', ['0', '0.01'], ['4', '0.05']);
    expect(required(steps, { contract: { type: 'linear', multiplier: '2' } })).toBe('68');
    // Inverse, of 100/50 coins each: 0.68
    expect(
      required(steps, {
        contract: { type: 'inverse', multiplier: '100' },
        entryPrice: '50',
        markPrice: '50',
      }),
    ).toBe('0.68');
  });

  it('of collateral by value in the unit, and by amount in the asset', () => {
    const counted = (credit: ReturnType<typeof schedule>) =>
      of({ collateral: [row('B', '10', { price: '7', credit })], positions: [] }).collateral[0]?.counted;
    // 70: 40·1 + 30·0.5 = 55
    expect(counted(schedule('value', 'marginal', ['0', '1'], ['40', '0.5']))).toBe('55');
    // 10: 4·1 + 6·0.5 = 7, at 7: 49
    expect(counted(schedule('amount', 'marginal', ['0', '1'], ['4', '0.5']))).toBe('49');
    expect(counted(schedule('amount', 'whole', ['0', '1'], ['4', '0.5']))).toBe('35');
  });
});

describe('tiers of a group', () => {
  const steps = (style: 'marginal' | 'whole') =>
    schedule('contracts', style, ['0', '0.01'], ['8', '0.02'], ['20', '0.05']);

  it('adds up contracts of both sides and of resting orders', () => {
    const long = position({ size: '6', maintenance: steps('whole'), tierGroup: 'g', tierExtra: '4' });
    const short = position({ symbol: 'A-Q', size: '-10', maintenance: steps('whole'), tierGroup: 'g' });
    // 6 + 4 + 10 = 20: 5 % of 600 and of 1000
    expect(of({ positions: [long, short] }).positions.map(p => p.maintenanceMargin)).toEqual(['30', '50']);
    // Apart: 10 contracts are in the second step, as are 10.
    const apart = [long, short].map(p => ({ ...p, tierGroup: undefined }));
    expect(of({ positions: apart }).positions.map(p => p.maintenanceMargin)).toEqual(['12', '20']);
  });

  it('bears a marginal deduction in proportion to the own contracts', () => {
    // 12 contracts: deduction 8·0.01 = 0.08 contracts; own 9: 0.06. 0.02·9 − 0.06 = 0.12, at 100: 12
    const own = position({ size: '9', maintenance: steps('marginal'), tierExtra: '3' });
    expect(of({ positions: [own] }).maintenanceMargin).toBe('12');
  });

  it('counts the orders of a leg without contracts', () => {
    const long = position({ size: '6', maintenance: steps('whole'), tierGroup: 'g' });
    const empty = position({ symbol: 'A-Q', size: '0', tierGroup: 'g', tierExtra: '2' });
    // 8 contracts: 2 % of 600
    expect(of({ positions: [long, empty] }).maintenanceMargin).toBe('12');
  });

  it('by value, the sum is valued at the position’s own mark', () => {
    const byValue = schedule('value', 'whole', ['0', '0.01'], ['1500', '0.02']);
    const at100 = position({ size: '6', maintenance: byValue, tierGroup: 'g' });
    const at150 = position({
      symbol: 'A-Q',
      size: '4',
      entryPrice: '150',
      markPrice: '150',
      maintenance: byValue,
      tierGroup: 'g',
    });
    // 10·100 = 1000: 1 % of 600; 10·150 = 1500: 2 % of 600
    expect(of({ positions: [at100, at150] }).positions.map(p => p.maintenanceMargin)).toEqual(['6', '12']);
  });
});

describe('state, ratio and usage', () => {
  const at = (equity: string, over: Parameters<typeof rules>[0] = {}) =>
    of({
      collateral: [row('USD', equity)],
      positions: [position({ maintenance: flat('0.1') })],
      rules: rules(over),
    });

  it('liquidates at or below the threshold, or strictly below it', () => {
    expect(at('105', { threshold: '1.05' })).toMatchObject({ headroom: '0', state: 'liquidatable' });
    expect(at('105', { threshold: '1.05', liquidatedWhen: 'below' }).state).toBe('safe');
    expect(at('104.99', { threshold: '1.05', liquidatedWhen: 'below' }).state).toBe('liquidatable');
  });

  it('prints the ratio either way round, usage always by the threshold', () => {
    // 100/400, 1.2·100/400; 400/100
    expect(at('400', { threshold: '1.2' })).toMatchObject({ marginRatio: '0.25', usage: '0.3' });
    expect(at('400', { ratio: 'equity/maintenance' })).toMatchObject({ marginRatio: '4', usage: '0.25' });
  });

  it('has no ratio where its denominator is 0 or equity is not above it', () => {
    expect(at('0')).toMatchObject({ marginRatio: null, usage: null, state: 'liquidatable' });
    expect(at('-50', { ratio: 'equity/maintenance' })).toMatchObject({ marginRatio: '-0.5', usage: null });
    const idle = of({ positions: [], rules: rules({ ratio: 'equity/maintenance' }) });
    expect(idle).toMatchObject({ marginRatio: null, usage: '0', state: 'safe' });
  });

  it('keeps a pool without positions and requirement safe, unless a negative row carries a liability', () => {
    const liability = { weight: '1', maintenanceRate: '0' };
    expect(of({ collateral: [row('USD', '-1')], positions: [] }).state).toBe('safe');
    expect(of({ collateral: [row('USD', '-1', { liability })], positions: [] }).state).toBe('liquidatable');
  });
});

describe('the unknown', () => {
  it.each([
    ['an amount', { collateral: [row('USD', '500', { amount: null })] }, '$.pools[0].collateral[0].amount'],
    ['a mark', { positions: [position({ markPrice: null })] }, '$.pools[0].positions[0].markPrice'],
    [
      'a schedule',
      { positions: [position({ maintenance: undefined })] },
      '$.pools[0].positions[0].maintenance',
    ],
    ['the row it settles in', { positions: [position({ settle: 'B' })] }, '$.pools[0].positions[0].settle'],
    [
      'an adjustment',
      { adjustments: [{ reason: 'x', equity: '1', requirement: null }] },
      '$.pools[0].adjustments[0].requirement',
    ],
  ])('%s that is missing makes the pool unknown and says so', (_, over, path) => {
    const [made, other] = reportOf([pool(over), pool({ id: 'q' })]).pools;
    expect(made).toMatchObject({ state: 'unknown', equity: null, maintenanceMargin: null, headroom: null });
    expect(made).toMatchObject({ marginRatio: null, usage: null });
    expect(made?.problems.map(problem => problem.path)).toContain(path);
    expect(made?.positions[0]).toMatchObject({
      printedLiquidationPrice: null,
      liquidation: { below: null, above: null },
    });
    expect(other?.state).toBe('safe');
  });

  it('needs no row of the pool’s own unit to settle in', () => {
    expect(of({ collateral: [], positions: [position({ settle: 'USD', markPrice: '150' })] }).equity).toBe(
      '500',
    );
  });

  it('names an estimate as a problem', () => {
    expect(of({ estimate: 'by hand' }).problems).toEqual([
      { code: 'estimate', path: '$.pools[0].estimate', message: 'by hand' },
    ]);
  });
});
