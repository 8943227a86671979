/**
 * The entrance of the background: a service worker in Chrome, an event page in Firefox. Listeners only, all
 * registered before anything is awaited: a browser that wakes us delivers its event to those that are there then.
 */
import { browser } from '../browser';
import { formats } from '../ui/format';
import { browserText } from '../ui/text';
import { venueOfUrl, venues } from '../venues';
import { createBackground } from './app';
import type { Area } from './parts';
import type { OverlayPort } from './ports';

/** The polyfill's own type, by way of the one file that imports it. */
type Sender = Parameters<Parameters<typeof browser.runtime.onMessage.addListener>[0]>[1];

const ALARM = 'poll';

function area(name: 'session' | 'local'): Area {
  return {
    get: keys => browser.storage[name].get(keys),
    set: items => browser.storage[name].set(items),
    remove: keys => browser.storage[name].remove(keys),
  };
}

function ignore(promise: Promise<unknown>): void {
  // A tab that was closed meanwhile, a browser without this part: nothing of ours depends on it.
  promise.catch(() => {});
}

const background = createBackground({
  venues,
  venueOf: venueOfUrl,
  clock: {
    now: () => Date.now(),
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  },
  stores: { session: area('session'), local: area('local') },
  fetch: (url, init) => fetch(url, init),
  notices: {
    async show(id, title, message) {
      const iconUrl = browser.runtime.getURL('icons/128.png');
      await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
    },
    shown: async () => Object.keys(await browser.notifications.getAll()),
  },
  badge: {
    set(tabId, text, color) {
      const tab = tabId === null ? {} : { tabId };
      ignore(browser.action.setBadgeText({ text, ...tab }));
      ignore(browser.action.setBadgeBackgroundColor({ color, ...tab }));
      ignore(Promise.resolve(browser.action.setBadgeTextColor?.({ color: '#000000', ...tab })));
    },
  },
  permissions: {
    async granted(url) {
      const { protocol, host, pathname } = new URL(url);
      // A pattern of the very path: Firefox grants paths, Chrome whole hosts.
      return browser.permissions.contains({ origins: [`${protocol}//${host}${pathname}`] });
    },
  },
  tabs: {
    async show(tabId) {
      try {
        const tab = await browser.tabs.update(tabId, { active: true });
        if (tab?.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
        return true;
      } catch {
        return false;
      }
    },
    async open(page) {
      const popup = browser.runtime.getManifest().action?.default_popup ?? '';
      const path = page === 'popup' ? popup : 'src/pages/welcome/index.html';
      // In Firefox the manifest's paths come back as whole URLs.
      const url = /^[\w-]+:\/\//.test(path) ? path : browser.runtime.getURL(path);
      await browser.tabs.create({ url });
    },
  },
  alarm(on) {
    if (!on) return ignore(browser.alarms.clear(ALARM));
    ignore(
      browser.alarms.get(ALARM).then(present => {
        // Made anew it would start from zero with every message, and never ring.
        if (!present) browser.alarms.create(ALARM, { periodInMinutes: 0.5 });
      }),
    );
  },
  text: browserText(),
  format: formats(),
  random: () => Math.random(),
  crypto,
  openSocket(url, on) {
    const socket = new WebSocket(url);
    socket.onopen = () => on.open();
    // What is no text is no message of these venues.
    socket.onmessage = ({ data }) => typeof data === 'string' && on.message(data);
    socket.onclose = () => on.close();
    return { send: text => socket.send(text), close: () => socket.close() };
  },
  stopwatch: () => performance.now(),
});

browser.runtime.onConnect.addListener(port => {
  const tabId = port.sender?.tab?.id;
  const url = port.sender?.url;
  // Only the overlay of a page's own document: a frame is another page.
  if (port.name !== 'overlay' || tabId === undefined || !url || (port.sender?.frameId ?? 0) !== 0) {
    port.disconnect();
    return;
  }
  const overlay: OverlayPort = { post: message => port.postMessage(message) };
  port.onMessage.addListener(message => background.message(tabId, url, message));
  port.onDisconnect.addListener(() => {
    // Reading the error quiets it: a page that went into the back/forward cache closes its port with one.
    void browser.runtime.lastError;
    background.disconnect(tabId, overlay);
  });
  background.connect(tabId, url, overlay);
});

// Not async: an async listener would answer every message, those meant for others too.
browser.runtime.onMessage.addListener((message: unknown, sender: Sender) => {
  const own = browser.runtime.getURL('');
  if (sender.id !== browser.runtime.id || !sender.url?.startsWith(own)) return undefined;
  return background.ask(message);
});

browser.alarms.onAlarm.addListener(alarm => {
  if (alarm.name === ALARM) void background.alarm();
});
browser.notifications.onClicked.addListener(id => {
  ignore(browser.notifications.clear(id));
  void background.clicked(id);
});
browser.tabs.onRemoved.addListener(tabId => background.tabRemoved(tabId));
browser.permissions.onAdded.addListener(() => background.permissionsChanged());
browser.permissions.onRemoved.addListener(() => background.permissionsChanged());
browser.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === 'install') void background.installed();
});
browser.runtime.onStartup.addListener(() => void background.ready);
browser.commands.onCommand.addListener((command, tab) => {
  if (command !== 'toggle-overlay') return;
  if (tab?.id !== undefined) return background.toggle(tab.id);
  ignore(
    browser.tabs
      .query({ active: true, lastFocusedWindow: true })
      .then(([active]) => active?.id !== undefined && background.toggle(active.id)),
  );
});

// Content scripts have no business in what is kept here; the session area is closed to them by default.
const kept = browser.storage.local as { setAccessLevel?: (level: { accessLevel: string }) => Promise<void> };
if (kept.setAccessLevel) ignore(kept.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' }));
