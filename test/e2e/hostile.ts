/** What a venue or a page may say that it should not. */

/** Frames as no venue sends them: cut off, mistyped, huge, of coins that nobody knows. */
export const malformed = (user: string): string[] => [
  '',
  'null',
  '[]',
  '"text"',
  '['.repeat(50_000),
  `{"channel":"allDexsClearinghouseState","data":{"user":"${user}","clearinghouseStates":[["",{"assetPosi`,
  `{"channel":"allDexsClearinghouseState","data":{"user":"${user}","clearinghouseStates":7}}`,
  `{"channel":"allDexsClearinghouseState","data":{"user":"${user}","clearinghouseStates":[["",{"assetPositions":[]}]]}}`,
  `{"channel":"spotState","data":{"user":"${user}","spotState":{"balances":[{"token":"0","total":12}]}}}`,
  `{"channel":"spotState","data":{"user":"${user}","spotState":null,"more":"${'x'.repeat(1_500_000)}"}}`,
  '{"channel":"activeAssetCtx","data":{"coin":"NOPE","ctx":{"markPx":"1.5"}}}',
  ...['"NaN"', '"-1"', '"1e999"', '0', 'null', '{}', '""', '"Infinity"'].map(
    price => `{"channel":"activeAssetCtx","data":{"coin":"BTC","ctx":{"markPx":${price}}}}`,
  ),
  '{"channel":"fastAssetCtxs","data":"not base64"}',
  '{"channel":"__proto__","data":{}}',
  '{"stream":"!markPrice@arr@1s","data":[{"e":"markPriceUpdate","E":1,"s":"NOPEUSDT","p":"1.5"}]}',
  ...['"NaN"', '"-1"', '0', 'null', '{}', '"1e999"'].map(
    price =>
      `{"stream":"!markPrice@arr@1s","data":[{"e":"markPriceUpdate","E":${Date.now()},"s":"BTCUSDT","p":${price}}]}`,
  ),
  '{"e":"ACCOUNT_UPDATE","E":"soon","T":null,"a":{"B":7,"P":[{"s":"BTCUSDT"}]}}',
  `{"e":"ACCOUNT_UPDATE","E":${Date.now()},"T":${Date.now()},"a":{"m":"ORDER","B":[],"P":[{"s":"BTCUSDT","pa":"9`,
  `{"e":"ORDER_TRADE_UPDATE","E":${Date.now()},"o":[]}`,
  `{"e":"ACCOUNT_UPDATE","pad":"${'x'.repeat(1_500_000)}"}`,
];

/** Runs in a Hyperliquid page: all that a page can say towards the extension. Gives how much it was. */
export function attack(user: string): number {
  let sent = 0;
  const binance = {
    at: Date.now(),
    via: 'websocket',
    url: 'wss://fstream.binance.com/private/ws/x',
    direction: 'in',
    body: JSON.stringify({
      e: 'ACCOUNT_UPDATE',
      E: Date.now(),
      T: Date.now(),
      a: {
        m: 'ORDER',
        B: [{ a: 'USDT', wb: '1', cw: '1', bc: '0' }],
        P: [
          {
            s: 'BTCUSDT',
            pa: '900',
            ep: '1',
            cr: '0',
            up: '0',
            mt: 'cross',
            iw: '0',
            ps: 'BOTH',
            ma: 'USDT',
          },
        ],
      },
    }),
  };
  const says: unknown[] = [
    [binance],
    { type: 'overlay-to-background/traffic', traffic: [binance] },
    { type: 'background-to-overlay/view', strip: { level: 'ok', word: 'safe' }, card: null },
    { type: 'background-to-overlay/setup', enabled: false },
    { type: 'page-to-background/forget', account: 'binance:main' },
    [{ ...binance, body: 'x'.repeat(3_000_000) }],
    [{ ...binance, at: 'now', url: 7 }, null, 7, 'text', []],
    'p1',
    null,
    7,
    new ArrayBuffer(2_000_000),
  ];
  for (const word of says) {
    // As the tap says hello, with a port that then speaks; and on the window itself.
    const { port1, port2 } = new MessageChannel();
    window.postMessage('p1', location.origin, [port2]);
    port1.postMessage(word);
    window.postMessage(word, '*');
    sent += 2;
  }
  // As if the venue had said it: the socket is the page's own, so what it says is believed of this venue alone.
  const stream = new WebSocket('wss://api-ui.hyperliquid.xyz/ws');
  const other = new WebSocket('wss://api-ui.hyperliquid.xyz/ws?wss://fstream.binance.com/ws');
  for (const socket of [stream, other])
    for (const data of [
      binance.body,
      JSON.stringify({
        stream: '!markPrice@arr@1s',
        data: [{ e: 'markPriceUpdate', E: Date.now(), s: 'BTCUSDT', p: '1' }],
      }),
      JSON.stringify({ channel: 'spotState', data: { user, spotState: { balances: 7 } } }),
      `{"channel":"spotState","data":${'7'.repeat(3_000_000)}}`,
      null,
      7,
      {},
      new ArrayBuffer(8),
      new Blob(['x']),
    ]) {
      socket.dispatchEvent(new MessageEvent('message', { data }));
      sent++;
    }
  for (const socket of [stream, other]) socket.close();
  return sent;
}
