/** What goes wrong, and what is then said: silence, forgery, clocks, refusals, broken stores. */
import { describe, expect, it } from 'vitest';
import type { PopupView } from '../ui/view';
import { type FakeBrowser, fakeBrowser, openTab, PAGE, pass, startWorker, type Worker } from './fake-app';

async function opened(browser: FakeBrowser = fakeBrowser()) {
  const worker = startWorker(browser);
  const tab = openTab(browser, worker, 1, 'unified');
  await pass(browser, 0);
  tab.open();
  await pass(browser, 500);
  tab.say([...tab.page.account(), ...tab.page.prices()]);
  await pass(browser, 500);
  return { browser, worker, tab };
}

async function popup(worker: Worker): Promise<PopupView> {
  const reply = await worker.ask({ type: 'page-to-background/popup' });
  return (reply as { value: PopupView }).value;
}

describe('a feed that falls silent', () => {
  it('is stale after fifteen seconds, says since when, and is live again with the next price', async () => {
    const { browser, tab } = await opened();
    const before = tab.last().strip;
    await pass(browser, 13_000);
    expect(tab.last().strip.level).toBe(before.level);
    expect(browser.badges.get(1)).toMatch(/^\d+%$/);
    await pass(browser, 4000);
    const { strip } = tab.last();
    expect(strip).toMatchObject({
      level: 'stale',
      word: 'stale',
      joint: { level: 'stale', now: before.joint.now },
    });
    expect(strip.note).toMatch(/^no new prices for 1\d s$/);
    expect(browser.badges.get(1)).toBe('?');
    expect(browser.badges.get(null)).toBe('?');
    tab.say([...tab.page.account(), ...tab.page.prices()]);
    await pass(browser, 500);
    expect(tab.last().strip.level).toBe(before.level);
    expect(browser.badges.get(1)).toMatch(/^\d+%$/);
  });

  it('takes the age that the trader set', async () => {
    const { browser, worker, tab } = await opened();
    const settings = (
      (await worker.ask({ type: 'page-to-background/settings' })) as { value: { staleAfterSeconds: object } }
    ).value;
    await worker.ask({
      type: 'page-to-background/save-settings',
      settings: { ...settings, staleAfterSeconds: { hyperliquid: 4, binance: 15 } },
    });
    await pass(browser, 2000);
    expect(tab.last().strip.level).not.toBe('stale');
    await pass(browser, 3000);
    expect(tab.last().strip.level).toBe('stale');
  });

  it('never becomes an all-clear: the alert that was raised is not said again afterwards', async () => {
    const { browser, tab } = await opened();
    const count = browser.shown.length;
    await pass(browser, 60_000);
    tab.say([...tab.page.account(), ...tab.page.prices()]);
    await pass(browser, 1000);
    expect(browser.shown).toHaveLength(count);
  });
});

describe('clocks', () => {
  it('a clock that is set back an hour makes figures stale, not fresh for an hour', async () => {
    const { browser, tab } = await opened();
    browser.sim.tick(-3_600_000);
    browser.clock.set(browser.clock.now() - 3_600_000);
    tab.shown(false, false);
    tab.shown(true, false);
    expect(tab.last().strip).toMatchObject({
      level: 'stale',
      note: 'the clock was set back: waiting for fresh figures',
    });
    tab.say([...tab.page.start(), ...tab.page.account(), ...tab.page.prices()]);
    await pass(browser, 500);
    expect(tab.last().strip.level).not.toBe('stale');
  });

  it('a page that claims to speak from the future is as fresh as now and no fresher', async () => {
    const { browser, tab } = await opened();
    const future = tab.page.prices().map(each => ({ ...each, at: each.at + 3_600_000 }));
    tab.say(future);
    await pass(browser, 20_000);
    expect(tab.last().strip.level).toBe('stale');
  });
});

