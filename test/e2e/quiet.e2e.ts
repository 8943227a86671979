/** What the extension does not do: contact anybody else, show itself to the page, cover the form, work unseen. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../simulator';
import { askBackground } from './ask-background';
import { type BrowserName, launch, type Tab, type TestBrowser } from './browser';
import { isNoise } from './browser-noise';
import { expectLive } from './figures';
import { boxOf, clickIn, openCard, readStrip, stripText } from './overlay';
import { rejections, sight } from './page-sight';
import { eventually } from './poll';
import { openTrading, pageOf, poolTruth } from './stage';
import type { VenueName } from './trader';

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

const seen = ({ contacted }: Simulator) =>
  contacted()
    .filter(host => !isNoise(host))
    .sort();

const request = { url: 'https://api-ui.hyperliquid.xyz/info', body: '{"type":"meta"}' };

describe.each<BrowserName>(['chromium', 'firefox'])('unnoticed, %s', name => {
  let simulator: Simulator;
  let browser: TestBrowser;
  /** The same pages in the same browser without the extension. */
  let bare: { hosts: string[]; sight: Awaited<ReturnType<typeof sight>>; unhandled: Unhandled };

  const stage = () => ({ name, simulator, browser });

  beforeAll(async () => {
    const other = await startSimulator({ scenario: 'still', seed: 17 });
    const alone = await launch({ name, proxy: other.proxy, extension: false });
    try {
      const pages: Tab[] = [];
      for (const [venue, account] of [
        ['hyperliquid', 'unified'],
        ['binance', 'oneway'],
      ] as const)
        pages.push(await alone.open(pageOf(venue, account)));
      await pause(1500);
      const [first] = pages;
      if (!first) throw new Error('no page');
      await first.page.bringToFront();
      bare = {
        hosts: [],
        sight: await first.page.evaluate(sight, request),
        unhandled: await unhandledIn(alone),
      };
      bare.hosts = seen(other);
    } finally {
      await alone.close();
      await other.close();
    }
    simulator = await startSimulator({ scenario: 'still', seed: 17 });
    browser = await launch({ name, proxy: simulator.proxy });
  });
  afterAll(async () => {
    await browser.close();
    await simulator.close();
  });

  test('the page sees the world that it sees without the extension, and gets the same bytes', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    expect(await tab.page.evaluate(sight, request)).toEqual(bare.sight);
    await tab.close();
  });

  test('what the page leaves unhandled is reported to it as without the extension', async () => {
    expect(bare.unhandled.unhandled.length).toBeGreaterThan(2);
    expect(bare.unhandled.named).toBe(true);
    expect(await unhandledIn(browser)).toEqual({ unhandled: bare.unhandled.unhandled, named: false });
  });

  test('no file of the extension can be loaded by a page', async () => {
    const tab = await browser.open(plain);
    const origin = browser.extension.origin;
    const loaded = await tab.page.evaluate(
      async (from: string, files: string[]) => {
        const found: string[] = [];
        for (const file of files)
          await fetch(from + file, { mode: 'no-cors' }).then(
            () => found.push(file),
            () => {},
          );
        return found;
      },
      origin,
      [
        '/manifest.json',
        '/icons/128.png',
        '/src/overlay/overlay.iife.js',
        '/src/tap/tap.iife.js',
        '/_locales/en/messages.json',
      ],
    );
    expect(loaded).toEqual([]);
    await tab.close();
  });

  test('a hidden tab is left alone, and is right again when it is looked at', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    const front = await openTrading(stage(), 'binance', 'oneway');
    await eventually(
      () => tab.page.evaluate(() => document.hidden),
      hidden => hidden,
      { what: 'a hidden tab' },
    );
    await pause(300);
    const before = await stripText(tab);
    const watched = await tab.overlay(root => {
      const changes = { count: 0 };
      // The beat that keeps the host visible renews a class each second; that is no drawing.
      new MutationObserver(list => {
        changes.count += list.length;
      }).observe(root.querySelector('section') ?? root, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
      (window as { changes?: { count: number } }).changes = changes;
      return changes.count;
    });
    expect(watched).toBe(0);
    for (let turn = 1; turn <= 6; turn++) {
      simulator.control.setMark('BTC', 86_000 - 500 * turn);
      await pause(250);
    }
    await expectLive(front, () => poolTruth(simulator, 'binance', 'oneway', 'BTCUSDT'));
    expect(await stripText(tab)).toBe(before);
    expect(await tab.page.evaluate(() => (window as { changes?: { count: number } }).changes?.count)).toBe(0);
    await tab.page.bringToFront();
    await expectLive(tab, () => poolTruth(simulator, 'hyperliquid', 'unified', 'BTC'));
    expect(await stripText(tab)).not.toBe(before);
    await front.close();
    await tab.close();
  });

  const forms: [VenueName, string, 'dark' | 'light'][] = [
    ['hyperliquid', 'unified', 'dark'],
    ['hyperliquid', 'unified', 'light'],
    ['binance', 'oneway', 'dark'],
    ['binance', 'oneway', 'light'],
  ];
  test.each(forms)(
    '%s, %s, %s: nothing of the form is covered, in any window, with the card open or not',
    async (venue, account, theme) => {
      const tab = await browser.open(`${pageOf(venue, account)}&theme=${theme}`);
      await eventually(
        () => readStrip(tab),
        strip => strip?.joint.now.includes('%') ?? false,
        { within: 20_000, what: 'figures' },
      );
      for (const [width, height] of [
        [1440, 900],
        [1280, 720],
        [1100, 700],
      ] as const)
        for (const open of [false, true]) {
          await tab.page.setViewport({ width, height });
          await pause(300);
          if (open) await openCard(tab);
          else if (await boxOf(tab, '.card')) await clickIn(tab, '.strip .main');
          await eventually(
            () => boxOf(tab, '.card'),
            box => (box !== null) === open,
            { what: `the card ${open ? 'open' : 'closed'}` },
          );
          const where = `${width}×${height}, card ${open ? 'open' : 'closed'}`;
          const found = await eventually(
            () => tab.page.evaluate(covered),
            ({ under }) => under.length === 0,
            { within: 3000, what: `a free form at ${where}` },
          );
          expect(found.checked, where).toBeGreaterThan(venue === 'hyperliquid' ? 6 : 8);
          const strip = await boxOf(tab, '.strip');
          expect(strip?.left, where).toBeGreaterThanOrEqual(0);
          expect(strip?.top, where).toBeGreaterThanOrEqual(0);
          expect((strip?.left ?? 0) + (strip?.width ?? 0), where).toBeLessThanOrEqual(width);
          expect((strip?.top ?? 0) + (strip?.height ?? 0), where).toBeLessThanOrEqual(height);
        }
      await clickIn(tab, '.strip .main');
      await tab.close();
    },
  );

  // Last, so that all the other cases are in the proxy's log too.
  test('no host but the venues’ was contacted', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'standard');
    await openCard(tab);
    await pause(500);
    await openTrading(stage(), 'binance', 'hedge');
    const address = simulator.accounts.hyperliquid?.isolated?.address ?? '';
    await askBackground(
      browser,
      { type: 'page-to-background/watch', address },
      { type: 'page-to-background/popup' },
    );
    const popup = await browser.extension.open('src/pages/popup/index.html');
    await eventually(
      () => popup.call(document => document.body.textContent ?? ''),
      text => text.includes(address.slice(0, 6)),
      { what: 'the watched address in the popup' },
    );
    await popup.close();
    const venues = [...new Set([...bare.hosts, 'api.hyperliquid.xyz', 'fapi.binance.com'])].sort();
    expect(seen(simulator)).toEqual(venues);
    expect(venues.filter(host => !simulator.hosts.includes(host))).toEqual([]);
    expect(bare.hosts).not.toContain('api.hyperliquid.xyz');
  });
});

