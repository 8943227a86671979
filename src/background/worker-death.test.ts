/** The browser ends the worker whenever it likes. What was known comes back; no alert is lost or said twice. */
import { describe, expect, it } from 'vitest';
import type { PopupView } from '../ui/view';
import { type FakeBrowser, fakeBrowser, openTab, pass, startWorker } from './fake-app';
import { settle } from './fake-parts';

async function opened(browser: FakeBrowser, tabId = 1, name = 'unified') {
  const worker = startWorker(browser);
  const tab = openTab(browser, worker, tabId, name);
  await pass(browser, 0);
  tab.open();
  await pass(browser, 500);
  tab.say([...tab.page.account(), ...tab.page.prices()]);
  await pass(browser, 2000);
  return { worker, tab };
}

function crash({ sim }: FakeBrowser, part: number) {
  for (const coin of ['BTC', 'ETH', 'SOL', 'DOGE', 'HYPE']) {
    const { decimals } = sim.market.coins.find(each => each.name === coin)!;
    sim.market.setMark(coin, (Number(sim.market.mark(coin)) * (1 - part)).toFixed(decimals));
  }
}

describe('a worker that was killed', () => {
  it('comes back with the account, before the page has said anything, and asks for no candle again', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    const before = tab.last().strip;
    worker.kill();
    const asked = browser.requests.length;
    const again = startWorker(browser);
    const reconnected = openTab(browser, again, 1, 'unified');
    await pass(browser, 0);
    expect(reconnected.received.map(each => each.type)).toEqual([
      'background-to-overlay/setup',
      'background-to-overlay/view',
    ]);
    expect(reconnected.last().strip).toEqual(before);
    await pass(browser, 5000);
    expect(browser.requests.slice(asked).filter(each => each.body.includes('candleSnapshot'))).toEqual([]);
  });

  it('answers messages that came before its state was read, in their order', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    worker.kill();
    // The store is slow: all of this arrives before it answers.
    const { get } = browser.stores.session;
    browser.stores.session.get = async keys => {
      await new Promise<void>(resolve => browser.clock.after(300, resolve));
      return get(keys);
    };
    const again = startWorker(browser);
    const reconnected = openTab(browser, again, 1, 'unified');
    browser.sim.market.setMark('BTC', '80000');
    reconnected.say(reconnected.page.prices());
    browser.sim.market.setMark('BTC', '79000');
    reconnected.say(reconnected.page.prices());
    reconnected.form({ side: 'buy', size: '0.2' });
    await pass(browser, 200);
    expect(reconnected.received).toEqual([]);
    await pass(browser, 1000);
    const { strip } = reconnected.last();
    expect(strip.joint.after).toHaveLength(1);
    // The last price counts, not the first.
    tab.say(reconnected.page.prices(), again);
    expect(reconnected.last().strip.joint.now).toBe(strip.joint.now);
  });

  it('keeps the form of the page', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    tab.form({ side: 'buy', size: '0.2' });
    await pass(browser, 1500);
    const before = tab.last().strip;
    worker.kill();
    const reconnected = openTab(browser, startWorker(browser), 1, 'unified');
    await pass(browser, 0);
    expect(reconnected.last().strip.joint.after).toEqual(before.joint.after);
  });

  it('loses no more than the last second when it dies between two writes', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    browser.sim.market.setMark('BTC', '80000');
    tab.say(tab.page.prices());
    worker.kill();
    const reconnected = openTab(browser, startWorker(browser), 1, 'unified');
    await pass(browser, 0);
    expect(reconnected.last().strip.level).toBe('warn');
    reconnected.say(reconnected.page.prices());
    await pass(browser, 100);
    expect(reconnected.last().strip.joint.now).not.toBe('unknown');
  });

  it('knows an account from before the browser was closed, as old', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    await pass(browser, 11_000);
    worker.kill();
    browser.stores.session.data = {};
    await pass(browser, 3_600_000);
    const again = startWorker(browser);
    const reply = (await again.ask({ type: 'page-to-background/popup' })) as {
      value: { accounts: { id: string; usage: { now: string; level: string }; age: string }[] };
    };
    expect(reply.value.accounts).toMatchObject([
      { id: `hyperliquid:${tab.page.user}`, usage: { level: 'stale' }, age: '61 min ago' },
    ]);
    expect(reply.value.accounts[0]!.usage.now).toMatch(/^\d+%$/);
  });
});

