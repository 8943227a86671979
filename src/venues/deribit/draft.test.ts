import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import type { FormReading } from '../venue';
import { accounts } from './account';
import { draft } from './draft';
import {
  bitcoinSummary,
  hear,
  instrumentOf,
  longBitcoin,
  positionOf,
  positions,
  summaries,
  summaryOf,
  T0,
  ticker,
  told,
} from './fake-page';
import type { State } from './state';

const typed = (more: Partial<FormReading> = {}): FormReading => ({
  symbol: 'BTC-PERPETUAL',
  side: 'buy',
  type: 'market',
  price: null,
  size: '100000',
  sizeUnit: 'quote',
  leverage: null,
  marginMode: null,
  reduceOnly: false,
  leg: null,
  action: null,
  unsure: null,
  ...more,
});

const contracts = told('public/get_instruments', { currency: 'any', kind: 'future' }, [
  instrumentOf('BTC-PERPETUAL'),
  instrumentOf('SOL_USDC-PERPETUAL', {
    instrument_type: 'linear',
    base_currency: 'SOL',
    settlement_currency: 'USDC',
    min_trade_amount: 0.1,
    tick_size: 0.01,
  }),
]);
const state = hear([
  ...contracts,
  ...summaries([bitcoinSummary(), summaryOf('USDC')]),
  ...positions([longBitcoin()]),
  ticker('SOL_USDC-PERPETUAL', 130),
  ticker('DOGE_USDC-PERPETUAL', 0.15),
]);
const accountOf = (of: State) => accounts(of, T0 + 1)[0]!.account;
const read = (form: FormReading, of = state) => draft(of, accountOf(of), form);

function filled(form: FormReading, of = state) {
  const account = accountOf(of);
  const reading = draft(of, account, form);
  if ('unsure' in reading) throw new Error(reading.unsure);
  const pools = reading.pool ? [...account.pools, reading.pool] : account.pools;
  return assess({ ...account, pools, draft: reading.draft }).whatIf!.pools;
}

