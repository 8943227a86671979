/** The account's contract, sentence by sentence: liquidation prices, the true ones and those that are printed. */
import { describe, expect, it } from 'vitest';
import { flat, inverse, of, position, row, rules, schedule } from './contract-account';

/** 10 long at 100 and 500 of collateral: 500 + 10·(p − 100) = 2·p at 62.5. */
const long = position({ maintenance: flat('0.2') });
/** 500 − 10·(p − 100) = 2·p at 125. */
const short = position({ size: '-10', maintenance: flat('0.2') });

describe('the true prices', () => {
  it('are the nearest on either side; none is null', () => {
    expect(of({ positions: [long] }).positions[0]?.liquidation).toEqual({ below: '62.5', above: null });
    expect(of({ positions: [short] }).positions[0]?.liquidation).toEqual({ below: null, above: '125' });
    // Worth more than it can lose: 2000 − 1000 = 1000 at a price of 0.
    const rich = of({ collateral: [row('USD', '2000')], positions: [long] });
    expect(rich.positions[0]?.liquidation).toEqual({ below: null, above: null });
  });

  it('never are 0', () => {
    // 1000 + 10·(p − 100) = 2·p only at 0.
    const made = of({ collateral: [row('USD', '1000')], positions: [long] });
    expect(made.positions[0]?.liquidation.below).toBeNull();
  });

  it('move every mark of the factor and the collateral that follows it', () => {
    // 5·p + 500 − 10·(p − 100) = 1500 − 5·p = 2·p at 1500/7
    const collateral = [row('USD', '500'), row('A', '5', { price: '100', follows: 'A' })];
    const made = of({ collateral, positions: [short] });
    const above = '214.285714285714285714285714286';
    expect(made.positions[0]?.liquidation).toEqual({ below: null, above });
    expect(made.collateral.map(({ liquidation }) => liquidation)).toEqual([null, { below: null, above }]);
  });

  it('move two contracts of a factor in proportion, each from its own mark', () => {
    // m: 500 + 10·100·(m − 1) + 2·110·(m − 1) = 0.2·(1000 + 220)·m → 976·m = 720
    const quarterly = position({ symbol: 'A-Q', size: '2', entryPrice: '110', markPrice: '110' });
    const made = of({ positions: [long, { ...quarterly, maintenance: flat('0.2') }] });
    const [perp, future] = made.positions.map(({ liquidation }) => Number(liquidation.below));
    expect(perp).toBeCloseTo((100 * 720) / 976, 12);
    expect(future).toBeCloseTo((110 * 720) / 976, 12);
  });

  it('read tiers again at every price', () => {
    // Above 1200 the rate is 0.5 and 1200·0.3 = 360 deducted: 500 − 10·p + 1000 = 5·p − 360 at 124
    const tiers = schedule('value', 'marginal', ['0', '0.2'], ['1200', '0.5']);
    const made = of({ positions: [{ ...short, maintenance: tiers }] });
    expect(made.positions[0]?.liquidation.above).toBe('124');
  });

  it('are at the bound where a whole tier jumps over the limit', () => {
    // At 120 headroom is 300 − 240 = 60 by 0.2, and 300 − 600 < 0 by 0.5.
    const tiers = schedule('value', 'whole', ['0', '0.2'], ['1200', '0.5']);
    const made = of({ positions: [{ ...short, maintenance: tiers }] });
    expect(made.positions[0]?.liquidation.above).toBe('120');
  });

  it('read haircuts again at every price', () => {
    // Of A the first 400 count whole, the rest 0.5: 400 + 0.5·(8·p − 400) = 200 + 4·p while 8·p ≥ 400.
    // 200 + 4·p + 10·(p − 100) = 2·p at 800/12; there 8·p = 533 is still above 400.
    const credit = schedule('value', 'marginal', ['0', '1'], ['400', '0.5']);
    const collateral = [row('A', '8', { price: '100', follows: 'A', credit })];
    expect(Number(of({ collateral, positions: [long] }).collateral[0]?.liquidation?.below)).toBeCloseTo(
      800 / 12,
      12,
    );
  });

  it('of an inverse contract in its coin', () => {
    // 1000 quote units long at 100, 5 coins: 5 + 1000·(1/100 − 1/p) = 0.2·1000/p → 15·p = 1200
    const made = of({
      unit: 'A',
      collateral: [row('A', '5')],
      positions: [inverse({ maintenance: flat('0.2') })],
    });
    expect(made.positions[0]?.liquidation).toEqual({ below: '80', above: null });
  });

  it('where linear and inverse meet: the nearest root of a quadratic', () => {
    // USD pool; 1000 quote units short in A, settled in A which follows: profit 1000·(1/p − 1/100)·p = 1000 − 10·p;
    // 5 coins: 5·p. Long 20 linear: 20·(p − 100). Sum: 15·p − 1000 = 0.2·20·p at 1000/11
    const collateral = [row('A', '5', { price: '100', follows: 'A' })];
    const positions = [
      inverse({ size: '-10', settle: 'A', maintenance: null }),
      position({ size: '20', maintenance: flat('0.2') }),
    ];
    expect(Number(of({ collateral, positions }).positions[1]?.liquidation.below)).toBeCloseTo(1000 / 11, 12);
  });

  it('of a pool that is liquidatable already are where it stops being so', () => {
    // Equity 100 < 200: 100 + 10·(p − 100) = 2·p at 112.5
    const made = of({ collateral: [row('USD', '100')], positions: [long] });
    expect(made.state).toBe('liquidatable');
    expect(made.positions[0]?.liquidation).toEqual({ below: null, above: '112.5' });
  });
});

