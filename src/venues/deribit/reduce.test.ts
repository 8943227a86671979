import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  bitcoinSummary,
  frame,
  hear,
  longBitcoin,
  positionOf,
  positions,
  pushed,
  summaries,
  T0,
  ticker,
  told,
} from './fake-page';
import { reduce } from './reduce';
import { initial, type State } from './state';

const NOW = T0 + 1000;
const known = hear([...summaries([bitcoinSummary()]), ...positions([longBitcoin()])]);
const active = (state: State) => accounts(state, NOW)[0]!;
const codes = (state: State) => active(state).problems.map(each => each.code);
const rest = (method: string, body: unknown, more: Partial<VenueMessage> = {}): VenueMessage => ({
  at: T0 + 500,
  via: 'api',
  url: `https://www.deribit.com/api/v2/${method}`,
  direction: 'in',
  body,
  ...more,
});

describe('bad input', () => {
  it.each<[string, VenueMessage, string]>([
    [
      'a page of maintenance',
      rest('private/get_positions', '<html>502</html>', { status: 502 }),
      'server-error',
    ],
    ['a page in place of data', rest('private/get_positions', '<html>hello</html>'), 'not-json'],
    ['429', rest('private/get_account_summaries', '', { status: 429 }), 'rate-limited'],
    [
      '10028',
      rest('private/get_positions', '{"error":{"code":10028,"message":"too_many_requests"}}', {
        status: 400,
      }),
      'rate-limited',
    ],
    [
      'settlement',
      rest('private/get_positions', '{"error":{"code":10041,"message":"settlement_in_progress"}}', {
        status: 400,
      }),
      'settlement',
    ],
    [
      'maintenance',
      rest('private/get_positions', '{"error":{"code":11051,"message":"system_maintenance"}}', {
        status: 400,
      }),
      'maintenance',
    ],
    [
      'a revoked key',
      rest('private/get_positions', '{"error":{"code":13009,"message":"unauthorized"}}', { status: 400 }),
      'logged-out',
    ],
    [
      'an unknown refusal',
      rest('private/get_positions', '{"error":{"code":-32602,"message":"Invalid params"}}', { status: 400 }),
      'refused',
    ],
    [
      'a frame cut off',
      frame(
        '{"jsonrpc":"2.0","method":"subscription","params":{"channel":"user.changes.any.any.raw","data":{"pos',
        T0 + 500,
      ),
      'not-json',
    ],
    [
      'a frame too large',
      frame(`{"params":{"channel":"user.portfolio.btc","x":"${'x'.repeat(1 << 20)}"}}`, T0 + 500),
      'too-large',
    ],
    [
      'a list with a strange row',
      rest('private/get_positions', JSON.stringify({ result: [longBitcoin(), { instrument_name: 'x' }] })),
      'format-changed',
    ],
    [
      'a side that contradicts the size',
      rest('private/get_positions', JSON.stringify({ result: [longBitcoin(86420, { size: -200000 })] })),
      'format-changed',
    ],
    [
      'a number of 60 digits',
      rest(
        'private/get_positions',
        JSON.stringify({ result: [longBitcoin()] }).replace('200000', '2'.repeat(60)),
      ),
      'format-changed',
    ],
  ])('%s: named, and what is known stays', (_name, message, code) => {
    const state = reduce(known, message);
    expect(codes(state)).toContain(code);
    expect(active(state).account.pools).toEqual(active(known).account.pools);
  });

  it('what could not be read is outdated until it is read; what did not come is not', () => {
    const lost = frame(
      '{"method":"subscription","params":{"channel":"user.changes.any.any.raw","data":{"pos',
      T0 + 500,
    );
    expect(active(reduce(known, lost)).outdated).toBe(true);
    const healed = hear([lost, ...positions([longBitcoin()], { currency: 'any' }, T0 + 600)], known);
    expect(active(healed)).toMatchObject({ outdated: false, problems: [] });
    expect(active(reduce(known, rest('private/get_positions', '', { status: 503 }))).outdated).toBe(false);
  });

  it('logged out and in again', () => {
    const out = hear(
      [frame({ jsonrpc: '2.0', id: 5, method: 'private/logout', params: {} }, T0 + 100, 'out')],
      known,
    );
    expect(active(out)).toMatchObject({ outdated: true });
    expect(codes(out)).toContain('logged-out');
    expect(codes(hear([pushed('user.portfolio.btc', bitcoinSummary(), T0 + 200)], out))).toEqual([]);
    const stranger = reduce(
      initial,
      rest('private/get_positions', '{"error":{"code":13009,"message":"unauthorized"}}'),
    );
    expect(codes(stranger)).toEqual(['logged-out', 'no-balance']);
  });

  it('nothing throws, whatever comes, and nothing is made of it', () => {
    const bodies: unknown[] = [
      undefined,
      null,
      0,
      '',
      '[]',
      '{}',
      'null',
      '"x"',
      [],
      {},
      { params: null },
      { method: 'subscription' },
      { method: 'subscription', params: { channel: 'user.changes.x', data: null } },
      { id: {}, result: [] },
      { id: 1, result: { summaries: {} } },
      { method: 'subscription', params: { channel: '__proto__', data: {} } },
      { id: '__proto__', result: [{ instrument_name: '__proto__' }] },
    ];
    for (const body of bodies) {
      for (const direction of ['in', 'out'] as const) {
        const state = reduce(known, {
          at: NOW,
          via: 'websocket',
          url: 'wss://www.deribit.com/ws/api/v2',
          direction,
          body,
        });
        expect(active(state).account.pools).toEqual(active(known).account.pools);
        expect(() => accounts(reduce(initial, rest('private/get_positions', body)), NOW)).not.toThrow();
      }
    }
  });

  it('other hosts and the test exchange are not heard', () => {
    for (const host of ['test.deribit.com', 'www.deribit.com.evil.example', 'www.binance.com']) {
      const message = { ...pushed('user.portfolio.btc', bitcoinSummary()), url: `wss://${host}/ws/api/v2` };
      expect(reduce(initial, message)).toBe(initial);
    }
    expect(reduce(initial, { ...rest('private/get_positions', '{}'), url: 'no url' })).toBe(initial);
  });
});

