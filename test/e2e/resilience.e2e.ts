/**
 * What goes wrong between a venue and its page, one thing after another in the same browser, on both venues at
 * once: the strip says what is stale or unknown and since when, never a wrong number as a live one, and is right
 * again afterwards. Nothing is thrown anywhere meanwhile.
 */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeSettings, popupView } from './ask-background';
import type { Tab } from './browser';
import { type Complaints, listenForComplaints } from './complaints';
import { expectLive } from './figures';
import { type ReadStrip, readStrip } from './overlay';
import { eventually } from './poll';
import { inBothBrowsers, openTrading, poolTruth } from './stage';
import { choose, type VenueName } from './trader';

const venues: VenueName[] = ['hyperliquid', 'binance'];
const symbol: Record<VenueName, string> = { hyperliquid: 'BTC', binance: 'BTCUSDT' };

inBothBrowsers('a bad day', { seed: 11 }, stage => {
  const tabs = {} as Record<VenueName, Tab>;
  /** Who is logged in on each page. */
  const account: Record<VenueName, string> = { hyperliquid: 'unified', binance: 'oneway' };
  let complaints: Complaints;
  let mark = 86_000;

  const control = () => stage().simulator.control;
  const truth = (venue: VenueName, name = account[venue]) =>
    poolTruth(stage().simulator, venue, name, symbol[venue]);
  /** The market goes on: a price that none of the figures so far was made with. */
  const move = () => {
    mark += 150;
    control().setMark('BTC', mark);
  };

  /** What the strip says once it satisfies, seen with its tab in front. */
  const seen = async (
    venue: VenueName,
    satisfied: (strip: ReadStrip) => boolean,
    what: string,
  ): Promise<ReadStrip> => {
    await tabs[venue].page.bringToFront();
    const ask = () => readStrip(tabs[venue]);
    return (await eventually(ask, strip => strip !== null && satisfied(strip), {
      within: 15_000,
      what,
    })) as ReadStrip;
  };
  const ageIn = (note: string) => Number.parseFloat(/[\d.]+/.exec(note)?.[0] ?? '');
  const figures = ({ joint, usage, nearest }: ReadStrip) => [joint.now, usage.now, nearest.now];

  const allIsWell = async () => {
    for (const venue of venues) {
      move();
      await tabs[venue].page.bringToFront();
      await expectLive(tabs[venue], () => truth(venue));
    }
  };

  beforeAll(async () => {
    complaints = await listenForComplaints(stage().browser);
    for (const venue of venues) tabs[venue] = await openTrading(stage(), venue, account[venue]);
    await changeSettings(stage().browser, settings => ({
      ...settings,
      staleAfterSeconds: { hyperliquid: 3, binance: 3 },
    }));
    await allIsWell();
  });

  afterEach(async () => expect(await complaints.take()).toEqual([]));

  test('what is thrown is heard at all', async () => {
    await tabs.binance.page.evaluate(() => {
      setTimeout(() => {
        throw new Error('of a page');
      });
    });
    await eventually(
      () => complaints.take(),
      heard => heard.join().includes('of a page'),
      { what: 'the error of a page' },
    );
  });

  test('an outage: the figures stay, called stale, with their age; and live again afterwards', async () => {
    const before: Partial<Record<VenueName, string[]>> = {};
    for (const venue of venues) before[venue] = figures(await seen(venue, () => true, 'a strip'));
    control().pauseFeed(true);
    control().answer(503);
    move();
    for (const venue of venues) {
      const strip = await seen(venue, ({ word }) => word === 'stale', 'a stale strip');
      expect(strip.note).toMatch(/^no new prices for [\d.]+ s$/);
      expect(figures(strip)).toEqual(before[venue]);
      const age = ageIn(strip.note);
      expect(age).toBeGreaterThanOrEqual(3);
      if (venue === 'binance') await seen(venue, ({ note }) => ageIn(note) > age + 1, 'a growing age');
    }
    control().pauseFeed(false);
    control().answer(null);
    await allIsWell();
  });

  test.each([429, 503])(
    'requests refused with %i while the streams go on: the figures follow the streams',
    async status => {
      control().answer(status);
      await allIsWell();
      await seen('binance', ({ note }) => /slow down|error 503/.test(note), 'the refusal in the note');
      await allIsWell();
      control().answer(null);
      await allIsWell();
    },
  );

  test('sockets that close: the page opens new ones, and the figures follow', async () => {
    control().closeSockets();
    await allIsWell();
  });

  test('a field of the account is renamed: it is named, the figures are as of the last message that was read', async () => {
    const going = setInterval(move, 1000);
    try {
      control().drift(true);
      const field: Record<VenueName, string> = { hyperliquid: 'szi', binance: 'positionAmount' };
      for (const venue of venues) {
        const strip = await seen(
          venue,
          ({ note }) => note.includes(field[venue]),
          `the name of the field ${field[venue]}`,
        );
        expect(strip.word).toBe('stale');
        expect(strip.note).toMatch(/format (?:has )?changed.*Last read [\d.]+ (?:s|min) ago/i);
      }
      // What is filled meanwhile is not known: nothing that is shown passes for knowing it.
      for (const venue of venues) {
        const order = { symbol: symbol[venue], side: 'buy' as const, size: '0.3', price: null };
        expect(stage().simulator.exchanges[venue]?.order(account[venue], order).ok).toBe(true);
      }
      for (const venue of venues)
        for (let look = 0; look < 10; look++) {
          expect((await seen(venue, () => true, 'a strip')).word).toBe('stale');
          await new Promise(resolve => setTimeout(resolve, 100));
        }
    } finally {
      clearInterval(going);
      control().drift(false);
    }
    await allIsWell();
  });

  test('log-out, and log-in as somebody else', async () => {
    control().logout();
    const gone = await seen('hyperliquid', ({ word }) => word === 'unknown', 'a strip without an account');
    expect(figures(gone)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(gone.note).toMatch(/waiting for the page to show an account/i);
    const left = await seen('binance', ({ note }) => note.includes('Logged out'), 'the log-out in the note');
    expect(left.word).toBe('stale');
    expect(left.note).toMatch(/Last read [\d.]+ s ago/);
    control().logout(false);
    Object.assign(account, { hyperliquid: 'standard', binance: 'hedge' });
    await tabs.hyperliquid.page.bringToFront();
    await choose(tabs.hyperliquid, 'Connect', /^standard/);
    await tabs.binance.page.goto('https://www.binance.com/en/futures/BTCUSDT?account=hedge', {
      waitUntil: 'domcontentloaded',
    });
    await allIsWell();
  });

  test('another account on the same page, by its menu: not one figure of the old one stays', async () => {
    const old = figures(await seen('hyperliquid', () => true, 'a strip'));
    await choose(tabs.hyperliquid, /^0x/, /^isolated/);
    account.hyperliquid = 'isolated';
    await allIsWell();
    const now = figures(await seen('hyperliquid', () => true, 'a strip'));
    for (const [k, figure] of now.entries()) expect(figure).not.toBe(old[k]);
  });

  test('two tabs of one venue: each shows its own account', async () => {
    const second = await openTrading(stage(), 'hyperliquid', 'unified');
    move();
    await expectLive(second, () => truth('hyperliquid', 'unified'));
    await allIsWell();
    await second.page.bringToFront();
    await expectLive(second, () => truth('hyperliquid', 'unified'));
    await second.close();
  });

  test('another tab logs in as somebody else under an open page, which then shows that account, whole', async () => {
    const second = await openTrading(stage(), 'binance', 'oneway');
    account.binance = 'oneway';
    await expectLive(second, () => truth('binance'));
    await second.close();
    await allIsWell();
  });

  test('a hostile page changes no account but its own venue’s, and its own comes right again', async () => {
    const ids = async () => (await popupView(stage().browser)).accounts.map(({ id }) => id).sort();
    const before = await ids();
    const sent = await tabs.hyperliquid.page.evaluate(
      attack,
      stage().simulator.accounts.hyperliquid?.isolated?.address ?? '',
    );
    expect(sent).toBeGreaterThan(20);
    await tabs.binance.page.bringToFront();
    for (let look = 0; look < 10; look++) {
      await expectLive(tabs.binance, () => truth('binance'), 2000);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect(await ids()).toEqual(before);
    await allIsWell();
  });

  test('frames that are cut off, mistyped, huge, or of a coin that nobody knows', async () => {
    const user = stage().simulator.accounts.hyperliquid?.isolated?.address ?? '';
    for (const text of malformed(user)) control().sendRaw(text);
    await allIsWell();
    // The page's own script may stumble over what it is sent; ours may not.
    expect((await complaints.take()).filter(each => !/\(https:[^()]*\)$/.test(each))).toEqual([]);
  });
});

const malformed = (user: string): string[] => [
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

/** Runs in the page: all that a page can say towards the extension. Gives how much it was. */
function attack(user: string): number {
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
