import { expect, it } from 'vitest';
import type { VenueMessage } from '../venues/venue';
import { createDiagnostics, kindOf } from './diagnostics';

const message = (change: Partial<VenueMessage>): VenueMessage => ({
  at: 1000,
  via: 'fetch',
  url: 'https://api.hyperliquid.xyz/info',
  direction: 'in',
  ...change,
});

it.each<[string, Partial<VenueMessage>]>([
  [
    'POST /info clearinghouseState',
    { method: 'POST', request: '{"type":"clearinghouseState","user":"0x1"}' },
  ],
  ['POST /info meta', { method: 'POST', request: { type: 'meta' } }],
  ['GET /fapi/v1/premiumIndex', { url: 'https://fapi.binance.com/fapi/v1/premiumIndex?symbol=BTCUSDT' }],
  ['markPriceUpdate', { via: 'websocket', body: '{"e":"markPriceUpdate","s":"BTCUSDT"}' }],
  ['position', { via: 'websocket', body: '{"topic":"position","data":[]}' }],
  ['positions', { via: 'websocket', body: '{"arg":{"channel":"positions"},"data":[]}' }],
  ['frame', { via: 'websocket', body: 'pong' }],
  ['frame', { via: 'websocket' }],
])('calls a message "%s"', (kind, change) => {
  expect(kindOf(message(change))).toBe(kind);
});

it('counts what was of use and what was not, the newest first', () => {
  const diagnostics = createDiagnostics();
  const position = message({ via: 'websocket', body: '{"topic":"position"}' });
  diagnostics.heard('tab:1', position, true);
  diagnostics.heard('tab:1', message({ via: 'websocket', body: '{"topic":"trades"}' }), false);
  diagnostics.heard('tab:1', { ...position, at: 3000 }, false);
  diagnostics.heard('tab:1', { ...position, direction: 'out' }, true);
  expect(diagnostics.of('tab:1')).toEqual([
    { what: 'position', via: 'websocket', read: 1, ignored: 1, at: 3000 },
    { what: 'trades', via: 'websocket', read: 0, ignored: 1, at: 1000 },
  ]);
  expect(diagnostics.of('tab:2')).toEqual([]);
  diagnostics.forget('tab:1');
  expect(diagnostics.of('tab:1')).toEqual([]);
});

it('holds a bounded number of kinds, whatever a page says', () => {
  const diagnostics = createDiagnostics();
  for (let k = 0; k < 1000; k++)
    diagnostics.heard('tab:1', message({ via: 'websocket', body: `{"topic":"t${k}"}` }), false);
  expect(diagnostics.of('tab:1')).toHaveLength(40);
  expect(diagnostics.of('tab:1')[0]!.what).toBe('t999');
});
