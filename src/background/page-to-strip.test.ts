/** From the page's traffic to the strip, compared with the simulated exchange's own arithmetic. */
import { describe, expect, it } from 'vitest';
import { rememberBetas } from '../../test/simulator/betas';
import { truthOf } from '../../test/simulator/hyperliquid/truth';
import { type FakeBrowser, fakeBrowser, openTab, pass, startWorker } from './fake-app';
import { SPACING } from './ports';

/** The account by the simulator's arithmetic, betas from the same candles. */
function truth({ sim }: FakeBrowser, name: string) {
  return truthOf(sim.ledger.named(name)!, { market: sim.market, betas: rememberBetas(sim.market) });
}

/** "−13.5%" of −0.1356: a distance is rounded down. */
function said(move: number): string {
  const part = Math.trunc(Math.abs(move) * 1000 + 1e-9) / 10;
  return `${move < 0 ? '−' : '+'}${part.toFixed(1)}%`;
}

const used = (usage: number) => `${Math.ceil(usage * 100 - 1e-9)}%`;

async function opened(name: string, url?: string) {
  const browser = fakeBrowser();
  const worker = startWorker(browser);
  const tab = openTab(browser, worker, 1, name, url);
  await pass(browser, 0);
  tab.open();
  await pass(browser, 500);
  return { browser, worker, tab };
}

describe('a page of one account', () => {
  it('first gets its setup and a strip that knows nothing', async () => {
    const browser = fakeBrowser();
    const tab = openTab(browser, startWorker(browser), 1, 'unified');
    await pass(browser, 0);
    expect(tab.received[0]).toEqual({
      type: 'background-to-overlay/setup',
      enabled: true,
      venue: 'hyperliquid',
      place: { dx: 0, dy: 0, open: false, collapsed: false },
      theme: 'auto',
    });
    const { strip, card } = tab.views()[0]!;
    expect([strip.joint, strip.usage, strip.nearest].map(each => each.now)).toEqual(Array(3).fill('unknown'));
    expect(strip).toMatchObject({ level: 'unknown', word: 'unknown' });
    expect(card).toBeNull();
  });

  it.each(['unified', 'standard'])(
    'shows the figures of the %s account as the exchange computes them',
    async name => {
      const { browser, tab } = await opened(name);
      const [pool] = truth(browser, name).pools;
      const { strip } = tab.last();
      expect(strip.usage.now).toBe(used(pool!.usage!));
      expect(strip.joint.now).toBe(said(pool!.joint.down!));
      const moves = pool!.positions.flatMap(each =>
        [each.below, each.above].flatMap(price =>
          price === null ? [] : [{ symbol: each.symbol, move: price / each.mark - 1 }],
        ),
      );
      const nearest = moves.reduce((a, b) => (Math.abs(b.move) < Math.abs(a.move) ? b : a));
      expect(strip.nearest.now).toBe(`${nearest.symbol} ${said(nearest.move)}`);
      expect(strip.note).toBeNull();
    },
  );

  it('says that the venue agrees, in the card and at every position', async () => {
    const { tab, browser } = await opened('unified');
    tab.shown(true, true);
    await pass(browser, 100);
    const card = tab.last().card!;
    expect(card.check).toMatchObject({ level: 'ok', text: expect.stringContaining('as the venue') });
    expect(card.positions.length).toBeGreaterThan(3);
    expect(card.positions.map(each => each.venue.agrees)).toEqual(card.positions.map(() => true));
    expect(card.sentence).toContain('A fall of BTC by');
    expect(card.warnings.map(each => each.text).join()).toContain('Positions stack on one direction');
    expect(card.heatmap!.caption).toMatch(/^\d+ positions behave like \d(\.\d)? bets$/);
  });

  it('says the new figures in the same turn in which a price moved', async () => {
    const { browser, tab } = await opened('unified');
    await pass(browser, 1000);
    const before = tab.last().strip;
    const [mark] = [browser.sim.market.quote('BTC').mark];
    browser.sim.market.setMark('BTC', Math.round(Number(mark) * 0.97));
    tab.say(tab.page.prices());
    const { strip } = tab.last();
    expect(strip.joint.now).not.toBe(before.joint.now);
    expect(strip.joint.now).toBe(said(truth(browser, 'unified').pools[0]!.joint.down!));
  });

  it('sends a burst of 200 changes a second as at most 20 views, the last one with the last price', async () => {
    const { browser, tab } = await opened('unified');
    const count = tab.views().length;
    const mark = Number(browser.sim.market.mark('BTC'));
    for (let k = 1; k <= 200; k++) {
      browser.sim.market.setMark('BTC', (mark - k).toFixed(0));
      tab.say(tab.page.prices());
      await pass(browser, 5);
    }
    await pass(browser, SPACING);
    expect(tab.views().length - count).toBeLessThanOrEqual(22);
    expect(tab.last().strip.usage.now).toBe(used(truth(browser, 'unified').pools[0]!.usage!));
    expect(tab.last().strip.joint.now).toBe(said(truth(browser, 'unified').pools[0]!.joint.down!));
  });

  it('sends nothing to a hidden overlay, and the present view when it is shown again', async () => {
    const { browser, tab } = await opened('unified');
    tab.shown(false, false);
    const count = tab.views().length;
    browser.sim.market.setMark('BTC', '80000');
    tab.say(tab.page.prices());
    await pass(browser, 5000);
    expect(tab.views()).toHaveLength(count);
    tab.say(tab.page.prices());
    tab.shown(true, false);
    expect(tab.views()).toHaveLength(count + 1);
    expect(tab.last().strip.joint.now).toBe(said(truth(browser, 'unified').pools[0]!.joint.down!));
  });
});

