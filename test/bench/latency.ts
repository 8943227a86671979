/**
 * From a keystroke in the form, and from a mark price in the page's own socket, to the strip: measured in the
 * page, on one clock, from the event to the change of the strip's text. Warm: the first of each are left out.
 */
import { type BrowserName, launch, type Tab } from '../e2e/browser';
import { findBrowser } from '../e2e/find-browser.mjs';
import { readStrip } from '../e2e/overlay';
import { eventually } from '../e2e/poll';
import { sizeField } from '../e2e/trader';
import { type Simulator, startSimulator } from '../simulator';
import { type BenchRow, medianOf, percentileOf } from './row';

const counts = { keystrokes: 120, marks: 60, cold: 5 };
/** No multiple of the second in which both pages and the background beat, so that every phase is met. */
const keyEvery = 137;
/** Both venues' mark prices come once a second. */
const markEvery = 1130;

const venues = {
  Hyperliquid: 'https://app.hyperliquid.xyz/trade/BTC',
  Binance: 'https://www.binance.com/en/futures/BTCUSDT',
};

interface Clock {
  /** The text by which the frame of the awaited mark price is known; null: none is awaited. */
  mark: string | null;
  since: number | null;
  log: number[];
}

/**
 * Starts a clock in the page: the change of the strip is logged with the time since the last key, or since the
 * last frame with the awaited mark price.
 */
const startClock = (tab: Tab) =>
  tab.overlay(root => {
    const clock: Clock = Object.assign((window as unknown as { plimsollBench: Clock }).plimsollBench, {
      since: null,
      log: [],
    });
    document.addEventListener(
      'input',
      () => {
        clock.since = performance.now();
      },
      true,
    );
    new MutationObserver(() => {
      if (clock.since !== null) clock.log.push(performance.now() - clock.since);
      clock.since = null;
    }).observe(root, { subtree: true, childList: true, characterData: true });
  });

/** What has been measured; and the next mark price to wait for. */
const turnClock = (tab: Tab, mark: string | null): Promise<number[]> =>
  tab.page.evaluate((awaited: string | null) => {
    const clock = (window as unknown as { plimsollBench: Clock }).plimsollBench;
    clock.mark = awaited;
    clock.since = null;
    return clock.log.splice(0);
  }, mark);

/**
 * Frames are stamped where the page's socket dispatches them, by a listener that the bench adds to each socket.
 * Hyperliquid sends the marks of all contracts packed as well: each such frame may be the one.
 * As text: the compiler's own additions to a function do not exist in the page.
 */
const stampFrames = (tab: Tab) =>
  tab.page.evaluateOnNewDocument(`
    const clock = window.plimsollBench = { mark: null, since: null, log: [] };
    const add = WebSocket.prototype.addEventListener;
    const onmessage = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
    const stamped = new WeakSet();
    const stamp = socket => {
      if (stamped.has(socket)) return;
      stamped.add(socket);
      add.call(socket, 'message', ({ data }) => {
        if (clock.mark === null || typeof data !== 'string') return;
        if (data.includes(clock.mark) || data.includes('"fastAssetCtxs"')) clock.since = performance.now();
      });
    };
    WebSocket.prototype.addEventListener = function (...args) { stamp(this); return add.apply(this, args); };
    Object.defineProperty(WebSocket.prototype, 'onmessage', {
      ...onmessage,
      set(value) { stamp(this); onmessage.set.call(this, value); },
    });
  `);

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

const keystrokes = async (tab: Tab): Promise<number[]> => {
  const field = await sizeField(tab);
  await field.click({ count: 3 });
  const values: number[] = [];
  await turnClock(tab, null);
  for (let i = 0; i < counts.keystrokes + counts.cold; i++) {
    await tab.page.keyboard.press(i % 2 === 0 ? '1' : 'Backspace');
    await pause(keyEvery);
    values.push(...(await turnClock(tab, null)).slice(0, 1));
  }
  return values.slice(counts.cold);
};

const marks = async (tab: Tab, simulator: Simulator): Promise<number[]> => {
  const values: number[] = [];
  for (let i = 0; i < counts.marks + counts.cold; i++) {
    const mark = Number.parseFloat(simulator.market.mark('BTC'));
    const next = (mark * (i % 2 === 0 ? 1.01 : 0.99)).toFixed(0);
    await turnClock(tab, `"${next}.0`);
    simulator.control.setMark('BTC', `${next}.0`);
    await pause(markEvery);
    values.push(...(await turnClock(tab, null)).slice(0, 1));
  }
  return values.slice(counts.cold);
};

const rowOf = (name: string, values: number[], asked: number): BenchRow => ({
  name,
  median: `${medianOf(values).toFixed(1)} ms, p95 ${percentileOf(values, 0.95).toFixed(1)} ms`,
  target: 'p95 ≤ 16 ms',
  note: `${values.length} of ${asked} samples`,
});

export const benchLatency = async (): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const name of ['chromium', 'firefox'] as BrowserName[]) {
    if (findBrowser(name) === null) continue;
    const simulator = await startSimulator({ scenario: 'still', seed: 1 });
    const browser = await launch({ name, proxy: simulator.proxy });
    try {
      for (const [venue, url] of Object.entries(venues)) {
        const tab = await browser.open('about:blank');
        await stampFrames(tab);
        await tab.page.goto(url, { waitUntil: 'domcontentloaded' });
        await eventually(
          () => readStrip(tab),
          strip => strip?.joint.now.includes('%') ?? false,
          { within: 20_000, what: 'the strip' },
        );
        await startClock(tab);
        const of = `${name}, ${venue}:`;
        rows.push(rowOf(`${of} keystroke → strip`, await keystrokes(tab), counts.keystrokes));
        rows.push(rowOf(`${of} mark price → strip`, await marks(tab, simulator), counts.marks));
        await tab.close();
      }
    } finally {
      await browser.close();
      await simulator.close();
    }
  }
  return rows;
};
