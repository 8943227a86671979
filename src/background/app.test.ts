import { describe, expect, it } from 'vitest';
import { truth } from '../venues/hyperliquid/simulated';
import { fakeBrowser, openTab, pass, startWorker } from './fake-app';

describe('from the page to the strip', () => {
  it('first sends the setup, then says that it knows nothing, then shows the account', async () => {
    const browser = fakeBrowser();
    const worker = startWorker(browser);
    const tab = openTab(browser, worker, 1, 'unified');
    await pass(browser, 0);
    expect(tab.received[0]).toMatchObject({ type: 'background-to-overlay/setup', enabled: true, venue: 'hyperliquid' });
    expect(tab.received[1]).toMatchObject({ strip: { level: 'unknown', joint: { now: 'unknown' } }, card: null });
    tab.open();
    await pass(browser, 100);
    tab.shown(true, true);
    await pass(browser, 3000);
    tab.say(tab.page.account());
    tab.say(tab.page.prices());
    await pass(browser, 100);
    const { strip, card } = tab.last();
    console.log(JSON.stringify(strip, null, 1), JSON.stringify(card, null, 1));
    console.log(JSON.stringify(truth(browser.sim, 'unified'), null, 1).slice(0, 1500), browser.requests.map(r => r.body));
  });
});