describe('an order that is being typed', () => {
  it('is followed keystroke by keystroke, and after the fill the page says what was foretold', async () => {
    const { browser, tab } = await opened('unified');
    tab.form({ size: null });
    expect(tab.last().strip.joint.after).toEqual([]);
    await pass(browser, SPACING);
    tab.form({ side: 'buy', size: '0.5' });
    await pass(browser, SPACING);
    const half = tab.last().strip;
    tab.form({ side: 'buy', size: '0.55' });
    await pass(browser, SPACING);
    const more = tab.last().strip;
    expect(half.joint.after).toHaveLength(1);
    expect(half.joint.after[0]!.side).toBeNull();
    expect(more.joint.after[0]!.text).not.toBe(half.joint.after[0]!.text);

    const filled = browser.sim.ledger.order('unified', {
      symbol: 'BTC',
      side: 'buy',
      size: '0.55',
      price: null,
    } as never);
    expect(filled).toMatchObject({ ok: true });
    tab.form({ size: null });
    tab.say(tab.page.account());
    tab.say(tab.page.prices());
    await pass(browser, SPACING);
    expect(tab.last().strip.joint.now).toBe(said(truth(browser, 'unified').pools[0]!.joint.down!));
    expect(tab.last().strip.usage.now).toBe(more.usage.after[0]!.text);
    expect(tab.last().strip.joint.now).toBe(more.joint.after[0]!.text);
  });

  it('is drawn up for both sides while none is chosen', async () => {
    const { browser, tab } = await opened('unified');
    tab.form({ side: null, size: '0.3' });
    await pass(browser, SPACING);
    const { after } = tab.last().strip.joint;
    expect(after.map(each => each.side)).toEqual(['buy', 'sell']);
    expect(after[0]!.text).not.toBe(after[1]!.text);
  });

  it('that cannot be read is said, and the account stays', async () => {
    const { browser, tab } = await opened('unified');
    const before = tab.last().strip;
    tab.form({ size: '0.5', unsure: 'no-size-field' });
    await pass(browser, SPACING);
    const { strip } = tab.last();
    expect(strip.joint.now).toBe(before.joint.now);
    expect(strip.joint.after).toEqual([]);
    expect(strip.note).toContain('its size field was not found');
  });

  it('assesses only the drafts: a keystroke does not assess the account anew', async () => {
    const { browser, tab } = await opened('unified');
    tab.form({ side: 'sell', size: '0.1' });
    await pass(browser, SPACING);
    const { stopwatch } = browser.state;
    for (const size of ['0.12', '0.125', '0.1']) {
      tab.form({ side: 'sell', size });
      await pass(browser, SPACING);
    }
    expect(tab.last().strip.joint.after).toHaveLength(1);
    // The stopwatch is read for every account that is assessed.
    expect(browser.state.stopwatch).toBe(stopwatch);
  });

  it('cannot be of another site: a form that claims one is not heard', async () => {
    const { browser, tab } = await opened('unified');
    tab.form({ side: 'buy', size: '0.5' }, 'https://www.binance.com/en/futures/BTCUSDT');
    await pass(browser, SPACING);
    expect(tab.last().strip.joint.after).toEqual([]);
  });
});

