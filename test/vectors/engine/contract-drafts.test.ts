/** The account's contract, sentence by sentence: an order being typed, and the account after its fill. */
import { describe, expect, it } from 'vitest';
import { afterFill, inverse, pool, position, reportOf, row, totals } from './contract-account';

const entered = (entryPrice: string) => ({ positions: [position({ entryPrice })] });

describe('a fill', () => {
  it('at the mark is at par', () => {
    // 20 at 100: 1 % of 2000
    expect(totals(afterFill({}, {}))).toEqual(['500', '20']);
  });

  it('at its own price averages the entry', () => {
    // 10 at 100 and 10 at 90: 20 at 95, marked at 100: 500 + 100
    const made = afterFill({}, { price: '90' });
    expect(made.equity).toBe('600');
    expect(made.positions[0]).toMatchObject({ value: '2000', unrealizedPnl: '100' });
  });

  it('averages inverse entries harmonically', () => {
    // 1000 quote units at 100 and 1000 at 50: 10 + 20 = 30 coins for 2000; at 100 they cost 20: profit 10
    const held = { unit: 'A', collateral: [row('A', '5')], positions: [inverse()] };
    const made = afterFill(held, { price: '50' });
    expect(made.positions[0]).toMatchObject({ value: '20', unrealizedPnl: '10' });
    // A fill at the mark leaves equity as it was: 5 + 1000·(1/80 − 1/100) = 7.5
    const won = { ...held, positions: [inverse({ entryPrice: '80' })] };
    expect(afterFill(won, {}).equity).toBe('7.5');
  });

  it('that reduces realises its part of the profit', () => {
    // 4·(100 − 90) = 40 into the row; 6·10 = 60 left; 0.01·600
    const made = afterFill(entered('90'), { side: 'sell', size: '4' });
    expect(made.collateral[0]?.value).toBe('540');
    expect(made.positions[0]?.unrealizedPnl).toBe('60');
    expect(totals(made)).toEqual(['600', '6']);
  });

  it('that closes leaves the position listed, with nothing printed and its constant requirement gone', () => {
    const held = { positions: [position({ entryPrice: '90', requirement: '7' })] };
    const made = afterFill(held, { side: 'sell', size: '10' });
    expect(made).toMatchObject({ equity: '600', maintenanceMargin: '0', state: 'safe' });
    expect(made.positions).toEqual([
      {
        symbol: 'A-PERP',
        value: '0',
        unrealizedPnl: '0',
        maintenanceMargin: '0',
        printedLiquidationPrice: null,
        liquidation: { below: null, above: null },
      },
    ]);
  });

  it('that flips realises all and enters the rest at its price', () => {
    // 10·(110 − 90) = 200; then −5 from 110, marked at 100: 50
    const made = afterFill(entered('90'), { side: 'sell', size: '15', price: '110' });
    expect(made.collateral[0]?.value).toBe('700');
    expect(made.positions[0]).toMatchObject({ value: '500', unrealizedPnl: '50' });
  });

  it('pays its fee from the pool, at the price of the fill', () => {
    // 0.001·10·90 = 0.9; profit 10·(100 − 90)
    expect(afterFill({}, { price: '90', feeRate: '0.001' }).equity).toBe('599.1');
  });

  it('pays in the settle asset, or else in the unit, whose row is made', () => {
    const positions = [position({ entryPrice: '90', settle: 'B' })];
    const collateral = [row('USD', '500'), row('B', '10', { price: '2' })];
    const sell = { side: 'sell', size: '10' } as const;
    expect(afterFill({ collateral, positions }, sell).collateral.map(({ value }) => value)).toEqual([
      '500',
      '220',
    ]);
    expect(afterFill({ collateral: [], ...entered('90') }, sell).collateral).toMatchObject([
      { asset: 'USD', value: '100' },
    ]);
  });
});

