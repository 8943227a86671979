/**
 * `npm start`: the product's main job in a real browser, against the exchange simulator. In a window it goes
 * on until the window is closed or Ctrl-C; headless it takes a picture, prints the strip and ends by itself.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type BrowserName, launch, type Tab, type TestBrowser } from '../e2e/browser';
import { findBrowser } from '../e2e/find-browser.mjs';
import { cardText, openCard, readStrip, stripText } from '../e2e/overlay';
import { eventually } from '../e2e/poll';
import { typeSize } from '../e2e/trader';
import { type Simulator, startSimulator } from '../simulator';
import { scenarioNames } from '../simulator/scenarios';
import { parseStartOptions, type StartOptions } from './options';

const root = join(import.meta.dirname, '../..');
const say = (text: string) => process.stdout.write(`${text}\n`);
const pause = (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1000));

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

/** Quiet unless it fails; resolves to false when it was stopped. */
const build = (signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const options = { cwd: root, signal, shell: process.platform === 'win32', maxBuffer: 1e8 };
    execFile('npm', ['run', '--silent', 'build'], options, (error, out, problems) => {
      if (signal.aborted) resolve(false);
      else if (error) reject(new Error(`the build failed\n${out}${problems}`));
      else resolve(true);
    });
  });

const chooseBrowser = (wanted: BrowserName | null): BrowserName => {
  if (wanted !== null) return wanted;
  return findBrowser('chromium') === null ? 'firefox' : 'chromium';
};

/** The page of the venue on which the trader starts, and the account that the scenario is about. */
const startPage = ({ venue, scenario, account }: StartOptions): string => {
  const byScenario = scenario === 'seed' || scenario === 'desk' ? scenario : null;
  const name = account ?? byScenario;
  const query = name === null ? '' : `?account=${name}`;
  const coin = scenario === 'seed' ? 'ETH' : 'BTC';
  const pages = {
    hyperliquid: `https://app.hyperliquid.xyz/trade/${coin}`,
    binance: `https://www.binance.com/en/futures/${coin}USDT`,
    bybit: `https://www.bybit.com/trade/usdt/${coin}USDT`,
    okx: `https://www.okx.com/trade-swap/${coin.toLowerCase()}-usdt-swap`,
    dydx: `https://dydx.trade/trade/${coin}-USD`,
    deribit: `https://www.deribit.com/futures/${coin}${scenario === 'seed' ? '_USDC' : ''}-PERPETUAL`,
  };
  return `${pages[venue]}${query}`;
};

const tellWhatToSee = (options: StartOptions) => {
  say('');
  say('Plimsoll is running in a simulated exchange; nothing here reaches a real one.');
  say(
    '  · The strip beside the order form: how far the whole market may move, now → after the order you type.',
  );
  say(
    '  · Type a size, switch Buy and Sell, press the button: the figures follow. Click the strip for the card.',
  );
  say('  · The toolbar button shows every account; its badge is the margin used.');
  const other = options.venue === 'hyperliquid' ? 'binance' : 'hyperliquid';
  say(`  · Next: npm start -- --venue ${other}   ·   npm start -- --scenario crash   ·   Ctrl-C ends this.`);
};

/** Waits for figures, types an order, opens the card, and says what stands there at the end. */
const show = async (tab: Tab, options: StartOptions) => {
  await eventually(
    () => readStrip(tab),
    strip => strip !== null,
    { within: 20_000, what: 'the strip' },
  );
  // Deribit's inverse contracts are ordered in dollars.
  await typeSize(tab, options.venue === 'deribit' && options.scenario !== 'seed' ? '25000' : '0.3');
  await openCard(tab);
  await pause(options.seconds);
  if (options.screenshot !== null) {
    await tab.page.screenshot({ path: options.screenshot as `${string}.png` });
    say(`picture: ${options.screenshot}`);
  }
  say((await stripText(tab)) ?? '');
  say('');
  say((await cardText(tab)) ?? '');
};

const main = async () => {
  const options = parseStartOptions(process.argv.slice(2), hasDisplay, scenarioNames);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const stopped = new Promise<void>(resolve => stopping.signal.addEventListener('abort', () => resolve()));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);

  if (!(await build(stopping.signal))) return;
  let simulator: Simulator | null = null;
  let browser: TestBrowser | null = null;
  try {
    simulator = await startSimulator({ scenario: options.scenario, seed: options.seed });
    browser = await launch({
      name: chooseBrowser(options.browser),
      proxy: simulator.proxy,
      headless: options.headless,
    });
    const tab = await browser.open(startPage(options));
    if (options.headless) await Promise.race([show(tab, options), stopped]);
    else {
      tellWhatToSee(options);
      browser.browser.once('disconnected', stop);
      await stopped;
    }
  } finally {
    await browser?.close().catch(() => {});
    await simulator?.close();
  }
};

main().then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    process.stderr.write(`plimsoll: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