describe('what a hostile page may send', () => {
  it('nothing of it throws, changes the figures, or goes unsaid', async () => {
    const { browser, worker, tab } = await opened();
    const before = tab.last().strip.joint.now;
    const item = {
      at: browser.clock.now(),
      via: 'websocket',
      direction: 'in',
      url: 'wss://api-ui.hyperliquid.xyz/ws',
    };
    const send = (traffic: unknown) =>
      worker.message(1, PAGE, { type: 'overlay-to-background/traffic', traffic });
    for (const raw of [
      null,
      7,
      'x',
      [],
      {},
      { type: 'overlay-to-background/traffic' },
      { type: 'nonsense' },
    ]) {
      worker.message(1, PAGE, raw);
    }
    send([{ ...item, body: 'x'.repeat(1_048_577) }]);
    send([{ ...item, body: '{"channel":"allDexsClearinghouseState","data":' }]);
    send([{ ...item, body: '{"channel":"webData2","data":{"user":7}}' }]);
    send([{ ...item, body: '{"channel":"fastAssetCtxs","data":"AAAA"}' }]);
    send([
      { ...item, at: 'soon', body: '{}' },
      { ...item, url: 'https://evil.example/', body: '{"positions":[]}' },
    ]);
    send([
      {
        ...item,
        venue: 'binance',
        url: 'https://www.binance.com/bapi/futures/v6/private/future/user-data/user-position',
        body: '[]',
      },
    ]);
    await pass(browser, 1000);
    expect(tab.last().strip.joint.now).toBe(before);
    const view = await popup(worker);
    expect(view.accounts).toHaveLength(1);
    expect(view.accounts[0]!.id).toBe(`hyperliquid:${tab.page.user}`);
    const said = view.problems.map(each => each.text).join('\n');
    expect(said).toContain('was dropped');
    expect(said).toContain('was refused');
  });

  it('a page of no venue has no source, whatever it claims', async () => {
    const browser = fakeBrowser();
    const worker = startWorker(browser);
    const url = 'https://app.hyperliquid.xyz.evil.example/trade/BTC';
    const tab = openTab(browser, worker, 1, 'unified', url);
    tab.open();
    await pass(browser, 500);
    expect(tab.received).toEqual([]);
    expect((await popup(worker)).accounts).toEqual([]);
  });

  it('a name that the venue has renamed is said, and the other figures stay', async () => {
    const { browser, tab } = await opened();
    const page = tab.page.account().map(each => ({
      ...each,
      body: String(each.body).replaceAll('"szi"', '"sizeInteger"'),
    }));
    tab.say(page);
    await pass(browser, 300);
    expect(tab.last().strip.note).not.toBeNull();
  });
});

describe('an API that refuses', () => {
  it.each([429, 500, 503])(
    'with %d is left alone and asked again later, and the strip says what is missing',
    async status => {
      const browser = fakeBrowser();
      browser.state.status = status;
      const { worker, tab } = await opened(browser);
      expect(tab.last().strip.usage.now).toMatch(/^\d+%$/);
      expect(tab.last().strip.joint.now).toBe('unknown');
      expect(tab.last().strip.note).toContain('joint distance unknown');
      const asked = browser.requests.length;
      await pass(browser, 1000);
      expect(browser.requests.length - asked).toBeLessThanOrEqual(2);
      expect((await popup(worker)).problems.map(each => each.text).join()).toContain('refuses requests');
      browser.state.status = 200;
      for (let k = 0; k < 80; k++) {
        tab.say([...tab.page.account(), ...tab.page.prices()]);
        await pass(browser, 10_000);
      }
      expect(tab.last().strip.joint.now).toMatch(/^−\d+\.\d%$/);
    },
  );
});

describe('stores', () => {
  it('corrupted settings fall back to the last good copy, and the popup says so', async () => {
    const { browser, worker } = await opened();
    const settings = (
      (await worker.ask({ type: 'page-to-background/settings' })) as { value: { usage: object } }
    ).value;
    const mine = { ...settings, usage: { warn: 0.05, danger: 0.9 } };
    expect(await worker.ask({ type: 'page-to-background/save-settings', settings: mine })).toMatchObject({
      ok: true,
    });
    worker.kill();
    browser.stores.local.data.settings = { ...mine, joint: null };
    const again = startWorker(browser);
    const view = await popup(again);
    expect(view.problems.map(each => each.text).join()).toContain('the last good copy is in use');
    expect(await again.ask({ type: 'page-to-background/settings' })).toEqual({ ok: true, value: mine });
    expect(
      await again.ask({ type: 'page-to-background/save-settings', settings: { ...mine, theme: 'pink' } }),
    ).toMatchObject({
      ok: false,
      code: 'bad-settings',
      message: expect.stringContaining('theme'),
    });
  });

  it('whatever was kept, in whatever shape: the worker starts and reads the page', async () => {
    for (const rubbish of [null, 7, 'x', [], [null], { a: 1 }, [{ key: 1 }], { states: 5, alerts: [{}] }]) {
      const browser = fakeBrowser();
      for (const key of ['sources', 'source tab:1', 'requester', 'forms', 'recording'])
        browser.stores.session.data[key] = rubbish;
      for (const key of ['settings', 'watched', 'accounts', 'places', 'candles', 'alerts', 'history'])
        browser.stores.local.data[key] = rubbish;
      browser.stores.session.data.sources = ['tab:1', 'tab:2'];
      const { tab } = await opened(browser);
      expect(tab.last().strip.usage.now).toMatch(/^\d+%$/);
    }
  });
});
