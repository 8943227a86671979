/** Pages that go and come back: by the back button, by reload, and with an extension that is reloaded under them. */
import { expect, test } from 'vitest';
import type { PoolTruth } from '../simulator/exchange';
import { builtExtension, type Tab } from './browser';
import { expectLive, expectStrip } from './figures';
import { type ReadStrip, readStrip } from './overlay';
import { eventually } from './poll';
import { inBothBrowsers, openTrading, poolTruth, type Stage } from './stage';
import type { VenueName } from './trader';

const ways: [VenueName, string, string, string][] = [
  ['hyperliquid', 'unified', 'BTC', 'about:blank'],
  ['binance', 'oneway', 'BTCUSDT', 'about:blank'],
  ['hyperliquid', 'unified', 'BTC', 'https://www.binance.com/en/futures/ETHUSDT?account=oneway'],
];

/** Hosts of overlays in the page: no element of the pages themselves has a name with a hyphen. */
const hosts = (tab: Tab) =>
  tab.page.evaluate(
    () => [...document.querySelectorAll('*')].filter(({ localName }) => localName.includes('-')).length,
  );

const isLive = (strip: ReadStrip | null) => /^(?:safe|close|danger)$/.test(strip?.word ?? '');

/** From now on for so many ms: nothing that the strip calls live is what it said before. Gives how often it was looked at. */
const neverOld = async (tab: Tab, before: ReadStrip | null, milliseconds: number): Promise<number> => {
  const end = Date.now() + milliseconds;
  let looks = 0;
  while (Date.now() < end) {
    const strip = await readStrip(tab).catch(() => null);
    if (strip) looks++;
    if (isLive(strip)) expect(strip?.joint.now).not.toBe(before?.joint.now);
  }
  return looks;
};

let turn = 0;
/** While the page is away the market moves and the account sells: nothing of the strip of before is true. */
const meanwhile = ({ simulator }: Stage, venue: VenueName, account: string, symbol: string): PoolTruth => {
  turn++;
  simulator.control.setMark('BTC', 86_000 * (1 - 0.03 * (turn % 3)) - turn);
  const order = { symbol, side: 'sell' as const, size: '0.02', price: null };
  expect(simulator.exchanges[venue]?.order(account, order)).toMatchObject({ ok: true });
  return poolTruth(simulator, venue, account, symbol);
};

const kept = (tab: Tab) => tab.page.evaluate(() => (window as { kept?: string }).kept ?? null);

inBothBrowsers('leaving and coming back', { seed: 13 }, stage => {
  test.each(ways)(
    '%s: back and forward, from the cache: live again within seconds, never frozen',
    async (venue, account, symbol, elsewhere) => {
      const tab = await openTrading(stage(), venue, account, symbol);
      const before = await readStrip(tab);
      await tab.page.evaluate(() => {
        (window as { kept?: string }).kept = 'by the cache';
      });
      // Firefox looks for open connections before the page is told to close them.
      if (stage().name === 'firefox') {
        await tab.page.evaluate(() => void window.dispatchEvent(new Event('pagehide')));
        await new Promise(resolve => setTimeout(resolve, 300));
      }
      await tab.page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      expect(await kept(tab)).toBeNull();
      const truth = meanwhile(stage(), venue, account, symbol);
      expect(() => expectStrip(before, truth)).toThrow();
      await tab.page.evaluate(() => setTimeout(() => history.back()));
      await eventually(
        async () => (await kept(tab).catch(() => null)) !== null,
        back => back,
        { what: 'the page as it was left' },
      );
      expect(await neverOld(tab, before, 2500)).toBeGreaterThan(3);
      await expectLive(tab, () => truth, 5000);
      // It is the port that was opened anew that speaks now.
      const later = meanwhile(stage(), venue, account, symbol);
      await expectLive(tab, () => later, 8000);
      await tab.close();
    },
  );

  test('hyperliquid: back by soft navigation to a page without a form, and to one with it', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    await tab.page.evaluate(() =>
      [...document.querySelectorAll('a')].find(a => a.textContent === 'Portfolio')?.click(),
    );
    await eventually(
      () => readStrip(tab),
      strip => strip === null,
      { what: 'no strip without a form' },
    );
    const truth = meanwhile(stage(), 'hyperliquid', 'unified', 'BTC');
    await tab.page.evaluate(() => history.back());
    await expectLive(tab, () => truth, 5000);
    expect(await hosts(tab)).toBe(1);
    await tab.close();
  });

  test.each(ways.slice(0, 2))(
    '%s: reloaded, the page has one overlay, of the account of now',
    async (venue, account, symbol) => {
      const tab = await openTrading(stage(), venue, account, symbol);
      const before = await readStrip(tab);
      const truth = meanwhile(stage(), venue, account, symbol);
      expect(() => expectStrip(before, truth)).toThrow();
      await tab.page.reload({ waitUntil: 'domcontentloaded' });
      expect(await neverOld(tab, before, 1500)).toBeGreaterThan(0);
      await expectLive(tab, () => truth, 8000);
      expect(await hosts(tab)).toBe(1);
      await tab.close();
    },
  );

  // Last: the extension that the other cases use is another one afterwards.
  test('the extension is installed anew under an open page: no number of the old one stays', async () => {
    const { browser, name } = stage();
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    await browser.browser.installExtension(builtExtension(name));
    const truth = meanwhile(stage(), 'hyperliquid', 'unified', 'BTC');
    await tab.page.bringToFront();
    // Firefox leaves the element of a script that it has ended: what it shows hides itself.
    await eventually(
      () => tab.overlay(root => getComputedStyle(root.querySelector('.drawing') ?? document.body).visibility),
      seen => seen === (name === 'chromium' ? null : 'hidden'),
      { what: 'nothing of the old overlay to see' },
    );
    await tab.page.reload({ waitUntil: 'domcontentloaded' });
    await expectLive(tab, () => truth, 15_000);
    expect(await hosts(tab)).toBe(1);
    await tab.close();
  });
});
