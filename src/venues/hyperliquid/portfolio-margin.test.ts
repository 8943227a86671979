/**
 * An account short of the coin that backs it. By hand: −5,000 USDC and 2 UBTC at an LTV of 0.5, which count 0.75
 * of the venue's price of 80,000: 115,000. Short 1.5 BTC at a mark of 80,040, of which 1/80 is required: 1,500.75.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import { accounts } from './account';
import { answer, frame, heard, ME, META, subscribe, T0 } from './fake-venue';
import { reduce } from './reduce';

interface Balance {
  coin: string;
  token: number;
  total: string;
  ltv?: string;
  borrowed?: string;
  supplied?: string;
}

const BALANCES: Balance[] = [
  { coin: 'USDC', token: 0, total: '-5000.0', ltv: '0.0', borrowed: '5000.0' },
  { coin: 'UBTC', token: 197, total: '2.0', ltv: '0.5', supplied: '2.0' },
  // Not a coin that is lent against.
  { coin: 'PURR', token: 1, total: '900.0' },
];

const short = {
  coin: 'BTC',
  szi: '-1.5',
  leverage: { type: 'cross', value: 20 },
  entryPx: '79000.0',
  positionValue: '120060.0',
  liquidationPx: '154771.8',
  marginUsed: '6003.0',
  maxLeverage: 40,
};

function told({ balances = BALANCES, available = '113499.25', positions = [short] } = {}) {
  const sums = {
    accountValue: '0.0',
    totalNtlPos: positions.length > 0 ? '120060.0' : '0.0',
    totalRawUsd: '0.0',
  };
  return heard(
    subscribe({ type: 'activeAssetData', user: ME, coin: 'BTC' }),
    answer({ type: 'meta' }, META),
    answer({ type: 'userAbstraction', user: ME }, 'portfolioMargin'),
    answer(
      { type: 'clearinghouseState', user: ME },
      {
        crossMarginSummary: sums,
        crossMaintenanceMarginUsed: positions.length > 0 ? '1500.75' : '0.0',
        assetPositions: positions.map(position => ({ type: 'oneWay', position })),
        time: T0,
      },
    ),
    answer(
      { type: 'spotClearinghouseState', user: ME },
      {
        balances,
        tokenToAvailableAfterMaintenance: [[0, available]],
        portfolioMarginEnabled: true,
        portfolioMarginRatio: '0.01305',
      },
    ),
  );
}

const marked = (coin: string, markPx: string) => frame('activeAssetCtx', { coin, ctx: { markPx } });

const poolOf = (state: ReturnType<typeof told>) => {
  const [reading] = accounts(state, T0);
  expect(reading!.mode).toBe('portfolio margin');
  return { reading: reading!, pool: reading!.account.pools[0]!, report: assess(reading!.account).pools[0]! };
};

describe('portfolio margin', () => {
  it('counts a coin at half and half its loan-to-value, at the price that the venue’s sum implies', () => {
    const { pool, report } = poolOf(told());
    expect(pool.collateral).toEqual([
      // Without the profit of the short, which the balance holds: −5,000 + 1.5·1,040
      { asset: 'USDC', amount: '-3440', price: '1', follows: null },
      {
        asset: 'UBTC',
        amount: '2',
        price: '80000',
        follows: 'BTC',
        credit: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.75' }] },
      },
    ]);
    expect(report).toMatchObject({ equity: '115000', maintenanceMargin: '1500.75', state: 'safe' });
  });

  it('prints the price with the coin frozen, and tells the true one with it moving', () => {
    const [position] = poolOf(told()).report.positions;
    // 115,000 − 120,060·(m − 1) = 1,500.75·m
    expect(toFloat(position!.printedLiquidationPrice) / ((80_040 * 235_060) / 121_560.75)).toBeCloseTo(1, 14);
    // −5,000 + 120,000·m − 120,060·(m − 1) = 1,500.75·m/0.95
    const m = 115_060 / (1_500.75 / 0.95 + 60);
    expect(toFloat(position!.liquidation.above) / (80_040 * m)).toBeCloseTo(1, 14);
    expect(position!.liquidation.below).toBeNull();
  });

  it('says that the venue’s caps are not followed', () => {
    expect(poolOf(told()).report.problems.map(({ code }) => code)).toEqual(['estimate']);
    expect(poolOf(told()).pool.estimate).toContain('loan-to-value');
  });

  it('moves the coin with the mark of its contract', () => {
    // A tenth more: 1.1·80,000
    const { reading, pool } = poolOf(reduce(told(), marked('BTC', '88044.0')));
    expect(pool.collateral[1]?.price).toBe('88000');
    expect(reading.checked?.pools[0]?.collateral[1]?.price).toBe('80000');
  });

  it('knows a coin without a position by the mark that is said later', () => {
    const held = told({ positions: [], available: '115000.0' });
    expect(poolOf(held).pool.collateral[1]).toMatchObject({ price: '80000', follows: 'BTC' });
    const { reading, pool } = poolOf(reduce(held, marked('BTC', '80100.0')));
    expect(pool.collateral[1]?.price).toBe('80100');
    expect(reading.checked?.pools[0]?.collateral[1]?.price).toBe('80000');
  });

  it.each<[string, { balances?: Balance[]; available?: string }]>([
    ['the sum is of another price than the mark', { available: '128499.25' }],
    [
      'a coin is owed',
      {
        balances: [...BALANCES, { coin: 'HYPE', token: 150, total: '-10.0', ltv: '0.65', borrowed: '10.0' }],
      },
    ],
    [
      'a second coin has no mark',
      { balances: [...BALANCES, { coin: 'HYPE', token: 150, total: '10.0', ltv: '0.65', supplied: '10.0' }] },
    ],
  ])('holds all at the venue’s present sum when %s, and says so', (_, changed) => {
    const { pool, report } = poolOf(told(changed));
    expect(pool.collateral).toHaveLength(1);
    expect(pool.estimate).toContain('present value');
    const available = Number(changed.available ?? '113499.25');
    expect(toFloat(report.equity)).toBeCloseTo(available + 1500.75, 8);
    expect(report.state).toBe('safe');
  });

  it('shares what the sum counts among several coins by their marks', () => {
    const hype = { coin: 'HYPE', token: 150, total: '1000.0', ltv: '0.65', supplied: '1000.0' };
    // At marks: 0.75·2·80,040 + 0.825·1,000·40 = 153,060; the venue counts 1 % more.
    const available = String(153_060 * 1.01 - 5000 - 1500.75);
    const message = marked('HYPE', '40.0');
    const state = reduce(told({ balances: [...BALANCES, hype], available }), message);
    const { reading, report } = poolOf(state);
    const [, btc, coin] = (reading.checked ?? reading.account).pools[0]!.collateral;
    expect(toFloat(btc!.price)).toBeCloseTo(80_040 * 1.01, 8);
    expect(toFloat(coin!.price)).toBeCloseTo(40 * 1.01, 8);
    expect(coin!.follows).toBe('HYPE');
    expect(report.state).toBe('safe');
  });
});
