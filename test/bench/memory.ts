/** The worker's heap after some minutes of the busiest scenario: 40 positions, 200 mark changes a second. */
import { launch } from '../e2e/browser';
import { startSimulator } from '../simulator';
import type { BenchRow } from './row';

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

export const benchMemory = async (minutes: number): Promise<BenchRow[]> => {
  const simulator = await startSimulator({ scenario: 'desk', seed: 1 });
  const browser = await launch({ name: 'chromium', proxy: simulator.proxy });
  try {
    await browser.open('https://app.hyperliquid.xyz/trade/BTC?account=desk');
    const target = await browser.browser.waitForTarget(target => target.type() === 'service_worker');
    const session = await target.createCDPSession();
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    await new Promise(resolve => setTimeout(resolve, 10_000));
    const start = await heap();
    await new Promise(resolve => setTimeout(resolve, minutes * 60_000));
    const end = await heap();
    return [
      {
        name: `heap of the worker after ${minutes} min of desk`,
        median: megabytes(end),
        note: `${megabytes(start)} after 10 s`,
      },
    ];
  } finally {
    await browser.close();
    await simulator.close();
  }
};
