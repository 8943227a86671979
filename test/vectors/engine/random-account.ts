/** Random accounts of every feature, in round figures so that ties and shared bounds happen. */
import fc from 'fast-check';
import type {
  Account,
  Collateral,
  Draft,
  Pool,
  Position,
  Rules,
  Schedule,
} from '../../../src/engine/account';

/** A whole number as a decimal string with so many places. */
const places = (least: number, most: number, digits: number) =>
  fc.integer({ min: least, max: most }).map(n => {
    const text = String(Math.abs(n)).padStart(digits + 1, '0');
    const cut = text.length - digits;
    return `${n < 0 ? '-' : ''}${text.slice(0, cut)}${digits > 0 ? `.${text.slice(cut)}` : ''}`;
  });

const price = fc.oneof(
  fc.constantFrom('100', '50', '200', '80', '0.5'),
  places(1, 5000, 1),
  places(1, 99, 9),
);
const rate = fc.constantFrom('0.004', '0.005', '0.01', '0.02', '0.05', '0.1', '0.25');

function schedule(bases: Schedule['basis'][], rates: fc.Arbitrary<string>): fc.Arbitrary<Schedule> {
  return fc.record({
    basis: fc.constantFrom(...bases),
    style: fc.constantFrom('marginal', 'whole') as fc.Arbitrary<Schedule['style']>,
    steps: fc
      .record({
        froms: fc.uniqueArray(fc.constantFrom(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000), {
          maxLength: 4,
        }),
        rates: fc.array(rates, { minLength: 5, maxLength: 5 }),
        deductions: fc.array(fc.option(fc.constantFrom('0', '1', '3.5'), { nil: undefined, freq: 8 }), {
          minLength: 5,
          maxLength: 5,
        }),
      })
      .map(({ froms, rates: all, deductions }) =>
        [0, ...froms.sort((a, b) => a - b)].map((from, k) => {
          const deduction = k === 0 ? undefined : deductions[k];
          return deduction === undefined
            ? { from: String(from), rate: all[k]! }
            : { from: String(from), rate: all[k]!, deduction };
        }),
      ),
  });
}

const FACTORS = ['BTC', 'ETH'];

const position: fc.Arbitrary<Position> = fc
  .record({
    symbol: fc.constantFrom('A', 'B', 'C'),
    factor: fc.constantFrom(...FACTORS),
    size: fc.oneof(
      { weight: 9, arbitrary: places(-400, 400, 1) },
      { weight: 1, arbitrary: fc.constant('0') },
    ),
    inverse: fc.boolean(),
    multiplier: fc.constantFrom('1', '0.1', '10'),
    entryPrice: price,
    markPrice: price,
    settle: fc.constantFrom(undefined, undefined, 'USD', 'BTC', 'ETH'),
    maintenance: fc.option(schedule(['value', 'amount', 'contracts'], rate), { nil: null, freq: 6 }),
    tierGroup: fc.constantFrom(undefined, undefined, 'g'),
    tierExtra: fc.constantFrom(undefined, undefined, '0', '7'),
    feeRate: fc.constantFrom(undefined, '0.0005', '0.001'),
    requirement: fc.constantFrom(undefined, undefined, '2'),
    requirementPerContract: fc.constantFrom(undefined, undefined, '0.3'),
  })
  .map(({ inverse, multiplier, ...rest }) => ({
    ...rest,
    contract: { type: inverse ? ('inverse' as const) : ('linear' as const), multiplier },
    tick: '0.1',
  }));

const row = (asset: string): fc.Arbitrary<Collateral> =>
  fc
    .record({
      amount: fc.oneof(places(-2000, 20000, 1), places(-50, 300, 2)),
      price: asset === 'USD' ? fc.constant('1') : price,
      follows: asset === 'USD' ? fc.constant(null) : fc.constantFrom(asset, asset, null),
      credit: fc.option(schedule(['value', 'amount'], fc.constantFrom('1', '0.95', '0.9', '0.5', '0')), {
        nil: undefined,
        freq: 2,
      }),
      liability: fc.option(
        fc.record({
          weight: fc.constantFrom('1', '1.1'),
          maintenanceRate: fc.constantFrom('0', '0.02', '0.1'),
        }),
        { nil: undefined, freq: 2 },
      ),
    })
    .map(rest => ({ asset, ...rest }));

const rules: fc.Arbitrary<Rules> = fc.record({
  liquidatedWhen: fc.constantFrom('at-or-below', 'below') as fc.Arbitrary<Rules['liquidatedWhen']>,
  threshold: fc.constantFrom('1', '1', '1.05', '0.95'),
  ratio: fc.constantFrom('maintenance/equity', 'equity/maintenance') as fc.Arbitrary<Rules['ratio']>,
  printed: fc.record({
    moves: fc.constantFrom('symbol', 'factor') as fc.Arbitrary<'symbol' | 'factor'>,
    tickOffset: fc.constantFrom(0, 0, 1),
    fixedMaintenance: fc.boolean(),
    onlySinglePosition: fc.constantFrom(false, false, true),
    threshold: fc.constantFrom(undefined, '1', '1.1'),
    withoutOrders: fc.constantFrom(undefined, false, true),
  }),
});

export const pool: fc.Arbitrary<Pool> = fc
  .record({
    rows: fc.tuple(row('USD'), row('BTC'), row('ETH')),
    kept: fc.constantFrom(1, 2, 3),
    positions: fc.array(position, { maxLength: 4 }),
    adjustments: fc.option(
      fc.array(
        fc.record({ reason: fc.constant('test'), equity: places(-50, 50, 1), requirement: places(0, 50, 1) }),
        {
          maxLength: 2,
        },
      ),
      { nil: undefined, freq: 2 },
    ),
    rules,
  })
  .map(({ rows, kept, positions, ...rest }) => {
    const collateral = rows.slice(0, kept);
    const settled = positions.map(p =>
      p.settle === undefined || p.settle === 'USD' || collateral.some(({ asset }) => asset === p.settle)
        ? p
        : { ...p, settle: undefined },
    );
    return {
      id: 'p',
      kind: 'cross' as const,
      unit: 'USD',
      collateral,
      positions: settled,
      orders: [],
      ...rest,
    };
  });

/** A draft on one of the pool's symbols, or with a template. */
export const draftOf = (of: Pool): fc.Arbitrary<Draft> =>
  fc
    .record({
      template: position,
      pick: fc.integer({ min: 0, max: Math.max(0, of.positions.length - 1) }),
      fresh: fc.constantFrom(false, false, true),
      side: fc.constantFrom('buy', 'sell') as fc.Arbitrary<Draft['side']>,
      size: places(0, 600, 1),
      price: fc.option(price, { nil: null }),
      reduceOnly: fc.boolean(),
      feeRate: fc.constantFrom(undefined, '0', '0.001'),
      margin: fc.constantFrom(undefined, undefined, '25'),
    })
    .map(({ template, pick, fresh, ...rest }) => {
      const found = of.positions[pick];
      if (found && !fresh) return { pool: of.id, symbol: found.symbol, ...rest };
      const settle = of.collateral.some(({ asset }) => asset === template.settle)
        ? template.settle
        : undefined;
      const brought = { ...template, symbol: 'NEW', size: '0', settle };
      return { pool: of.id, symbol: 'NEW', ...rest, position: brought };
    });

export function accountOf(pools: Pool[], draft?: Draft): Account {
  const account: Account = { format: 'plimsoll.account/1', venue: 'test', account: 'main', asOf: 0, pools };
  return draft ? { ...account, draft } : account;
}
