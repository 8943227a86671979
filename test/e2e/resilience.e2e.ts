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
import { attack, malformed } from './hostile';
import { type ReadStrip, readStrip } from './overlay';
import { eventually } from './poll';
import { inBothBrowsers, openTrading, poolTruth } from './stage';
import { choose } from './trader';

const venues = ['hyperliquid', 'binance'] as const;
type Tried = (typeof venues)[number];

const symbol: Record<Tried, string> = { hyperliquid: 'BTC', binance: 'BTCUSDT' };

inBothBrowsers('a bad day', { seed: 11 }, stage => {
  const tabs = {} as Record<Tried, Tab>;
  /** Who is logged in on each page. */
  const account: Record<Tried, string> = { hyperliquid: 'unified', binance: 'oneway' };
  let complaints: Complaints;
  let mark = 86_000;

  const control = () => stage().simulator.control;
  const truth = (venue: Tried, name = account[venue]) =>
    poolTruth(stage().simulator, venue, name, symbol[venue]);
  /** The market goes on: a price that none of the figures so far was made with. */
  const move = () => {
    mark += 150;
    control().setMark('BTC', mark);
  };

  /** What the strip says once it satisfies, seen with its tab in front. */
  const seen = async (
    venue: Tried,
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
      staleAfterSeconds: { ...settings.staleAfterSeconds, hyperliquid: 3, binance: 3 },
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
    const before: Partial<Record<Tried, string[]>> = {};
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
      await seen('binance', ({ note }) => /slow down|error 503/.test(note), 'the refusal in the note');
      await allIsWell();
      control().answer(null);
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
      const field: Record<Tried, string> = { hyperliquid: 'szi', binance: 'positionAmount' };
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