describe('the history of 24 hours', () => {
  it('survives the worker and the browser; what was not seen stays a gap; it leaves as CSV', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    for (let k = 0; k < 4; k++) {
      await pass(browser, 5 * 60_000);
      tab.say([...tab.page.account(), ...tab.page.prices()]);
      await pass(browser, 500);
    }
    await pass(browser, 11_000);
    worker.kill();
    browser.stores.session.data = {};
    await pass(browser, 3_600_000);
    const again = startWorker(browser);
    const account = `hyperliquid:${tab.page.user}`;
    const view = (await again.ask({ type: 'page-to-background/popup' })) as { value: PopupView };
    const { line, caption } = view.value.accounts[0]!.history!;
    expect(line.match(/M/g)).toHaveLength(1);
    expect(caption).toMatch(/^Last 24 h: nearest −\d+\.\d%, \d+ min ago$/);
    const reopened = openTab(browser, again, 1, 'unified');
    reopened.open();
    await pass(browser, 2_000);
    const then = (await again.ask({ type: 'page-to-background/popup' })) as { value: PopupView };
    expect(then.value.accounts[0]!.history!.line.match(/M/g)).toHaveLength(2);
    const csv = (await again.ask({ type: 'page-to-background/history', account })) as { value: string };
    const rows = csv.value.trim().split('\r\n').slice(1);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.length).toBeLessThan(9);
    for (const row of rows) expect(row).toMatch(/^[\d-]+T[\d:.]+Z,-\d+\.\d{4},\d+\.\d{4},\d+\.\d{4}$/);
    await again.ask({ type: 'page-to-background/forget', account });
    const gone = (await again.ask({ type: 'page-to-background/history', account })) as { value: string };
    // Its page is still open, and shows it anew.
    expect(gone.value.trim().split('\r\n').length).toBeLessThanOrEqual(2);
  });
});

