/**
 * Messages a second through a venue's code: what a page of the busiest scenario says, recorded in a real browser
 * and replayed over and over. And whether the state grows: half a million messages on.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assess } from '../../src/engine/assess';
import type { RecordingProgress } from '../../src/messages';
import { venues } from '../../src/venues';
import type { Venue, VenueMessage } from '../../src/venues/venue';
import { askBackground } from '../e2e/ask-background';
import { launch, type TestBrowser } from '../e2e/browser';
import { eventually } from '../e2e/poll';
import { startSimulator } from '../simulator';
import { type BenchRow, medianOf } from './row';

/** Order pages of the simulator, with accounts of several positions. */
const pages: Record<string, string> = {
  hyperliquid: 'https://app.hyperliquid.xyz/trade/BTC?account=unified',
  binance: 'https://www.binance.com/en/futures/BTCUSDT?account=oneway',
  bybit: 'https://www.bybit.com/trade/usdt/BTCUSDT?account=cross',
  okx: 'https://www.okx.com/trade-swap/btc-usdt-swap?account=futures',
  dydx: 'https://dydx.trade/trade/BTC-USD?account=cross',
  deribit: 'https://www.deribit.com/futures/BTC-PERPETUAL?account=segregated',
};

const seconds = 20;
const passes = 9;
const many = 500_000;

/** All that a page says from its load on, as the popup's recorder has it. */
const record = async (browser: TestBrowser, url: string): Promise<VenueMessage[]> => {
  const { page, close } = await browser.open(url);
  try {
    const tabId = await startRecording(browser);
    if (tabId === null) throw new Error(`no page to record at ${url}`);
    await page.reload({ waitUntil: 'domcontentloaded' });
    const ask = async () => {
      const [progress] = await askBackground<RecordingProgress>(browser, {
        type: 'page-to-background/recording',
      });
      return progress!;
    };
    const wait = { within: (seconds + 10) * 1000, every: 2000, what: 'the recording' };
    const done = await eventually(ask, ({ state }) => state === 'done', wait);
    if (done.state !== 'done') throw new Error('no recording');
    return (JSON.parse(done.text) as { messages: VenueMessage[] }).messages;
  } finally {
    await close();
  }
};

/** Which number the browser gave to the tab is not known here: the background takes that of a venue's page alone. */
const startRecording = async (browser: TestBrowser): Promise<number | null> => {
  const options = await browser.extension.open('src/pages/options/index.html');
  try {
    return await options.call(async (_document, length: number) => {
      const { chrome } = globalThis as unknown as { chrome: Chrome };
      for (let attempt = 0; attempt < 50; attempt++) {
        for (const { id } of await chrome.tabs.query({})) {
          const question = { type: 'page-to-background/record', tabId: id, seconds: length };
          if ((await chrome.runtime.sendMessage(question)).ok) return id;
        }
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      return null;
    }, seconds);
  } finally {
    await options.close();
  }
};

interface Chrome {
  runtime: { sendMessage(message: object): Promise<{ ok: boolean }> };
  tabs: { query(what: object): Promise<{ id: number }[]> };
}

interface Said {
  /** The state when the page has settled. */
  settled: unknown;
  /** Milliseconds that reading the load took, warm. */
  load: number;
  /** What the page's own WebSockets said from then on. */
  frames: VenueMessage[];
}

const settledAfter = 5000;

const play = (venue: Venue, messages: VenueMessage[], from: unknown): unknown =>
  messages.reduce((state, message) => venue.reduce(state, message), from);

const timed = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const sort = (venue: Venue, messages: VenueMessage[]): Said => {
  const until = messages[0]!.at + settledAfter;
  const first = messages.filter(({ at }) => at < until);
  return {
    settled: play(venue, first, venue.initial),
    load: medianOf(Array.from({ length: passes }, () => timed(() => play(venue, first, venue.initial)))),
    frames: messages.filter(
      ({ at, via, direction }) => at >= until && via === 'websocket' && direction === 'in',
    ),
  };
};

/** `look` is done after every message. Warm: the first second is not counted. */
const perSecond = (
  venue: Venue,
  { settled, frames }: Said,
  look: (state: unknown, at: number) => void,
): string => {
  const pass = () => {
    let state = settled;
    for (const message of frames) {
      state = venue.reduce(state, message);
      look(state, message.at);
    }
  };
  const warm = performance.now() + 1000;
  while (performance.now() < warm) pass();
  const times = Array.from({ length: passes }, () => timed(pass));
  return `${Math.round((frames.length / medianOf(times)) * 1000).toLocaleString('en')} a second`;
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
};

const growth = (venue: Venue, messages: VenueMessage[]): string => {
  let state = venue.initial;
  let count = 0;
  const until = (end: number) => {
    while (count < end) {
      state = venue.reduce(state, messages[count % messages.length]!);
      count += 1;
    }
    return `${heap().toFixed(1)} MB (state ${(JSON.stringify(state).length / 1e3).toFixed(0)} kB)`;
  };
  const before = until(10 * messages.length);
  return `${before} → ${until(many)}`;
};

export const benchMessages = async (): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  const simulator = await startSimulator({ scenario: 'desk', seed: 1 });
  const browser = await launch({ name: 'chromium', proxy: simulator.proxy });
  const recordings = new Map<Venue, VenueMessage[]>();
  try {
    for (const venue of venues) {
      const url = pages[venue.id];
      if (url !== undefined) recordings.set(venue, await record(browser, url));
    }
  } finally {
    await browser.close();
    await simulator.close();
  }
  for (const [venue, messages] of recordings) {
    const said = sort(venue, messages);
    const note = `${said.frames.length} frames of ${seconds - settledAfter / 1000} s`;
    const read = (state: unknown, at: number) => venue.accounts(state, at);
    const row = (what: string, look: (state: unknown, at: number) => void) => ({
      name: `${venue.name}: ${what}`,
      median: perSecond(venue, said, look),
      target: '≥ 5,000 a second',
      note,
    });
    rows.push({
      name: `${venue.name}: reading all that the page says as it loads`,
      median: `${said.load.toFixed(1)} ms`,
      note: `${messages.length} messages in ${seconds} s`,
    });
    rows.push(row('reduce', () => {}));
    rows.push(row('reduce and accounts', read));
    rows.push(
      row('reduce, accounts and assess', (state, at) => {
        for (const { account } of read(state, at)) assess(account);
      }),
    );
    rows.push({
      name: `${venue.name}: heap over ${many.toLocaleString('en')} messages`,
      median: growth(venue, messages),
      target: 'flat',
    });
  }
  return rows;
};