describe('several accounts', () => {
  it('in several tabs do not touch each other; a closed one stays known with its age', async () => {
    const { browser, worker, tab } = await opened('unified');
    const other = openTab(browser, worker, 2, 'standard');
    other.open();
    await pass(browser, 500);
    expect(other.last().strip.joint.now).toBe(said(truth(browser, 'standard').pools[0]!.joint.down!));
    expect(tab.last().strip.joint.now).toBe(said(truth(browser, 'unified').pools[0]!.joint.down!));
    worker.tabRemoved(2);
    await pass(browser, 30_000);
    tab.say([...tab.page.account(), ...tab.page.prices()]);
    const reply = await worker.ask({ type: 'page-to-background/popup' });
    const accounts = (
      reply as { value: { accounts: { id: string; joint: { level: string }; age: string }[] } }
    ).value.accounts;
    expect(accounts.map(each => each.id)).toEqual([
      `hyperliquid:${tab.page.user}`,
      `hyperliquid:${other.page.user}`,
    ]);
    expect(accounts.map(each => each.joint.level)).toEqual(['warn', 'stale']);
    expect(accounts[1]!.age).toMatch(/^3\d s ago$/);
  });

  it('in one tab: the strip follows the page, the popup keeps both', async () => {
    const { browser, worker, tab } = await opened('unified');
    const other = openTab(browser, worker, 1, 'standard');
    browser.sim.tick(11_000);
    await pass(browser, 11_000);
    other.open();
    await pass(browser, 500);
    expect(other.last().strip.joint.now).toBe(said(truth(browser, 'standard').pools[0]!.joint.down!));
    const reply = (await worker.ask({ type: 'page-to-background/popup' })) as {
      value: { accounts: { id: string }[] };
    };
    expect(reply.value.accounts.map(each => each.id).sort()).toEqual(
      [`hyperliquid:${tab.page.user}`, `hyperliquid:${other.page.user}`].sort(),
    );
  });
});

describe('sites and places', () => {
  it('tells the page the look that the trader wishes', async () => {
    const { worker, tab } = await opened('unified');
    const kept = await worker.ask({ type: 'page-to-background/settings' });
    const settings = { ...(kept as { value: object }).value, theme: 'light' };
    await worker.ask({ type: 'page-to-background/save-settings', settings });
    expect(tab.received.findLast(each => each.type === 'background-to-overlay/setup')).toMatchObject({
      theme: 'light',
    });
  });

  it('a site that is switched off is neither read nor drawn', async () => {
    const { browser, worker, tab } = await opened('unified');
    await worker.ask({ type: 'page-to-background/site', venue: 'hyperliquid', enabled: false });
    expect(tab.received.at(-1)).toMatchObject({ type: 'background-to-overlay/setup', enabled: false });
    const count = tab.received.length;
    tab.say(tab.page.prices());
    await pass(browser, 3000);
    expect(tab.received).toHaveLength(count);
    await worker.ask({ type: 'page-to-background/site', venue: 'hyperliquid', enabled: true });
    tab.say(tab.page.prices());
    await pass(browser, 100);
    expect(tab.last().strip.level).not.toBe('unknown');
  });

  it('the place of the overlay is one per venue and outlives the browser', async () => {
    const { browser, worker } = await opened('unified');
    const place = { dx: 40, dy: -12, open: true, collapsed: false };
    worker.message(1, 'https://app.hyperliquid.xyz/trade/BTC', {
      type: 'overlay-to-background/place',
      place,
    });
    await pass(browser, 0);
    worker.kill();
    browser.stores.session.data = {};
    const tab = openTab(browser, startWorker(browser), 9, 'standard');
    await pass(browser, 0);
    expect(tab.received[0]).toMatchObject({ place });
  });
});