describe('a reduce-only draft', () => {
  it('is cut to what it can close', () => {
    expect(afterFill({}, { side: 'sell', size: '25', reduceOnly: true }).positions[0]?.value).toBe('0');
    expect(afterFill({}, { side: 'buy', size: '25', reduceOnly: true }).positions[0]?.value).toBe('1000');
  });

  it('takes the leg that it reduces, any other the leg that it adds to', () => {
    const legs = { positions: [position(), position({ size: '-4' })] };
    const values = (draft: Parameters<typeof afterFill>[1]) =>
      afterFill(legs, draft).positions.map(({ value }) => value);
    expect(values({ side: 'buy', size: '1', reduceOnly: true })).toEqual(['1000', '300']);
    expect(values({ side: 'buy', size: '1' })).toEqual(['1100', '400']);
    expect(values({ side: 'sell', size: '1' })).toEqual(['1000', '500']);
    expect(values({ side: 'sell', size: '1', reduceOnly: true })).toEqual(['900', '400']);
  });
});

describe('a new position', () => {
  it('is opened by the template and comes last', () => {
    const template = position({
      symbol: 'B-PERP',
      factor: 'B',
      size: '0',
      markPrice: '20',
      entryPrice: null,
    });
    const made = afterFill({}, { symbol: 'B-PERP', side: 'sell', size: '30', position: template });
    expect(made.positions.map(({ symbol, value }) => [symbol, value])).toEqual([
      ['A-PERP', '1000'],
      ['B-PERP', '600'],
    ]);
    expect(totals(made)).toEqual(['500', '16']);
  });
});

describe('posted margin', () => {
  const isolated = pool({ id: 'i', kind: 'isolated', collateral: [row('USD', '50')] });
  const draft = { pool: 'i', symbol: 'A-PERP', side: 'buy', size: '10', price: null } as const;

  it('goes to the pool with the fill, and leaves the pool that it comes from', () => {
    const made = reportOf([pool(), isolated], { ...draft, margin: '100', marginFrom: 'p' }).whatIf!.pools;
    expect(made.map(totals)).toEqual([
      ['400', '10'],
      ['150', '20'],
    ]);
  });

  it('is all that is posted: an isolated pool gets nothing by itself', () => {
    expect(reportOf([pool(), isolated], draft).whatIf!.pools.map(({ equity }) => equity)).toEqual([
      '500',
      '50',
    ]);
  });

  it('is of the unit of the pool that gets it', () => {
    // From a pool counted in C, in which USD stands for 0.5
    const other = pool({
      id: 'c',
      unit: 'C',
      positions: [],
      collateral: [row('USD', '500', { price: '0.5' })],
    });
    const made = reportOf([other, isolated], { ...draft, margin: '100', marginFrom: 'c' }).whatIf!.pools;
    expect(made.map(({ equity }) => equity)).toEqual(['200', '150']);
  });
});

describe('what the draft leaves alone', () => {
  it('holds every pool in order, and the account before the fill', () => {
    const made = reportOf([pool({ id: 'q' }), pool()], {
      pool: 'p',
      symbol: 'A-PERP',
      side: 'sell',
      size: '10',
      price: null,
    });
    expect(made.pools.map(({ maintenanceMargin }) => maintenanceMargin)).toEqual(['10', '10']);
    expect(made.whatIf!.pools.map(({ id, maintenanceMargin }) => [id, maintenanceMargin])).toEqual([
      ['q', '10'],
      ['p', '0'],
    ]);
    expect(made.whatIf!.pools[0]).toEqual(made.pools[0]);
  });

  it('spoils only the pool whose fill is not known', () => {
    const made = reportOf([pool(), pool({ id: 'q' })], {
      pool: 'p',
      symbol: 'A-PERP',
      side: 'buy',
      size: null,
      price: null,
    });
    expect(made.pools.map(({ state }) => state)).toEqual(['safe', 'safe']);
    expect(made.whatIf!.pools.map(({ state }) => state)).toEqual(['unknown', 'safe']);
    expect(made.whatIf!.pools[0]?.problems.map(({ path }) => path)).toEqual(['$.draft.size']);
  });
});
