/**
 * What the extension adds to a page load: the same page in three browsers, turn by turn. One has no extension;
 * one has the extension without its content scripts, because its background works beside the page on the same
 * cores and slows it down by that alone; one has all of it.
 *
 * The figures are CPU time of the page's main thread, from the start to half a second after `load`. Time by the
 * clock would count how long the machine let the thread wait for others. Layout that a script forces is counted
 * to the script.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtExtension, launch, type TestBrowser } from '../e2e/browser';
import { startSimulator } from '../simulator';
import { type BenchRow, medianOf } from './row';

const rounds = 15;

const pages = ['https://app.hyperliquid.xyz/trade/BTC', 'https://www.binance.com/en/futures/BTCUSDT'];

interface Load {
  script: number;
  task: number;
}

const load = async ({ browser }: TestBrowser, url: string): Promise<Load> => {
  const page = await browser.newPage();
  try {
    const session = await page.createCDPSession();
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(url, { waitUntil: 'load' });
    await new Promise(resolve => setTimeout(resolve, 500));
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = (name: string) => metrics.find(entry => entry.name === name)?.value ?? Number.NaN;
    return { script: seconds('ScriptDuration') * 1000, task: seconds('TaskDuration') * 1000 };
  } finally {
    await page.close();
  }
};

/** A copy of the built extension that runs in no page. */
const withoutContentScripts = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  cpSync(builtExtension('chromium'), folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  delete manifest.content_scripts;
  writeFileSync(path, JSON.stringify(manifest));
  return folder;
};

export const benchPageLoad = async (): Promise<BenchRow[]> => {
  const simulator = await startSimulator({ scenario: 'still', seed: 1 });
  const options = { name: 'chromium', proxy: simulator.proxy } as const;
  const beside = withoutContentScripts();
  const browsers: TestBrowser[] = [];
  try {
    browsers.push(await launch({ ...options, extension: false }));
    browsers.push(await launch({ ...options, extension: beside }));
    browsers.push(await launch(options));
    const rows: BenchRow[] = [];
    for (const url of pages) {
      const loads = browsers.map((): Load[] => []);
      for (const browser of browsers) await load(browser, url);
      for (let round = 0; round < rounds; round++) {
        for (const [k, browser] of browsers.entries()) loads[k]!.push(await load(browser, url));
      }
      const median = (part: keyof Load) => loads.map(each => medianOf(each.map(one => one[part])));
      const row = (name: string, [bare, still, full]: number[]): BenchRow => ({
        name: `${name} added to ${new URL(url).host}`,
        median: `${(full! - still!).toFixed(1)} ms`,
        note: `${bare!.toFixed(1)} ms without, ${still!.toFixed(1)} ms beside it, ${full!.toFixed(1)} ms with, ${rounds} loads each`,
      });
      rows.push({ ...row('script time', median('script')), target: '≤ 8 ms' });
      rows.push(row('all work of the thread', median('task')));
    }
    return rows;
  } finally {
    for (const browser of browsers) await browser.close();
    await simulator.close();
    rmSync(beside, { recursive: true, force: true });
  }
};
