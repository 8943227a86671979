/**
 * For tests: the background with everything real but the browser. Time, storage and desktop are plain objects; the
 * public API is the simulated exchange in the same process.
 */

import messages from '../../public/_locales/en/messages.json';
import { answerInfo } from '../../test/simulator/hyperliquid/info';
import type { BackgroundToOverlay, Traffic } from '../messages';
import { formats } from '../ui/format';
import { textOf } from '../ui/text';
import { venueOfUrl, venues } from '../venues';
import { hear, type Simulated, simulated } from '../venues/hyperliquid/fake-page';
import { T0 } from '../venues/hyperliquid/fake-venue';
import type { VenueMessage } from '../venues/venue';
import { createBackground } from './app';
import { type FakeClock, fakeClock, fakeStores } from './fake-parts';
import type { OverlayPort } from './ports';

export const PAGE = 'https://app.hyperliquid.xyz/trade/BTC';

export type View = Extract<BackgroundToOverlay, { type: 'background-to-overlay/view' }>;

/** What outlives the worker: the browser, the exchange, the clock. */
export function fakeBrowser() {
  const sim = simulated();
  const clock = fakeClock(T0);
  const stores = fakeStores();
  const shown: { id: string; title: string; message: string }[] = [];
  const badges = new Map<number | null, string>();
  const opened: string[] = [];
  const requests: { url: string; body: string }[] = [];
  const state = { alarm: false, granted: true, tabs: new Set<number>(), status: 200, stopwatch: 0 };
  return { sim, clock, stores, shown, badges, opened, requests, state };
}

export type FakeBrowser = ReturnType<typeof fakeBrowser>;

/** A worker in this browser. A second one is what wakes after the first was killed. */
export function startWorker(browser: FakeBrowser) {
  const { sim, clock, stores, shown, badges, opened, requests, state } = browser;
  let dead = false;
  const background = createBackground({
    venues,
    venueOf: venueOfUrl,
    clock: {
      now: clock.now,
      // Timers die with the worker.
      after: (ms, work) => clock.after(ms, () => !dead && work()),
    },
    stores: {
      session: guarded(stores.session, () => dead),
      local: guarded(stores.local, () => dead),
    },
    async fetch(url, init) {
      requests.push({ url, body: String(init.body) });
      const { status, body } = answerInfo(sim.world, sim.ledger, String(init.body));
      return new Response(JSON.stringify(body), { status: state.status === 200 ? status : state.status });
    },
    notices: {
      async show(id, title, message) {
        if (dead) return;
        if (!shown.some(each => each.id === id)) shown.push({ id, title, message });
      },
      shown: async () => shown.map(each => each.id),
    },
    badge: { set: (tabId, text) => void badges.set(tabId, text) },
    permissions: { granted: async () => state.granted },
    tabs: {
      async show(tabId) {
        if (!state.tabs.has(tabId)) return false;
        opened.push(`tab ${tabId}`);
        return true;
      },
      open: async page => void opened.push(page),
    },
    alarm: on => {
      state.alarm = on;
    },
    text: textOf(messages),
    format: formats('en'),
    random: () => 0.5,
    crypto,
    openSocket: () => ({ send() {}, close() {} }),
    stopwatch: () => ++state.stopwatch,
  });
  return {
    ...background,
    /** From now on nothing of this worker reaches the browser, not even what it has begun. */
    kill() {
      dead = true;
    },
  };
}

export type Worker = ReturnType<typeof startWorker>;

function guarded<
  A extends {
    set: (items: Record<string, unknown>) => Promise<void>;
    remove: (keys: string[]) => Promise<void>;
    get: (keys: string[]) => Promise<Record<string, unknown>>;
  },
>(area: A, dead: () => boolean) {
  return {
    get: (keys: string[]) => area.get(keys),
    set: async (items: Record<string, unknown>) => {
      if (!dead()) await area.set(items);
    },
    remove: async (keys: string[]) => {
      if (!dead()) await area.remove(keys);
    },
  };
}

/** An overlay in a tab: what it was sent, and what its page says. */
export function openTab(browser: FakeBrowser, worker: Worker, tabId: number, name: string, url = PAGE) {
  const received: BackgroundToOverlay[] = [];
  const port: OverlayPort = { post: message => void received.push(JSON.parse(JSON.stringify(message))) };
  browser.state.tabs.add(tabId);
  worker.connect(tabId, url, port);
  const page = hear(browser.sim, name);
  const say = (list: VenueMessage[], to: Worker = worker) =>
    to.message(tabId, url, { type: 'overlay-to-background/traffic', traffic: list.map(traffic) });
  return {
    port,
    received,
    page,
    say,
    /** All that a page says when it is opened. */
    open() {
      say(page.start());
      say(page.account());
      say(page.prices());
    },
    views: () => received.filter((each): each is View => each.type === 'background-to-overlay/view'),
    last(): View {
      const view = this.views().at(-1);
      if (!view) throw new Error('no view was sent');
      return view;
    },
    form(form: Partial<Form> | null, at = url) {
      worker.message(tabId, url, {
        type: 'overlay-to-background/form',
        url: at,
        form: form && { ...FORM, ...form },
      });
    },
    shown(visible: boolean, open: boolean) {
      worker.message(tabId, url, { type: 'overlay-to-background/shown', visible, open });
    },
  };
}

export type Form = typeof FORM;
const FORM = {
  symbol: 'BTC',
  side: null as 'buy' | 'sell' | null,
  type: 'market',
  price: null as string | null,
  size: null as string | null,
  sizeUnit: 'base',
  leverage: null as string | null,
  marginMode: null,
  reduceOnly: false,
  leg: null,
  action: null,
  unsure: null as string | null,
};

/** As the overlay passes it on: bodies are text. */
export function traffic({ request, body, via, ...rest }: VenueMessage): Traffic {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return {
    ...rest,
    via: via === 'websocket' ? via : 'fetch',
    ...(request === undefined ? {} : { request: text(request) }),
    ...(body === undefined ? {} : { body: text(body) }),
  };
}

/** Moves the exchange and the browser together. */
export async function pass({ sim, clock }: { sim: Simulated; clock: FakeClock }, ms: number) {
  sim.tick(ms);
  await clock.move(ms);
}
