/** A crash as the trader is told of it: the strip's word, the badge, notifications, and the list in the popup. */
import { expect, test } from 'vitest';
import type { PoolTruth } from '../simulator/exchange';
import type { ExtensionPage, Tab } from './browser';
import { fall } from './fall';
import { expectDistance, expectUsage, nearer } from './figures';
import { badge, badgeInFront, clickNotice, crossingsAlone, keepNotices, notices, onScreen } from './notices';
import { readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, openTrading, poolTruth, type Stage } from './stage';
import type { VenueName } from './trader';

interface Step {
  /** How far the market has fallen, in parts of the crash. */
  part: number;
  /** What is notified that was not before. */
  said?: 'joint' | 'usage';
  word: string;
}

const rounded = (usage: number | null) => `${Math.ceil((usage ?? Number.NaN) * 100 - 1e-6)}%`;

/** The market falls to `part`; resolves with the truth when the badge says so, which is when alerts were looked at. */
const fallTo = async (
  { simulator }: Stage,
  part: number,
  [venue, account, symbol]: readonly [VenueName, string, string],
  read: () => Promise<string>,
): Promise<PoolTruth> => {
  fall(simulator, part);
  const pool = poolTruth(simulator, venue, account, symbol);
  const expected = (pool.usage ?? 2) >= 1 ? '100%' : rounded(pool.usage);
  await eventually(read, text => text === expected, { what: `${expected} on the badge at ${part}` });
  return pool;
};

/** Goes through the steps; at each, exactly the notifications that are due by then have come, once. */
const goThrough = async (
  stage: Stage,
  steps: Step[],
  of: readonly [VenueName, string, string],
  page: ExtensionPage,
  read: () => Promise<string>,
  tab: Tab | null,
) => {
  const [venue] = of;
  const said: { kind: string; pool: PoolTruth }[] = [];
  for (const { part, said: kind, word } of steps) {
    const pool = await fallTo(stage, part, of, read);
    if (kind) said.push({ kind, pool });
    const ids = await eventually(
      () => notices(page, venue),
      shown => shown.length >= said.length,
      { what: `${said.length} notifications at ${part}` },
    );
    expect(ids.map(id => id.split(' ')[1])).toEqual(said.map(each => each.kind));
    if (tab) {
      await eventually(
        () => readStrip(tab),
        strip => strip?.word === word,
        { what: `"${word}" in the strip at ${part}` },
      );
    }
  }
  // Nothing follows late.
  await new Promise(resolve => setTimeout(resolve, 600));
  const ids = await notices(page, venue);
  expect(ids.length).toBe(said.length);
  return { said, ids };
};

/** The latest alerts of the popup say what was so at the crossing. */
const expectAlerts = (alerts: string[], said: { kind: string; pool: PoolTruth }[], venue: string) => {
  for (const [k, { kind, pool }] of [...said].reverse().slice(0, 5).entries()) {
    const [title = '', ...message] = alerts[k]?.split(' · ') ?? [];
    expect(message[0]).toBe(venue);
    if (kind === 'joint') expectDistance(title, nearer(pool.joint));
    else expectUsage(title, pool.usage ?? Number.NaN);
  }
};

const unified = ['hyperliquid', 'unified', 'BTC'] as const;
const oneway = ['binance', 'oneway', 'BTCUSDT'] as const;

inBothBrowsers('alerts', { seed: 7 }, stage => {
  test('Hyperliquid, in front: word, badge and notifications follow a crash, each crossing once', async () => {
    const { browser, simulator } = stage();
    await keepNotices(browser);
    await crossingsAlone(browser);
    fall(simulator, -0.5);
    const popup = await openPopup(browser);
    const tab = await openTrading(stage(), ...unified);
    const { said } = await goThrough(
      stage(),
      [
        { part: -0.5, word: 'safe' },
        { part: 0, said: 'joint', word: 'close' },
        // It trembles on the threshold of 15 %: −15.3 % is less than a tenth of it away.
        { part: -0.15, word: 'safe' },
        { part: 0, word: 'close' },
        { part: -0.15, word: 'safe' },
        { part: 0.05, word: 'close' },
        // It recovers for good and comes back within the cool-down.
        { part: -0.5, word: 'safe' },
        { part: 0, word: 'close' },
        { part: 0.5, said: 'joint', word: 'danger' },
        { part: 0.8, said: 'usage', word: 'danger' },
        { part: 0.88, said: 'usage', word: 'danger' },
        { part: 0.95, word: 'liquidatable' },
      ],
      unified,
      popup,
      () => badge(popup),
      tab,
    );
    expect(await badgeInFront(popup)).toBe('100%');
    const { alerts } = await eventually(
      () => readPopup(popup),
      read => read.alerts.length === said.length,
      { what: 'the alerts in the popup' },
    );
    expectAlerts(alerts, said, 'Hyperliquid');
    await tab.close();
    await popup.close();
  });

  test('Binance, behind another tab: it is notified all the same, and a click brings its tab up', async () => {
    const { browser, simulator } = stage();
    await crossingsAlone(browser);
    fall(simulator, 0);
    const tab = await openTrading(stage(), ...oneway);
    const popup = await openPopup(browser);
    const usage = async () => {
      const { accounts } = await readPopup(popup);
      return accounts.find(({ title }) => title.startsWith('Binance'))?.figures['margin used'] ?? '';
    };
    const { said, ids } = await goThrough(
      stage(),
      [
        { part: 0, word: 'safe' },
        { part: 0.16, said: 'joint', word: 'close' },
        { part: 0.12, word: 'safe' },
        { part: 0.16, word: 'close' },
        { part: 0.7, said: 'joint', word: 'danger' },
        { part: 1.08, said: 'usage', word: 'danger' },
      ],
      oneway,
      popup,
      usage,
      null,
    );
    const { alerts } = await eventually(
      () => readPopup(popup),
      read => read.alerts[0]?.includes('Binance') ?? false,
      { what: 'the alerts in the popup' },
    );
    expectAlerts(alerts, said, 'Binance');
    const hidden = () => tab.page.evaluate(() => document.visibilityState);
    expect(await hidden()).toBe('hidden');
    const [, , last = ''] = ids;
    await clickNotice(browser, last);
    await eventually(hidden, state => state === 'visible', { what: 'the tab in front' });
    expect(await onScreen(popup)).not.toContain(last);
    await eventually(
      () => readStrip(tab),
      strip => strip?.word === 'danger',
      { what: '"danger" in the strip' },
    );
    await tab.close();
    await popup.close();
  });
});
