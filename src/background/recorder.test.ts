import { expect, it } from 'vitest';
import type { RecordingProgress } from '../messages';
import { hyperliquid } from '../venues/hyperliquid';
import type { VenueMessage } from '../venues/venue';
import { fakeBrowser, openTab, pass, startWorker } from './fake-app';

it('records a page for a while: nobody is named in it, and it replays to the same positions', async () => {
  const browser = fakeBrowser();
  const worker = startWorker(browser);
  const tab = openTab(browser, worker, 1, 'unified');
  await pass(browser, 0);
  const ask = async (message: object) => ((await worker.ask(message)) as { value: RecordingProgress }).value;
  expect(await worker.ask({ type: 'page-to-background/record', tabId: 7, seconds: 10 })).toMatchObject({
    ok: false,
    code: 'no-page',
  });
  expect(await ask({ type: 'page-to-background/record', tabId: 1, seconds: 10 })).toMatchObject({
    state: 'recording',
  });
  tab.open();
  await pass(browser, 500);
  tab.say([...tab.page.account(), ...tab.page.prices()]);
  await pass(browser, 10_000);
  const done = await ask({ type: 'page-to-background/recording' });
  if (done.state !== 'done') throw new Error(done.state);
  expect(done.text).not.toContain(tab.page.user.slice(2, 14));
  const recording = JSON.parse(done.text) as { format: string; venue: string; messages: VenueMessage[] };
  expect(recording).toMatchObject({ format: 'plimsoll.recording/1', venue: 'hyperliquid' });

  const last = recording.messages.at(-1)!.at;
  const state = recording.messages.reduce(hyperliquid.reduce, hyperliquid.initial);
  const [reading] = hyperliquid.accounts(state, last);
  expect(reading!.account.account).toMatch(/^0x0+[0-9a-f]{1,2}$/);
  expect(reading!.account.pools[0]!.positions.map(each => [each.symbol, each.size])).toEqual([
    ['BTC', '0.85'],
    ['ETH', '14.0'],
    ['SOL', '180.0'],
    ['DOGE', '90000.0'],
    ['HYPE', '-120.0'],
  ]);

  // The worker may be gone when the trader comes to fetch it.
  await pass(browser, 2000);
  worker.kill();
  const again = startWorker(browser);
  expect(((await again.ask({ type: 'page-to-background/recording' })) as { value: unknown }).value).toEqual(
    done,
  );
});
