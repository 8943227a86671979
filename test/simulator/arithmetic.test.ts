import { describe, expect, it } from 'vitest';
import {
  crossingsOf,
  equityOf,
  headroomOf,
  jointOf,
  maintenanceOf,
  maintenanceOfPool,
  type Pool,
  type PoolPosition,
  printedPrice,
  type Tier,
  usageOf,
} from './arithmetic';

const flat = (rate: number): Tier[] => [{ from: 0, rate }];

function position(symbol: string, size: number, entry: number, mark: number, tiers: Tier[]): PoolPosition {
  return { symbol, factor: symbol, size, entry, mark, tiers };
}

describe('maintenance by tiers', () => {
  it('is the rate of the tier less a deduction that makes it continuous', () => {
    // Measured on Hyperliquid's testnet: 40x below 10,000, 25x above it; 12073.655·0.02 − 75.
    const tiers = [
      { from: 0, rate: 1 / 80 },
      { from: 10_000, rate: 1 / 50 },
    ];
    expect(maintenanceOf(12_073.655, tiers)).toBeCloseTo(166.4731, 9);
    expect(maintenanceOf(10_000, tiers)).toBeCloseTo(125, 9);
  });
});

describe('the printed liquidation price', () => {
  it('agrees with a standard account of the venue (BTC short, 13x, September 2026)', () => {
    const size = -559.6130497703;
    const mark = 43_810_426.82736764 / 559.6130497703;
    const available = 9_696_485.664814033 - 547_630.3353420955;
    const price = printedPrice(position('BTC', size, 77_617.7, mark, flat(1 / 80)), available)!;
    expect(price / 94_433.7044093285 - 1).toBeCloseTo(0, 13);
  });

  it('agrees with the isolated example of the documentation (ETH, 20x of 50x)', () => {
    const mark = 100.02765 / 0.0335;
    const available = 100.02765 - 95.059824 - 100.02765 / 100;
    const price = printedPrice(position('ETH', 0.0335, 2_986.3, mark, flat(1 / 100)), available)!;
    expect(price / 2_866.26936529 - 1).toBeCloseTo(0, 7);
  });

  it('reads the tier at the price where it would be liquidated', () => {
    // 10x below 3 million, 5x above: E − szi·(p − mark) meets 0.1·z·p − 150,000.
    const tiers = [
      { from: 0, rate: 0.05 },
      { from: 3_000_000, rate: 0.1 },
    ];
    const short = position('BNB', -1000, 1000, 1000, tiers);
    const available = 2_500_000 - maintenanceOf(1_000_000, tiers);
    const price = printedPrice(short, available)!;
    expect(price * 1000).toBeGreaterThan(3_000_000);
    expect(2_500_000 + 1_000_000 - 1000 * price).toBeCloseTo(maintenanceOf(1000 * price, tiers), 6);
    // Without the second tier it would be farther away.
    expect(printedPrice({ ...short, tiers: flat(0.05) }, available)!).toBeGreaterThan(price);
  });

  it('is none where it would not be above zero', () => {
    expect(printedPrice(position('LTC', 1, 100, 100, flat(0.05)), 200)).toBeNull();
  });
});

/** Five longs that are far from liquidation one by one (the worked book of the risk model). */
function longs(): Pool {
  const major = [
    { from: 0, rate: 0.004 },
    { from: 50_000, rate: 0.005 },
    { from: 250_000, rate: 0.01 },
    { from: 1_000_000, rate: 0.025 },
    { from: 10_000_000, rate: 0.05 },
  ];
  const minor = [
    { from: 0, rate: 0.01 },
    { from: 20_000, rate: 0.015 },
    { from: 100_000, rate: 0.025 },
  ];
  return {
    collateral: [{ amount: 52_000, price: 1, factor: null, weight: 1 }],
    positions: [
      position('BTC', 3, 62_500, 64_000, major),
      position('ETH', 30, 3_250, 3_200, major),
      position('SOL', 400, 155, 150, minor),
      position('DOGE', 250_000, 0.165, 0.16, minor),
      position('LINK', 1_500, 14.5, 14, minor),
    ],
    threshold: 1,
  };
}

const betas = { BTC: 1, ETH: 1.2, SOL: 1.5, DOGE: 1.6, LINK: 1.4 };

describe('a pool', () => {
  it('adds up', () => {
    const pool = longs();
    expect(equityOf(pool)).toBeCloseTo(51_000, 8);
    expect(maintenanceOfPool(pool)).toBeCloseTo(2_855, 8);
    expect(headroomOf(pool)).toBeCloseTo(48_145, 8);
    expect(usageOf(pool)).toBeCloseTo(2_855 / 51_000, 12);
    expect(usageOf({ ...pool, threshold: 1 / 0.95 })).toBeCloseTo(2_855 / 0.95 / 51_000, 12);
  });

  it('is liquidated by one price alone far away, or by none', () => {
    const pool = longs();
    const below = (symbol: string) => crossingsOf(pool, symbol).below;
    expect(below('BTC')).toBeCloseTo(1 - 0.252015284757119, 10);
    expect(below('ETH')).toBeCloseTo(1 - 0.5040056057563588, 10);
    expect(below('SOL')).toBeCloseTo(1 - 0.8138888888888889, 10);
    expect(below('DOGE')).toBeNull();
    expect(crossingsOf(pool, 'BTC').above).toBeNull();
  });

  it('is liquidated by a tenth when all fall together', () => {
    const { down, up } = jointOf(longs(), betas);
    expect(down).toBeCloseTo(-0.0989803889322863, 10);
    expect(up).toBeNull();
  });

  it('with longs and shorts is far from it together, near alone', () => {
    const pool: Pool = {
      ...longs(),
      collateral: [{ amount: 18_000, price: 1, factor: null, weight: 1 }],
      positions: longs()
        .positions.filter(({ symbol }) => symbol !== 'LINK')
        .map(one =>
          one.symbol === 'ETH'
            ? { ...one, size: -45, entry: 3_150 }
            : one.symbol === 'SOL'
              ? { ...one, size: -500, entry: 148 }
              : one,
        ),
    };
    expect(headroomOf(pool)).toBeCloseTo(14_895, 8);
    const joint = jointOf(pool, betas);
    expect(joint.down).toBeNull();
    expect(joint.up).toBeCloseTo(0.4304658848465406, 10);
    expect(crossingsOf(pool, 'BTC').below).toBeCloseTo(1 - 0.0779679648241206, 10);
    expect(crossingsOf(pool, 'ETH').above).toBeCloseTo(1 + 0.10292288557213936, 10);
  });

  it('counts collateral that moves, and a debt in full', () => {
    const pool: Pool = {
      collateral: [
        { amount: 2, price: 100, factor: 'SOL', weight: 0.9 },
        { amount: -50, price: 1, factor: null, weight: 0.9 },
      ],
      positions: [],
      threshold: 1,
    };
    expect(equityOf(pool)).toBeCloseTo(130, 12);
    expect(equityOf(pool, () => 0.5)).toBeCloseTo(40, 12);
  });

  it('that is liquidatable already is no distance away', () => {
    const pool = longs();
    pool.collateral[0]!.amount = 3_000;
    expect(jointOf(pool, betas)).toEqual({ down: 0, up: 0 });
  });

  it('refuses to guess a beta', () => {
    expect(() => jointOf(longs(), { BTC: 1 })).toThrow(/No beta/);
  });
});
