import { expect, it } from 'vitest';
import { hear, simulated } from './fake-page';
import { subscribe } from './fake-venue';
import { tap } from './tap';

const [socket] = tap.sockets;
const page = hear(simulated(), 'children');

it('copies what an account is made of', () => {
  for (const message of [
    page.account(),
    page.markets(),
    page.prices(),
    page.fill({ symbol: 'BTC-USD', side: 'buy', size: '0.1', price: null }),
  ])
    expect(socket!.incoming.test(String(message.body))).toBe(true);
  expect(socket!.outgoing!.test(String(subscribe().body))).toBe(true);
});

it('copies no books, trades or candles, whatever stands in them', () => {
  for (const channel of ['v4_orderbook', 'v4_trades', 'v4_candles', 'v4_block_height']) {
    const contents = [{ bids: [['1', '"channel":"v4_markets"']] }];
    const text = JSON.stringify({
      type: 'channel_batch_data',
      connection_id: 'a',
      message_id: 1,
      id: 'BTC-USD',
      channel,
      contents,
    });
    expect(socket!.incoming.test(text), channel).toBe(false);
  }
  expect(socket!.outgoing!.test('{"type":"subscribe","channel":"v4_orderbook","id":"BTC-USD"}')).toBe(false);
});

it('copies the answers of the indexer alone', () => {
  const [{ host, path }] = tap.requests as [(typeof tap.requests)[0]];
  expect(host).toBe('indexer.dydx.trade');
  for (const good of [
    '/v4/perpetualMarkets',
    `/v4/addresses/${page.name}/parentSubaccountNumber/0`,
    `/v4/addresses/${page.name}`,
    '/v4/orders/parentSubaccountNumber',
  ])
    expect(path.test(good), good).toBe(true);
  for (const bad of [
    '/v4/fills',
    '/v4/candles/perpetualMarkets/BTC-USD',
    '/v4/addresses/a/b',
    '/v4/compliance/screen/x',
    '/v4/transfers',
  ])
    expect(path.test(bad), bad).toBe(false);
});
