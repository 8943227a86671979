/**
 * The other way round: a whole account is assessed, what a page would print of it is put on a screen, rounded as
 * pages round, and the account that is read back must have the same liquidation prices but for the rounding.
 */
import { describe, expect, it } from 'vitest';
import type { Pool, Position, Rules, Schedule } from '../../engine/account';
import { assess } from '../../engine/assess';
import { Decimal, toFloat } from '../../engine/decimal';
import type { ScreenRow } from '../venue';
import { type ScreenContract, type ScreenParts, screenReading } from './screen-account';

const AT = 1_764_000_000_000;
const RULES: Rules = {
  liquidatedWhen: 'at-or-below',
  threshold: '1',
  ratio: 'maintenance/equity',
  printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
};
const TIERS: Schedule = {
  basis: 'value',
  style: 'marginal',
  steps: [
    { from: '0', rate: '0.004' },
    { from: '500000', rate: '0.01' },
  ],
};

const position = (coin: string, size: string, entry: string, mark: string): Position => ({
  symbol: `${coin}USDT`,
  factor: coin,
  size,
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: entry,
  markPrice: mark,
  maintenance: TIERS,
});

const pool = (kind: Pool['kind'], amount: string, ...positions: Position[]): Pool => ({
  id: 'truth',
  kind,
  unit: 'USDT',
  collateral: [{ asset: 'USDT', amount, price: '1', follows: null }],
  positions,
  orders: [],
  rules: RULES,
});

const figure = (number: string | null) => ({ number, unit: null });

/** What a page prints of a pool, prices to a tenth, amounts to a hundredth. */
function printed(truth: Pool): ScreenRow[] {
  const [report] = assess({
    format: 'plimsoll.account/1',
    venue: 'x',
    account: 'x',
    asOf: AT,
    pools: [truth],
  }).pools;
  return truth.positions.map((each, k) => {
    const { printedLiquidationPrice, unrealizedPnl } = report!.positions[k]!;
    return {
      symbol: each.symbol,
      side: each.size!.startsWith('-') ? 'short' : 'long',
      marginMode: truth.kind,
      leverage: '10',
      size: figure(each.size!.replace('-', '')),
      entry: figure(each.entryPrice!),
      mark: figure(each.markPrice!),
      liquidation: figure(printedLiquidationPrice && new Decimal(printedLiquidationPrice).toFixed(1)),
      margin: truth.kind === 'isolated' ? figure(new Decimal(truth.collateral[0]!.amount!).toFixed(2)) : null,
      pnl: figure(new Decimal(unrealizedPnl!).toFixed(2)),
    };
  });
}

const contract = (row: ScreenRow, more: Partial<ScreenContract> = {}): ScreenContract => ({
  symbol: row.symbol,
  factor: row.symbol.replace('USDT', ''),
  contract: { type: 'linear', multiplier: '1' },
  unit: 'USDT',
  rules: RULES,
  maintenance: TIERS,
  ...more,
});

const parts = (rows: ScreenRow[], more: Partial<ScreenParts> = {}): ScreenParts => ({
  venue: 'binance',
  at: AT,
  now: AT + 500,
  table: { rows, count: rows.length },
  contract: row => contract(row),
  contracts: (_, size) => size,
  crossPool: unit => `cross:${unit}`,
  ...more,
});

function liquidationsOf({ account }: ReturnType<typeof screenReading>) {
  return assess(account).pools.flatMap(each => each.positions.map(({ liquidation }) => liquidation));
}

const LONG = position('BTC', '10', '80000', '82000');
const SHORT = position('ETH', '-40', '3100', '3000');
const CROSS = pool('cross', '90000', LONG, SHORT, position('SOL', '500', '150', '140'));

