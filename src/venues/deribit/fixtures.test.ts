/** The venue's documented and captured answers, where they are at hand; they are no part of this project. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { candles } from './api';
import { frame, hear, SOCKET, T0 } from './fake-page';
import { reduce } from './reduce';
import type { State } from './state';

const FOLDER = '../shared/fixtures/deribit';
const load = (name: string): string => readFileSync(`${FOLDER}/${name}.json`, 'utf8');
const answer = (method: string, body: string): VenueMessage => ({
  at: T0,
  via: 'api',
  url: `https://www.deribit.com/api/v2/${method}`,
  direction: 'in',
  body,
});
const reading = (state: State) => accounts(state, T0 + 1000)[0]!;

describe.skipIf(!existsSync(FOLDER))('documented and captured answers', () => {
  it('R1: the example of segregated standard margin, an option in the account', () => {
    const state = hear([
      answer('private/get_account_summaries?extended=true', load('nautilus_http_get_account_summaries')),
    ]);
    const { account, mode, problems, label } = reading(state);
    expect([mode, label]).toEqual(['segregated_sm', 'main']);
    expect(account.pools.map(each => each.id)).toEqual(['segregated:BTC', 'segregated:ETH']);
    const row = state.trader.summaries.rows.BTC!;
    expect(row).toMatchObject({
      marginBalance: '302.62729214',
      maintenanceMargin: '0.8857841',
      futuresSession: '0.05921555',
      optionsValue: '-0.0086',
    });
    // Positions were not said: BTC is unknown, ETH holds nothing and is safe.
    expect(assess(account).pools.map(each => each.state)).toEqual(['unknown', 'safe']);
    expect(problems.map(each => each.code)).toEqual(['no-positions']);
  });

  it('R1: with the future that its deltas are of, liquidation lies near the printed ratio', () => {
    // The option is not said; its margin (0.1314) and delta are left out on both sides.
    const mark = 30000;
    const coins = 32.613978;
    const body = load('nautilus_http_get_account_summaries');
    const position = {
      instrument_name: 'BTC-PERPETUAL',
      kind: 'future',
      direction: 'buy',
      size: coins * mark,
      average_price: mark,
      mark_price: mark,
      index_price: mark,
      floating_profit_loss: 0.05921555,
      maintenance_margin: coins * (0.01 + 0.00005 * coins),
    };
    const summaries = JSON.parse(body);
    const state = hear([
      answer('private/get_account_summaries', JSON.stringify(summaries)),
      answer(
        'private/get_positions?currency=any',
        JSON.stringify({ jsonrpc: '2.0', id: 2, result: [position] }),
      ),
    ]);
    const { account } = reading(state);
    const { positions } = assess(account).pools[0]!;
    // 0.09993 by the inverse formula without tiers; 0.10098722 printed, with the option's repricing.
    expect(Number(positions[0]!.liquidation.below) / mark).toBeGreaterThan(0.0985);
    expect(Number(positions[0]!.liquidation.below) / mark).toBeLessThan(0.1025);
  });

  it('R2: the example of a position: its margin is not of today’s rates', () => {
    const state = hear([answer('private/get_positions?currency=BTC', load('docs_http_get_positions'))]);
    expect(state.trader.positions.rows['BTC-PERPETUAL']).toMatchObject({
      size: '50',
      averagePrice: '7440.18',
      maintenanceMargin: '0.000143783',
      liquidationPrice: '1.74',
      floating: '0',
    });
    const { account, problems } = reading(state);
    const [pool] = account.pools;
    expect(problems.map(each => each.code)).toContain('assumed-margin-rate');
    expect(pool!.positions[0]).toMatchObject({ factor: 'BTC', contract: { type: 'inverse' } });
  });

  it('R3: cross portfolio margin: one pool, not the sum of rows that repeat it', () => {
    const state = hear([
      answer('private/get_account_summaries', load('nautilus_http_get_account_summaries_cross_margin')),
      answer('private/get_positions?currency=any', '{"jsonrpc":"2.0","id":1,"result":[]}'),
    ]);
    const { account, mode, problems } = reading(state);
    expect(mode).toBe('cross_pm');
    const { pools } = assess(account);
    expect(pools).toHaveLength(1);
    // 2.288e-5 BTC, 8.6e-5 ETH and 23.61869 USDT make 25.679 by the venue's own index; it says 25.7105.
    expect(Number(pools[0]!.equity)).toBeCloseTo(25.710502678, 6);
    expect(problems.map(each => each.code)).toEqual(['assumed-currencies']);
    expect(pools[0]!.maintenanceMargin).toBe('0.2671726792');
    expect(pools[0]!.problems.map(each => each.code)).toContain('estimate');
  });

  it('R4: a portfolio frame of one currency: the rest of the balance is there and said', () => {
    const state = hear([frame(load('nautilus_ws_portfolio'))]);
    const { account, mode, problems } = reading(state);
    expect(mode).toBe('cross_sm');
    const [pool] = assess(account).pools;
    expect(Number(pool!.equity)).toBeCloseTo(54.924283065, 6);
    expect(problems.map(each => each.code)).toEqual(['assumed-currencies']);
  });

  it('a ticker, a contract, bars and an order', () => {
    const state = hear([
      frame(load('nautilus_ws_ticker')),
      answer('public/get_instrument?instrument_name=BTC-PERPETUAL', load('nautilus_http_get_instrument')),
      answer(
        'private/get_open_orders?currency=any',
        JSON.stringify({
          id: 1,
          result: [JSON.parse(load('nautilus_ws_order_stop_market_response')).result.order],
        }),
      ),
    ]);
    expect(state.market.marks['BTC-PERPETUAL']).toMatchObject({ price: '92281.78', said: 1765541474086 });
    expect(state.market.indices.btc_usd).toMatchObject({ price: '92263.55' });
    expect(state.market.contracts['BTC-PERPETUAL']).toEqual({
      type: 'inverse',
      base: 'BTC',
      settle: 'BTC',
      tick: '0.5',
      step: '10',
      takerFee: '0.0005',
    });
    expect(state.trader.orders.rows['USDC-104819327499']).toMatchObject({
      symbol: 'ETH_USDC-PERPETUAL',
      side: 'sell',
      type: 'stop_market',
      size: '0.01',
      price: null,
      triggerPrice: '2228',
      reduceOnly: true,
      open: true,
    });
    // These are bars of a minute, of which none begins an hour.
    expect(candles.read(load('nautilus_http_get_tradingview_chart_data'), T0)).toEqual([]);
  });

  it('the answers on the page’s socket, told by their shape', () => {
    const bodies = ['nautilus_http_get_account_summaries', 'docs_http_get_positions'].map(load);
    const state = bodies.map(body => ({ ...frame(body), url: SOCKET })).reduce(reduce, hear([]));
    expect(Object.keys(state.trader.summaries.rows)).toEqual(['BTC', 'ETH']);
    expect(state.trader.positions.rows['BTC-PERPETUAL']!.size).toBe('50');
    // For which currency the list was asked is not known: it says nothing of what it leaves out.
    expect(state.trader.positions.listed).toEqual({});
  });
});