describe('whose answer is this', () => {
  it('ids are remembered with what was asked, and nothing else of the question', () => {
    const question = frame(
      {
        jsonrpc: '2.0',
        id: 77,
        method: 'private/get_positions',
        params: { currency: 'BTC', label: 'mine', access_token: 'secret' },
      },
      T0,
      'out',
    );
    const state = hear([question]);
    expect(state.asked).toEqual({
      '#77': { method: 'private/get_positions', currency: 'BTC', kind: '', instrument: '', subaccount: '' },
    });
    expect(JSON.stringify(state)).not.toContain('secret');
  });

  it('the same id of another socket does not make positions of summaries', () => {
    const [question] = told('private/get_positions', { currency: 'any' }, []);
    const { id } = JSON.parse(String(question!.body)) as { id: number };
    const answer = frame({ jsonrpc: '2.0', id, result: { summaries: [bitcoinSummary()] } });
    const state = hear([question!, answer]);
    expect(Object.keys(state.trader.summaries.rows)).toEqual(['BTC']);
    expect(state.trader.positions.at).toBeNull();
  });

  it('an empty list is a list only where it is known what was asked', () => {
    expect(hear([frame({ jsonrpc: '2.0', id: 9, result: [] })]).trader.positions.listed).toEqual({});
    const state = hear(positions([], { currency: 'BTC', kind: 'future' }), known);
    expect(state.trader.positions.rows).toEqual({});
    // Another currency's list says nothing of it.
    expect(hear(positions([], { currency: 'ETH' }), known).trader.positions.rows).toHaveProperty(
      'BTC-PERPETUAL',
    );
  });

  it('questions without an answer do not pile up', () => {
    const questions = Array.from({ length: 200 }, (_, id) =>
      frame({ id, method: 'private/get_positions', params: {} }, T0, 'out'),
    );
    expect(Object.keys(hear(questions).asked)).toHaveLength(60);
  });

  it('by request: the method is the path, or stands in the body', () => {
    const body = JSON.stringify({ jsonrpc: '2.0', result: [longBitcoin()] });
    const byPath = reduce(initial, rest('private/get_positions?currency=BTC', body));
    const request = JSON.stringify({ method: 'private/get_positions', params: { currency: 'BTC' } });
    const byBody = reduce(initial, { ...rest('', body), method: 'POST', request });
    expect(byPath.trader.positions.listed).toEqual({ 'BTC any': T0 + 500 });
    expect(byBody.trader.positions.listed).toEqual(byPath.trader.positions.listed);
  });
});

describe('the stream', () => {
  it('a position that was closed is gone, and one that turned is short', () => {
    const change = (size: number, at: number) =>
      pushed(
        'user.changes.future.btc.raw',
        {
          instrument_name: 'BTC-PERPETUAL',
          trades: [{ timestamp: at }],
          orders: [],
          positions: [
            positionOf('BTC-PERPETUAL', {
              size,
              direction: size > 0 ? 'buy' : size < 0 ? 'sell' : 'zero',
              average_price: size ? 86420 : 0,
            }),
          ],
        },
        at,
      );
    expect(active(hear([change(0, T0 + 10)], known)).account.pools[0]!.positions).toEqual([]);
    expect(active(hear([change(-500, T0 + 10)], known)).account.pools[0]!.positions[0]!.size).toBe('-500');
  });

  it('an order that cannot be read does not take the position with it', () => {
    const data = {
      trades: [{ timestamp: T0 + 10 }],
      orders: [{ order_id: 5 }],
      positions: [longBitcoin(86420, { size: 100 })],
    };
    const state = hear([pushed('user.changes.any.any.raw', data, T0 + 10)], known);
    expect(state.trader.positions.rows['BTC-PERPETUAL']!.size).toBe('100');
    expect(codes(state)).toContain('format-changed');
  });

  it('incremental tickers: what they leave out still holds', () => {
    const state = hear(
      [
        ticker('BTC-PERPETUAL', 86000, T0 + 100),
        pushed(
          'incremental_ticker.BTC-PERPETUAL',
          { instrument_name: 'BTC-PERPETUAL', timestamp: T0 + 200, type: 'change', best_bid_price: 1 },
          T0 + 200,
        ),
      ],
      known,
    );
    expect(state.market.marks['BTC-PERPETUAL']).toEqual({ price: '86000', at: T0 + 200, said: T0 + 200 });
  });

  it('an older ticker does not come back, unless the newer has been silent for long', () => {
    const newer = hear([ticker('BTC-PERPETUAL', 86000, T0 + 500)], known);
    const late = ticker('BTC-PERPETUAL', 85000, T0 + 400);
    expect(hear([late], newer).market.marks['BTC-PERPETUAL']!.price).toBe('86000');
    expect(hear([{ ...late, at: T0 + 120_000 }], newer).market.marks['BTC-PERPETUAL']!.price).toBe('85000');
  });

  it('200 positions', () => {
    const rows = Array.from({ length: 200 }, (_, k) =>
      positionOf(`BTC-${1 + (k % 28)}JAN${30 + Math.floor(k / 28)}`, {
        size: 10,
        direction: 'buy',
        average_price: 80000,
        maintenance_margin: 0.000001,
      }),
    );
    expect(active(hear(positions(rows), known)).account.pools[0]!.positions).toHaveLength(200);
  });
});