describe('a cross pool', () => {
  it('has the balance that its printed liquidation prices tell', () => {
    const reading = screenReading(parts(printed(CROSS)));
    expect(reading).toMatchObject({
      fromScreen: true,
      accountAt: AT,
      pricesAt: AT,
      outdated: false,
      problems: [],
    });
    const [made] = reading.account.pools;
    // A tenth of a dollar on ten coins is a dollar; the least of three is taken.
    expect(toFloat(made!.collateral[0]!.amount)).toBeGreaterThan(89_990);
    expect(toFloat(made!.collateral[0]!.amount)).toBeLessThanOrEqual(90_001);
    const truth = assess({ ...reading.account, pools: [CROSS] }).pools[0]!;
    liquidationsOf(reading).forEach(({ below, above }, k) => {
      const { liquidation } = truth.positions[k]!;
      if (liquidation.below) expect(toFloat(below)).toBeCloseTo(toFloat(liquidation.below), -1);
      if (liquidation.above) expect(toFloat(above)).toBeCloseTo(toFloat(liquidation.above), -1);
    });
    expect(made!.estimate).toMatch(/screen/);
    expect(made!.positions.every(each => each.reported === undefined)).toBe(true);
  });

  it('is as exact as the prices are printed', () => {
    const rows = printed(CROSS).map(row => ({ ...row, liquidation: figure(null) }));
    const [report] = assess({ ...screenReading(parts([])).account, pools: [CROSS] }).pools;
    const exact = report!.positions[0]!.printedLiquidationPrice!;
    const reading = screenReading(parts([{ ...rows[0]!, liquidation: figure(exact) }, ...rows.slice(1)]));
    expect(toFloat(reading.account.pools[0]!.collateral[0]!.amount)).toBeCloseTo(90_000, 6);
  });

  it('is unknown, with the reason, while its balance cannot be told', () => {
    const rows = printed(CROSS);
    const unknown = (more: Partial<ScreenParts>, code: string, of = rows) => {
      const reading = screenReading(parts(of, more));
      expect(reading.problems.map(each => each.code)).toContain(code);
      for (const each of assess(reading.account).pools) {
        expect(each).toMatchObject({ state: 'unknown', equity: null, headroom: null });
      }
    };
    unknown({ table: { rows, count: 4 } }, 'screen-hidden');
    unknown(
      {},
      'screen-balance',
      rows.map(row => ({ ...row, liquidation: figure(null) })),
    );
    unknown({}, 'screen-disagrees', [{ ...rows[0]!, liquidation: figure('60000') }, ...rows.slice(1)]);
    unknown({}, 'screen-incomplete', [{ ...rows[0]!, size: null }, ...rows.slice(1)]);
    unknown({ contract: row => contract(row, { maintenance: undefined }) }, 'screen-balance');
  });

  it('moves on with live marks, from the balance that the table tells', () => {
    const live = (row: ScreenRow) =>
      contract(row, row.symbol === 'BTCUSDT' ? { mark: { price: '81000', at: AT + 400 } } : {});
    const reading = screenReading(parts(printed(CROSS), { contract: live }));
    const [made] = reading.account.pools;
    expect(made!.positions[0]!.markPrice).toBe('81000');
    expect(toFloat(made!.collateral[0]!.amount)).toBeGreaterThan(89_990);
    expect(reading.pricesAt).toBe(AT);
  });
});

describe('an isolated position', () => {
  const TRUTH = pool('isolated', '9000.004', position('BTC', '1', '80000', '82000'));
  const [row] = printed(TRUTH) as [ScreenRow];
  const liquidation = (more: Partial<ScreenRow>, of: Partial<ScreenContract> = {}) => {
    const [sides] = liquidationsOf(
      screenReading(parts([{ ...row, ...more }], { contract: each => contract(each, of) })),
    );
    return sides!.below === null ? null : toFloat(sides!.below);
  };
  const exact = toFloat(
    assess({ format: 'plimsoll.account/1', venue: 'x', account: 'x', asOf: AT, pools: [TRUTH] }).pools[0]!
      .positions[0]!.liquidation.below,
  );

  it('has the margin that is printed', () => {
    expect(liquidation({})).toBeCloseTo(exact, 1);
    expect(liquidation({ liquidation: null })).toBeCloseTo(exact, 1);
  });

  it('has the margin that its liquidation price tells, where none is printed', () => {
    expect(liquidation({ margin: null })).toBeCloseTo(exact, 0);
  });

  it('has the rate that both tell, where the venue has not said its tiers', () => {
    expect(liquidation({}, { maintenance: undefined })).toBeCloseTo(toFloat(row.liquidation!.number), 3);
  });

  it('is unknown without either, or when they do not fit together', () => {
    expect(liquidation({ margin: null, liquidation: figure(null) })).toBeNull();
    expect(liquidation({ liquidation: figure(null) }, { maintenance: undefined })).toBeNull();
    expect(liquidation({ liquidation: figure('10000') }, { maintenance: undefined })).toBeNull();
  });
});

describe('a row', () => {
  const [row] = printed(CROSS) as [ScreenRow];
  const why = (more: Partial<ScreenRow>) => screenReading(parts([{ ...row, ...more }])).problems[0]?.message;

  it('is left out, with the reason, when something of it is not understood', () => {
    expect(why({ size: null })).toMatch(/size/);
    expect(why({ entry: figure(null) })).toMatch(/entry/);
    expect(why({ mark: null })).toMatch(/mark/);
    expect(why({ marginMode: null })).toMatch(/cross or isolated/);
    expect(why({ side: null, pnl: null })).toMatch(/long or short/);
    const reading = screenReading(parts([row], { contract: () => null }));
    expect(reading.account.pools).toEqual([]);
    expect(reading.problems[0]!.message).toMatch(/contract/);
  });

  it('tells its side by its sign, or by which side its profit is of', () => {
    const size = (more: Partial<ScreenRow>) =>
      screenReading(parts([{ ...row, ...more }])).account.pools[0]?.positions[0]?.size;
    expect(size({ side: null, size: figure('-10') })).toBe('-10');
    expect(size({ side: null })).toBe('10');
    expect(size({ side: null, pnl: figure('-20000') })).toBe('-10');
    expect(size({ side: null, mark: figure('80001') })).toBeUndefined();
    expect(size({ side: 'long', size: figure('-10') })).toBeUndefined();
  });

  it('grows old when the table is gone', () => {
    expect(screenReading(parts([row], { now: AT + 11_000 }))).toMatchObject({ outdated: true });
    expect(screenReading(parts([row], { now: AT + 9_000 }))).toMatchObject({ outdated: false });
  });
});

it('an empty table is an account that holds nothing', () => {
  expect(screenReading(parts([]))).toMatchObject({ accountAt: AT, pricesAt: null, account: { pools: [] } });
});