describe('what the form says', () => {
  it('dollars of the contract, at the mark, with the taker’s fee', () => {
    expect(read(typed())).toEqual({
      draft: {
        pool: 'segregated:BTC',
        symbol: 'BTC-PERPETUAL',
        side: 'buy',
        size: '100000',
        price: null,
        reduceOnly: false,
        marginMode: 'cross',
        feeRate: '0.0005',
      },
    });
  });

  it('coins are turned into dollars at the price of the fill and cut to the step', () => {
    expect(read(typed({ size: '0.5', sizeUnit: 'base' }))).toMatchObject({ draft: { size: '43210' } });
    expect(read(typed({ size: '.5', sizeUnit: 'base', type: 'limit', price: '80,001.5' }))).toMatchObject({
      draft: { size: '40000', price: '80001.5' },
    });
    expect(read(typed({ size: '0.0001', sizeUnit: 'base' }))).toEqual({ unsure: 'below-lot' });
  });

  it('the account after it: the parabola of the new size, to a ten-millionth of the value', () => {
    const [pool] = filled(typed());
    const coins = 300000 / 86420;
    const maintenance = coins * (0.01 + 0.00005 * coins);
    expect(Math.abs(Number(pool!.maintenanceMargin) - maintenance) / coins).toBeLessThan(1e-7);
    // At the mark nothing is gained or lost but the fee.
    const fee = (100000 / 86420) * 0.0005;
    expect(Number(pool!.equity)).toBeCloseTo(2 + 200000 * (1 / 85000 - 1 / 86420) - fee, 12);
  });

  it('a contract that is not held brings its template, an empty currency its pool', () => {
    const reading = read(typed({ symbol: 'SOL_USDC-PERPETUAL', size: '13', sizeUnit: 'quote' }));
    expect(reading).toMatchObject({
      draft: {
        pool: 'segregated:USDC',
        size: '0.1',
        position: { symbol: 'SOL_USDC-PERPETUAL', size: '0', factor: 'SOL' },
      },
      pool: { id: 'segregated:USDC', unit: 'USDC' },
    });
    const funded = hear(
      [
        ...summaries(
          [bitcoinSummary(), summaryOf('USDC', { balance: 1000, equity: 1000, margin_balance: 1000 })],
          {},
          T0 + 5,
        ),
      ],
      state,
    );
    const pools = filled(
      typed({ symbol: 'SOL_USDC-PERPETUAL', size: '25', sizeUnit: 'base', side: 'sell' }),
      funded,
    );
    // 25 SOL: 2.0125 % of 3,250 (support.deribit.com, "Linear Perpetual").
    expect(Number(pools.at(-1)!.maintenanceMargin)).toBeCloseTo(25 * 130 * 0.020125, 6);
  });

  it('with cross collateral the profit is paid in the contract’s own currency', () => {
    const whole = {
      margin_model: 'cross_sm',
      total_margin_balance_usd: 86420,
      total_maintenance_margin_usd: 0,
    };
    const cross = hear([
      ...contracts,
      ...summaries([
        summaryOf('BTC', { ...whole, balance: 1, equity: 1, margin_balance: 1 }),
        summaryOf('USDC', { ...whole, margin_balance: 86420 }),
      ]),
      ...positions([]),
      ticker('BTC-PERPETUAL', 86420),
      ticker('SOL_USDC-PERPETUAL', 130),
    ]);
    expect(read(typed({ symbol: 'SOL_USDC-PERPETUAL', size: '25', sizeUnit: 'base' }), cross)).toMatchObject({
      draft: { pool: 'cross:USD', position: { settle: 'USDC' } },
    });
    const [pool] = filled(typed({ symbol: 'SOL_USDC-PERPETUAL', size: '25', sizeUnit: 'base' }), cross);
    expect(Number(pool!.maintenanceMargin)).toBeCloseTo(25 * 130 * 0.020125, 6);
    expect(Number(pool!.equity)).toBeCloseTo(86420 - 25 * 130 * 0.0005, 6);
  });

  it.each<[string, Partial<FormReading>]>([
    ['no-size-field', { unsure: 'no-size-field' }],
    ['conditional-order', { type: 'conditional' }],
    ['no-side', { side: null }],
    ['no-size', { size: null }],
    ['no-size', { size: '0' }],
    ['unreadable-size', { size: 'abc' }],
    ['below-lot', { size: '9.5' }],
    ['unknown-unit', { sizeUnit: 'percent' }],
    ['unknown-unit', { sizeUnit: 'contracts' }],
    ['no-price', { type: 'limit', price: null }],
    ['no-mark', { symbol: 'ETH-PERPETUAL' }],
    ['unknown-contract', { symbol: 'BTC-27MAR26-100000-C' }],
    ['unknown-contract', { symbol: 'something' }],
    ['unknown-margin-rate', { symbol: 'DOGE_USDC-PERPETUAL', sizeUnit: 'base' }],
  ])('unsure: %s', (unsure, more) => {
    expect(read(typed(more))).toEqual({ unsure });
  });

  it('portfolio margin after an order only the venue can tell', () => {
    const portfolio = hear([
      ...summaries([bitcoinSummary(86420, { margin_model: 'segregated_pm' })]),
      ...positions([longBitcoin()]),
    ]);
    expect(read(typed(), portfolio)).toEqual({ unsure: 'portfolio-margin' });
  });

  it('the draft is of the account that the page shows', () => {
    expect(draft(state, { ...accountOf(state), account: '11' }, typed())).toEqual({
      unsure: 'other-account',
    });
    const dated = hear(
      positions(
        [
          longBitcoin(),
          positionOf('BTC-27MAR26', {
            size: -10,
            direction: 'sell',
            average_price: 80000,
            maintenance_margin: 0.000001,
          }),
        ],
        {},
        T0 + 9,
      ),
      state,
    );
    expect(read(typed({ symbol: 'BTC-27MAR26', side: 'buy', reduceOnly: true }), dated)).toMatchObject({
      draft: { reduceOnly: true },
    });
  });
});