describe('the printed price', () => {
  const printed = (over: Parameters<typeof rules>[0], rest: Parameters<typeof of>[0] = {}) =>
    of({ positions: [long], ...rest, rules: rules(over) }).positions.map(p => p.printedLiquidationPrice);

  it('is the crossing on the losing side', () => {
    expect(printed({})).toEqual(['62.5']);
    expect(printed({}, { positions: [short] })).toEqual(['125']);
  });

  it('else the one on the other side', () => {
    // The short leg loses above, the pool only below: 500 + 8·(p − 100) = 2.4·p at 300/5.6
    const leg = { ...short, size: '-2' };
    const [first, second] = printed({}, { positions: [long, leg] });
    expect(Number(first)).toBeCloseTo(300 / 5.6, 12);
    expect(second).toBe(first);
  });

  it('moves the marks of one symbol, or all that share the factor, collateral too', () => {
    const collateral = [row('USD', '500'), row('A', '5', { price: '100', follows: 'A' })];
    // Frozen: 1000 − 10·p + 1000 = 2·p at 2000/12; moving: 1500/7 as above.
    const [frozen] = printed({ printed: { moves: 'symbol' } }, { collateral, positions: [short] });
    const [moving] = printed({ printed: { moves: 'factor' } }, { collateral, positions: [short] });
    expect(Number(frozen)).toBeCloseTo(2000 / 12, 12);
    expect(Number(moving)).toBeCloseTo(1500 / 7, 12);
  });

  it('is moved one tick toward the mark', () => {
    const tick = '0.25';
    expect(printed({ printed: { tickOffset: 1 } }, { positions: [{ ...long, tick }] })).toEqual(['62.75']);
    expect(printed({ printed: { tickOffset: 1 } }, { positions: [{ ...short, tick }] })).toEqual(['124.75']);
  });

  it('holds the requirement where the venue does', () => {
    // 500 + 10·(p − 100) = 200 at 70
    expect(printed({ printed: { fixedMaintenance: true } })).toEqual(['70']);
  });

  it('is none beside another symbol that has a size; the legs of a hedge are one', () => {
    const only = { printed: { onlySinglePosition: true } };
    const other = position({ symbol: 'B-PERP', factor: 'B' });
    expect(printed(only, { positions: [long, other] })).toEqual([null, null]);
    expect(printed(only, { positions: [long, { ...other, size: '0' }] })).toEqual(['62.5', null]);
    expect(printed(only, { positions: [long, { ...short, size: '-1' }] })[0]).not.toBeNull();
  });

  it('takes a threshold of its own', () => {
    // Printed: 500 + 10·p − 1000 = 2·p at 62.5; true: = 0.5·2·p at 500/9
    const made = of({ positions: [long], rules: rules({ threshold: '0.5', printed: { threshold: '1' } }) });
    expect(made.positions[0]?.printedLiquidationPrice).toBe('62.5');
    expect(Number(made.positions[0]?.liquidation.below)).toBeCloseTo(500 / 9, 12);
  });

  it('leaves out tierExtra and adjustments where the venue does', () => {
    const tiers = schedule('contracts', 'whole', ['0', '0.2'], ['15', '0.5']);
    const positions = [{ ...long, maintenance: tiers, tierExtra: '5' }];
    const adjustments = [{ reason: 'fees of resting orders', equity: '-50', requirement: '0' }];
    expect(printed({ printed: { withoutOrders: true } }, { positions, adjustments })).toEqual(['62.5']);
    // 450 + 10·p − 1000 = 5·p at 110: liquidatable at the mark, and safe above.
    expect(printed({}, { positions, adjustments })).toEqual(['110']);
  });

  it('is none of a position without contracts', () => {
    expect(printed({}, { positions: [{ ...long, size: '0' }, short] })).toEqual([null, '125']);
  });

  it('is missing, and only it, when it is moved by a tick that is not known', () => {
    const made = of({ positions: [long], rules: rules({ printed: { tickOffset: 1 } }) });
    expect(made).toMatchObject({ state: 'safe', problems: [{ path: '$.pools[0].positions[0].tick' }] });
    expect(made.positions[0]).toMatchObject({
      printedLiquidationPrice: null,
      liquidation: { below: '62.5', above: null },
    });
  });
});