describe('alerts', () => {
  it('fire in a hidden tab when a threshold is crossed, once, and a click brings the tab up', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    // The account is within the warning distance from the start: that is said.
    expect(browser.shown).toHaveLength(1);
    tab.shown(false, false);
    crash(browser, 0.09);
    tab.say(tab.page.prices());
    await pass(browser, 500);
    expect(browser.shown.map(each => each.title).at(-1)).toMatch(/^Danger: liquidation at −\d\.\d%$/);
    const count = browser.shown.length;
    for (let k = 0; k < 40; k++) {
      crash(browser, k % 2 ? 0.002 : -0.002);
      tab.say(tab.page.prices());
      await pass(browser, 250);
    }
    expect(browser.shown).toHaveLength(count);
    await worker.clicked(browser.shown.at(-1)!.id);
    expect(browser.opened).toEqual(['tab 1']);
    browser.state.tabs.clear();
    await worker.clicked(browser.shown.at(-1)!.id);
    expect(browser.opened).toEqual(['tab 1', 'popup']);
  });

  it('survive a worker that is killed after storing and before showing: the next one shows it, once', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    const before = browser.shown.length;
    const { set } = browser.stores.local;
    browser.stores.local.set = async items => {
      await set(items);
      // The very moment after the alert was stored.
      if ('alerts' in items) worker.kill();
    };
    crash(browser, 0.09);
    tab.say(tab.page.prices());
    await pass(browser, 500);
    expect(browser.shown).toHaveLength(before);
    browser.stores.local.set = set;
    const again = startWorker(browser);
    await pass(browser, 500);
    expect(browser.shown).toHaveLength(before + 1);
    expect(browser.shown.at(-1)!.title).toContain('Danger');
    again.kill();
    startWorker(browser);
    await pass(browser, 500);
    expect(browser.shown).toHaveLength(before + 1);
  });

  it('are not shown twice when the worker is killed after showing and before marking', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    const before = browser.shown.length;
    const { set } = browser.stores.local;
    let writes = 0;
    browser.stores.local.set = async items => {
      if ('alerts' in items && ++writes === 2) worker.kill();
      else await set(items);
    };
    crash(browser, 0.09);
    tab.say(tab.page.prices());
    await pass(browser, 500);
    expect(browser.shown).toHaveLength(before + 1);
    browser.stores.local.set = set;
    const seen = browser.shown.length;
    const again = startWorker(browser);
    const reconnected = openTab(browser, again, 1, 'unified');
    await pass(browser, 100);
    reconnected.say(reconnected.page.prices());
    await pass(browser, 2000);
    expect(browser.shown).toHaveLength(seen);
  });

  it('fire once over a crash during which the worker is killed every few seconds', async () => {
    const browser = fakeBrowser();
    let { worker, tab } = await opened(browser);
    for (let second = 0; second < 40; second++) {
      crash(browser, 0.003);
      tab.say(tab.page.prices());
      await pass(browser, 1000);
      if (second % 4 !== 3) continue;
      worker.kill();
      worker = startWorker(browser);
      tab = openTab(browser, worker, 1, 'unified');
      await pass(browser, 50);
    }
    const titles = browser.shown.map(each => each.title.replace(/[−\d.%]+$/, ''));
    expect(titles).toEqual(
      ['Close to liquidation: ', 'Danger: liquidation at ', 'Margin used: ', 'Danger: margin used '].filter(
        each => titles.includes(each),
      ),
    );
    expect(titles).toContain('Danger: liquidation at ');
  });

  it('are shown also when the store refuses to write', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    const before = browser.shown.length;
    browser.stores.local.refuse = true;
    crash(browser, 0.09);
    tab.say(tab.page.prices());
    await pass(browser, 500);
    expect(browser.shown).toHaveLength(before + 1);
    const reply = (await worker.ask({ type: 'page-to-background/popup' })) as {
      value: { problems: { text: string }[]; alerts: { text: string }[] };
    };
    expect(reply.value.problems.map(each => each.text)).toContain('Not stored: QUOTA_BYTES quota exceeded');
    expect(reply.value.alerts[0]!.text).toContain('Danger');
  });

  it('stay off the desktop when the trader wants none, and are listed', async () => {
    const browser = fakeBrowser();
    const worker = startWorker(browser);
    const settings = ((await worker.ask({ type: 'page-to-background/settings' })) as { value: object }).value;
    await worker.ask({ type: 'page-to-background/save-settings', settings: { ...settings, notify: false } });
    const tab = openTab(browser, worker, 1, 'unified');
    tab.open();
    await pass(browser, 3000);
    expect(browser.shown).toEqual([]);
    const reply = (await worker.ask({ type: 'page-to-background/popup' })) as {
      value: { alerts: unknown[] };
    };
    expect(reply.value.alerts).toHaveLength(1);
  });
});