interface Unhandled {
  unhandled: string[];
  /** False: `fetch` prints as a native function without a name, the one trace of the tap. */
  named: boolean;
}

/** A document of the venue's host without the policy that would keep a test from putting a script into it. */
const plain = 'https://app.hyperliquid.xyz/favicon.ico';

const unhandledIn = async (browser: TestBrowser): Promise<Unhandled> => {
  const tab = await browser.open(plain);
  await tab.page.evaluate(
    (source: string) => {
      const script = document.createElementNS('http://www.w3.org/2000/svg', 'script');
      script.textContent = source;
      document.documentElement.append(script);
    },
    `{ const __name = target => target; (${rejections})(${JSON.stringify(request)}); }`,
  );
  await pause(300);
  const found = await tab.page.evaluate(() => ({
    unhandled: (window as { unhandled?: string[] }).unhandled,
    named: Function.prototype.toString.call(fetch).includes('fetch'),
  }));
  await tab.close();
  const { unhandled, named } = found;
  if (!unhandled) throw new Error('the script of the page did not run');
  return { unhandled, named };
};

/** Runs in the page: the controls of the order form, and those of them whose middle something of ours lies over. */
function covered() {
  const visible = (node: Element) => node.getClientRects().length > 0;
  const buttons = [...document.querySelectorAll('button')].filter(visible);
  const named = (name: string) => buttons.filter(node => node.textContent?.replace(/\s/g, '') === name);
  const presses = [...named('PlaceOrder'), ...named('Buy/Long'), ...named('Sell/Short')];
  const fields = [...document.querySelectorAll('input')].filter(visible);
  let form: Element | null = presses[0] ?? null;
  while (form && !(presses.every(node => form?.contains(node)) && fields.some(node => form?.contains(node))))
    form = form.parentElement;
  const under: string[] = [];
  let checked = 0;
  for (const node of form?.querySelectorAll('button, input, select, a, [role=tab], [role=button]') ?? []) {
    const box = node.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (box.width === 0 || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    checked++;
    // No element of the pages has a name with a hyphen.
    const hit = document.elementFromPoint(x, y);
    if (hit?.localName.includes('-')) under.push(node.textContent || node.outerHTML.slice(0, 80));
  }
  return { checked, under };
}
