/** What the trader sees of the extension outside its own page: desktop notifications and the badge. */
import type { Browser } from 'puppeteer-core';
import { changeSettings } from './ask-background';
import type { ExtensionPage, TestBrowser } from './browser';
import { clickOnDesktop, standInDesktop } from './firefox-desktop';

interface Scope {
  browser?: Api;
  chrome: Api;
}

interface Api {
  notifications: { getAll(): Promise<Record<string, unknown>> };
  action: { getBadgeText(of: { tabId?: number }): Promise<string> };
  tabs: { query(of: { active: boolean }): Promise<{ id?: number }[]> };
}

/** Notifications stay on screen until they are clicked; before the first one is shown. */
export const keepNotices = async ({ name, browser }: TestBrowser): Promise<void> => {
  if (name === 'firefox') await standInDesktop(browser);
};

/** Nothing but crossings is notified: a stop that would come too late is said too, at a moment of its own. */
export const crossingsAlone = (browser: TestBrowser): Promise<void> =>
  changeSettings(browser, settings => ({ ...settings, alerts: { ...settings.alerts, lateStop: false } }));

const seen = new WeakMap<ExtensionPage, Set<string>>();

/**
 * The ids of all notifications about an account (its beginning is enough) that were on screen at this call or an
 * earlier one: the desktop takes them down after a while. The oldest first; each id ends with its moment.
 */
export const notices = async (page: ExtensionPage, account: string): Promise<string[]> => {
  const known = seen.get(page) ?? new Set();
  seen.set(page, known);
  for (const id of await onScreen(page)) known.add(id);
  const moment = (id: string) => Number(id.slice(id.lastIndexOf(' ')));
  return [...known].filter(id => id.split(' ')[2]?.startsWith(account)).sort((a, b) => moment(a) - moment(b));
};

export const onScreen = (page: ExtensionPage): Promise<string[]> =>
  page.call(async () => {
    const { browser, chrome } = globalThis as unknown as Scope;
    return Object.keys(await (browser ?? chrome).notifications.getAll());
  });

/**
 * A click on a notification. In Firefox the desktop says it to the browser; Chromium's own desktop cannot be
 * reached, so the browser's event is raised in the background as the browser raises it.
 */
export const clickNotice = async ({ name, browser }: TestBrowser, id: string): Promise<void> => {
  if (name === 'firefox') await clickOnDesktop(browser, id);
  else await raiseClicked(browser, id);
};

const raiseClicked = async (browser: Browser, id: string) => {
  const target = await browser.waitForTarget(each => each.type() === 'service_worker', { timeout: 5_000 });
  const worker = await target.worker();
  await worker?.evaluate(clicked => {
    const { chrome } = globalThis as unknown as {
      chrome: { notifications: { onClicked: { dispatch(id: string): void } } };
    };
    chrome.notifications.onClicked.dispatch(clicked);
  }, id);
};

/** Of tabs without a badge of their own: the worst account. */
export const badge = (page: ExtensionPage): Promise<string> =>
  page.call(() => {
    const { browser, chrome } = globalThis as unknown as Scope;
    return (browser ?? chrome).action.getBadgeText({});
  });

/** Of the tab in front. */
export const badgeInFront = (page: ExtensionPage): Promise<string> =>
  page.call(async () => {
    const { browser, chrome } = globalThis as unknown as Scope;
    const { action, tabs } = browser ?? chrome;
    const [front] = await tabs.query({ active: true });
    return action.getBadgeText(front?.id === undefined ? {} : { tabId: front.id });
  });
