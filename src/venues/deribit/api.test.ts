import { describe, expect, it } from 'vitest';
import { candles, needs, perpetualOf } from './api';
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
import { initial, type State } from './state';

const page = { address: null };
const keysOf = (state: State, now: number, key = false) =>
  needs(state, now, { ...page, key }).map(each => each.key);
const listed = told('public/get_instruments', { currency: 'any', kind: 'future' }, [
  instrumentOf('BTC-27MAR26'),
  instrumentOf('BTC-PERPETUAL'),
  instrumentOf('BTC_USDC-PERPETUAL', { instrument_type: 'linear', settlement_currency: 'USDC' }),
  instrumentOf('SOL_USDC-PERPETUAL', {
    instrument_type: 'linear',
    base_currency: 'SOL',
    settlement_currency: 'USDC',
  }),
  { instrument_name: 'BTC-27MAR26-100000-C', kind: 'option' },
]);
const state = hear([
  ...listed,
  ...summaries([bitcoinSummary()]),
  ...positions([longBitcoin()]),
  ticker('BTC-PERPETUAL', 86420),
]);

describe('what is asked for in public', () => {
  it('the contracts, once an hour; nothing by an address', () => {
    expect(needs(initial, T0, page)).toMatchObject([
      {
        url: 'https://www.deribit.com/api/v2/public/get_instruments?currency=any&kind=future',
        method: 'GET',
      },
    ]);
    expect(keysOf(state, T0 + 1000)).toEqual([]);
    expect(keysOf(state, T0 + 3_600_000)).toContain(
      'deribit:public/get_instruments?currency=any&kind=future',
    );
    expect(needs(initial, T0, { address: 'somebody' })).toEqual([]);
  });

  it('a mark that is silent, sooner where no page speaks', () => {
    const mark = 'deribit:public/ticker?instrument_name=BTC-PERPETUAL';
    expect(keysOf(state, T0 + 9_999)).toEqual([]);
    expect(keysOf(state, T0 + 10_000)).toEqual([mark]);
    expect(keysOf(state, T0 + 5000, true)).toEqual([mark]);
  });

  it('the mark of what the page trades, held or not', () => {
    const of = (symbol: string) => needs(state, T0, { ...page, symbol }).map(each => each.key);
    expect(of('SOL_USDC-PERPETUAL')).toEqual(['deribit:public/ticker?instrument_name=SOL_USDC-PERPETUAL']);
    expect(of('BTC-PERPETUAL')).toEqual([]);
    expect(of('nonsense&x=1')).toEqual([]);
  });

  it('the indices of coins that are collateral in dollars, and under options', () => {
    const whole = {
      margin_model: 'cross_sm',
      total_margin_balance_usd: 100,
      total_maintenance_margin_usd: 0,
    };
    const cross = hear([
      ...listed,
      ...summaries([
        summaryOf('SOL', { ...whole, equity: 1, margin_balance: 0.7 }),
        summaryOf('USDC', { ...whole, equity: 9, margin_balance: 100 }),
      ]),
      ...positions([
        positionOf('ETH-27MAR26-3000-C', { kind: 'option', size: 1, direction: 'buy', delta: 0.4 }),
      ]),
    ]);
    expect(keysOf(cross, T0)).toEqual([
      'deribit:public/get_index_price?index_name=eth_usd',
      'deribit:public/get_index_price?index_name=sol_usd',
    ]);
    const answered = hear(
      told(
        'public/get_index_price',
        { index_name: 'sol_usd' },
        { index_price: 130.5, estimated_delivery_price: 130.5 },
      ),
      cross,
    );
    expect(answered.market.indices.sol_usd).toMatchObject({ price: '130.5' });
    expect(keysOf(answered, T0)).toEqual(['deribit:public/get_index_price?index_name=eth_usd']);
  });
});

describe('hourly bars', () => {
  it('of the perpetual of the coin: its own, or that in USDC', () => {
    expect(['BTC', 'SOL', 'DOGE'].map(factor => perpetualOf(state, factor))).toEqual([
      'BTC-PERPETUAL',
      'SOL_USDC-PERPETUAL',
      null,
    ]);
    expect(candles.request(initial, 'BTC', 1000, 2000)).toMatchObject({
      url: 'https://www.deribit.com/api/v2/public/get_tradingview_chart_data?instrument_name=BTC-PERPETUAL&start_timestamp=1000&end_timestamp=2000&resolution=60',
    });
    expect([candles.ready!(initial), candles.ready!(state)]).toEqual([false, true]);
  });

  const hour = 3_600_000;
  const answer = (more = {}) =>
    JSON.stringify({
      jsonrpc: '2.0',
      result: {
        status: 'ok',
        ticks: [T0, T0 + hour, T0 + 2 * hour],
        close: [86420.5, 86000.0, 85000],
        ...more,
      },
    });

  it('close prices as text, without the hour that still runs', () => {
    expect(candles.read(answer(), T0 + 2.5 * hour)).toEqual([
      { at: T0, close: '86420.5' },
      { at: T0 + hour, close: '86000' },
    ]);
    expect(candles.read('{"result":{"status":"no_data","ticks":[],"close":[]}}', T0)).toEqual([]);
  });

  it.each([
    ['<html>', 'not-json'],
    ['{"error":{"code":-32602}}', 'get_tradingview_chart_data'],
    [answer({ close: [1] }), 'get_tradingview_chart_data.close'],
    [answer({ close: ['a', 2, 3] }), 'get_tradingview_chart_data.close.0'],
  ])('unreadable: %s', (body, unreadable) => {
    expect(candles.read(body, T0)).toEqual({ unreadable });
  });
});
