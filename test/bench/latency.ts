/**
 * From a keystroke in the form, and from a mark price in the page's own socket, to the strip: measured in the
 * page, on one clock, from the event to the change of the strip's text.
 */
import { type BrowserName, launch, type Tab } from '../e2e/browser';
import { findBrowser } from '../e2e/find-browser.mjs';
import { readStrip } from '../e2e/overlay';
import { eventually } from '../e2e/poll';
import { sizeField } from '../e2e/trader';
import { type Simulator, startSimulator } from '../simulator';
import { type BenchRow, medianOf, percentileOf } from './row';

const samples = 60;

/** Starts a clock in the page: every change of the strip is logged with the time since the last mark or key. */
const startClock = (tab: Tab) =>
  tab.overlay(root => {
    const log: number[] = [];
    let since: number | null = null;
    const start = () => {
      since = performance.now();
    };
    document.addEventListener('input', start, true);
    window.addEventListener('plimsoll-bench-frame', start);
    new MutationObserver(() => {
      if (since !== null) log.push(performance.now() - since);
      since = null;
    }).observe(root, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { __plimsollBench: log });
  });

const readClock = (tab: Tab): Promise<number[]> =>
  tab.page.evaluate(() => {
    const log = (window as unknown as { __plimsollBench: number[] }).__plimsollBench;
    return log.splice(0);
  });

const rowOf = (name: string, values: number[]): BenchRow => ({
  name,
  median: `${medianOf(values).toFixed(1)} ms, p95 ${percentileOf(values, 0.95).toFixed(1)} ms`,
  target: 'p95 ≤ 16 ms warm',
  note: `${values.length} samples`,
});

const keystrokes = async (tab: Tab): Promise<number[]> => {
  const field = await sizeField(tab);
  await field.click({ count: 3 });
  const values: number[] = [];
  for (let i = 0; i < samples; i++) {
    await tab.page.keyboard.press(i % 2 === 0 ? '1' : 'Backspace');
    await new Promise(resolve => setTimeout(resolve, 120));
    values.push(...(await readClock(tab)));
  }
  return values;
};

/**
 * Frames are stamped where the page's socket dispatches them, by a listener that the bench adds to each socket.
 * As text: the compiler's own additions to a function do not exist in the page.
 */
const stampFrames = (tab: Tab) =>
  tab.page.evaluateOnNewDocument(`
    const add = WebSocket.prototype.addEventListener;
    const onmessage = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
    const stamped = new WeakSet();
    const stamp = socket => {
      if (stamped.has(socket)) return;
      stamped.add(socket);
      add.call(socket, 'message', () => window.dispatchEvent(new Event('plimsoll-bench-frame')));
    };
    WebSocket.prototype.addEventListener = function (...args) { stamp(this); return add.apply(this, args); };
    Object.defineProperty(WebSocket.prototype, 'onmessage', {
      ...onmessage,
      set(value) { stamp(this); onmessage.set.call(this, value); },
    });
  `);

const ticks = async (tab: Tab, simulator: Simulator): Promise<number[]> => {
  const values: number[] = [];
  for (let i = 0; i < samples; i++) {
    const mark = simulator.market.mark('BTC');
    simulator.control.setMark(
      'BTC',
      (Number.parseFloat(String(mark)) * (i % 2 === 0 ? 1.01 : 0.99)).toFixed(1),
    );
    await new Promise(resolve => setTimeout(resolve, 400));
    values.push(...(await readClock(tab)));
  }
  return values;
};

export const benchLatency = async (): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const name of ['chromium', 'firefox'] as BrowserName[]) {
    if (findBrowser(name) === null) continue;
    const simulator = await startSimulator({ scenario: 'still', seed: 1 });
    const browser = await launch({ name, proxy: simulator.proxy });
    try {
      const tab = await browser.open('about:blank');
      await stampFrames(tab);
      await tab.page.goto('https://www.binance.com/en/futures/BTCUSDT', { waitUntil: 'domcontentloaded' });
      await eventually(
        () => readStrip(tab),
        strip => strip?.joint.now.includes('%') ?? false,
        { within: 20_000, what: 'the strip' },
      );
      await startClock(tab);
      rows.push(rowOf(`${name}: keystroke → strip`, await keystrokes(tab)));
      rows.push(rowOf(`${name}: mark price → strip`, await ticks(tab, simulator)));
    } finally {
      await browser.close();
      await simulator.close();
    }
  }
  return rows;
};
