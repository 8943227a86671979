/** Script time that the extension adds to a page load: the same page with and without it, turn by turn. */
import { type LaunchOptions, launch, type TestBrowser } from '../e2e/browser';
import { startSimulator } from '../simulator';
import { type BenchRow, medianOf } from './row';

const rounds = 15;

const metric = async (browser: TestBrowser, url: string): Promise<{ script: number; task: number }> => {
  const page = await browser.browser.newPage();
  try {
    const session = await page.createCDPSession();
    await session.send('Performance.enable');
    await page.goto(url, { waitUntil: 'load' });
    await new Promise(resolve => setTimeout(resolve, 500));
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = (name: string) => metrics.find(entry => entry.name === name)?.value ?? Number.NaN;
    return { script: seconds('ScriptDuration') * 1000, task: seconds('TaskDuration') * 1000 };
  } finally {
    await page.close();
  }
};

export const benchPageLoad = async (): Promise<BenchRow[]> => {
  const simulator = await startSimulator({ scenario: 'still', seed: 1 });
  const options: LaunchOptions = { name: 'chromium', proxy: simulator.proxy };
  const bare = await launch({ ...options, extension: false });
  const fitted = await launch(options);
  try {
    const rows: BenchRow[] = [];
    for (const url of [
      'https://app.hyperliquid.xyz/trade/BTC',
      'https://www.binance.com/en/futures/BTCUSDT',
    ]) {
      const without: number[] = [];
      const with_: number[] = [];
      await metric(bare, url);
      await metric(fitted, url);
      for (let round = 0; round < rounds; round++) {
        without.push((await metric(bare, url)).script);
        with_.push((await metric(fitted, url)).script);
      }
      const [before, after] = [medianOf(without), medianOf(with_)];
      rows.push({
        name: `script time added to ${new URL(url).host}`,
        median: `${(after - before).toFixed(1)} ms`,
        target: '≤ 8 ms',
        note: `${before.toFixed(1)} ms without, ${after.toFixed(1)} ms with, ${rounds} loads each`,
      });
    }
    return rows;
  } finally {
    await bare.close();
    await fitted.close();
    await simulator.close();
  }
};