describe('an address that is watched', () => {
  it('is read by the public API with no tab, also by a worker that the alarm wakes', async () => {
    const browser = fakeBrowser();
    const worker = startWorker(browser);
    const address = browser.sim.ledger.named('unified')!.address;
    expect(await worker.ask({ type: 'page-to-background/watch', address: ` ${address} ` })).toEqual({
      ok: true,
      value: `hyperliquid:${address}`,
    });
    expect(browser.state.alarm).toBe(true);
    await pass(browser, 4000);
    const look = async (from: { ask: typeof worker.ask }) =>
      (
        (await from.ask({ type: 'page-to-background/popup' })) as {
          value: { accounts: { joint: { now: string; level: string }; watched: boolean }[] };
        }
      ).value.accounts;
    expect(await look(worker)).toMatchObject([{ joint: { level: 'warn' }, watched: true }]);
    expect(browser.shown).toHaveLength(1);

    worker.kill();
    await pass(browser, 30_000);
    crash(browser, 0.09);
    const woken = startWorker(browser);
    await woken.alarm();
    await pass(browser, 500);
    expect(browser.shown.at(-1)!.title).toMatch(/^Danger: liquidation at/);
    expect(await look(woken)).toMatchObject([{ joint: { level: 'danger' }, watched: true }]);
    await woken.clicked(browser.shown.at(-1)!.id);
    expect(browser.opened).toEqual(['popup']);
  });

  it('is refused when it is none, and forgotten for good', async () => {
    const browser = fakeBrowser();
    const worker = startWorker(browser);
    const watch = (address: string) => worker.ask({ type: 'page-to-background/watch', address });
    expect(await watch('0x12')).toMatchObject({ ok: false, code: 'bad-address' });
    const address = browser.sim.ledger.named('standard')!.address;
    await watch(address);
    await pass(browser, 2000);
    expect(
      await worker.ask({ type: 'page-to-background/forget', account: `hyperliquid:${address}` }),
    ).toMatchObject({ ok: true });
    expect(browser.state.alarm).toBe(false);
    const asked = browser.requests.length;
    worker.kill();
    const again = startWorker(browser);
    await pass(browser, 60_000);
    expect(browser.requests).toHaveLength(asked);
    const reply = (await again.ask({ type: 'page-to-background/popup' })) as {
      value: { accounts: unknown[] };
    };
    expect(reply.value.accounts).toEqual([]);
  });

  it('is left alone while the host may not be asked, and the popup says so', async () => {
    const browser = fakeBrowser();
    browser.state.granted = false;
    const worker = startWorker(browser);
    const address = browser.sim.ledger.named('standard')!.address;
    await worker.ask({ type: 'page-to-background/watch', address });
    await pass(browser, 5000);
    expect(browser.requests).toEqual([]);
    const [waiting] = ((await worker.ask({ type: 'page-to-background/popup' })) as { value: PopupView }).value
      .accounts;
    expect(waiting).toMatchObject({
      id: `hyperliquid:${address}`,
      watched: true,
      age: 'never described',
      usage: { now: 'unknown', level: 'unknown' },
      joint: { now: 'unknown', level: 'unknown' },
    });
    expect(browser.badges.get(null)).toBe('?');
    const popup = async () =>
      (
        (await worker.ask({ type: 'page-to-background/popup' })) as {
          value: { sites: { granted: boolean }[]; problems: { text: string }[] };
        }
      ).value;
    expect((await popup()).sites[0]!.granted).toBe(false);
    expect((await popup()).problems.map(each => each.text).join()).toContain(
      'No permission to ask api.hyperliquid.xyz',
    );
    browser.state.granted = true;
    worker.permissionsChanged();
    await pass(browser, 3000);
    expect(browser.requests.length).toBeGreaterThan(0);
    expect((await popup()).problems.map(each => each.text).join()).not.toContain('No permission');
  });

  it('and a page of the same account are one account', async () => {
    const browser = fakeBrowser();
    const { worker, tab } = await opened(browser);
    await worker.ask({ type: 'page-to-background/watch', address: tab.page.user });
    await pass(browser, 3000);
    const reply = (await worker.ask({ type: 'page-to-background/popup' })) as {
      value: { accounts: { id: string }[] };
    };
    expect(reply.value.accounts.map(each => each.id)).toEqual([`hyperliquid:${tab.page.user}`]);
    expect(browser.shown).toHaveLength(1);
  });
});

it('installs once: the welcome page is not opened again', async () => {
  const browser = fakeBrowser();
  await startWorker(browser).installed();
  await startWorker(browser).installed();
  await settle();
  expect(browser.opened).toEqual(['welcome']);
});
