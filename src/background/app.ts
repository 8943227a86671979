/**
 * The background, put together: what comes in from pages, ports, alarms and the extension's own pages goes to the
 * parts that it concerns. Knows no browser: index.ts gives it one, tests give it plain objects.
 */
import type { Problem } from '../engine/report';
import type { Place, Reply, Traffic } from '../messages';
import type { Settings } from '../settings';
import type { Formats } from '../ui/format';
import type { Text } from '../ui/text';
import type { Venue, VenueId, VenueMessage } from '../venues/venue';
import { createAccounts } from './accounts';
import { createAlerting } from './alerting';
import { createAnswers, refuse } from './answers';
import { createRequester } from './api';
import { createAssessments } from './assessment';
import { createBadge } from './badge';
import { createCandles } from './candles';
import { createDesk, type PageForm } from './desk';
import { createGate } from './gate';
import { receiveFromOverlay, receiveFromPage } from './incoming';
import { createKeeper } from './keeper';
import { KEYS, remember } from './memory';
import { createOverlays, HOME } from './overlays';
import type { BadgePart, Clock, Fetch, Notices, Permissions, Stores, Tabs } from './parts';
import { createPolling } from './polling';
import type { OverlayPort } from './ports';
import { createRecorder } from './recorder';
import { createReview } from './review';
import { createSessions, type Source } from './sessions';
import { loadSettings, saveSettings } from './settings-store';
import type { Manner } from './view/subject';

export interface Parts {
  venues: readonly Venue[];
  venueOf: (url: string) => Venue | null;
  clock: Clock;
  stores: Stores;
  fetch: Fetch;
  notices: Notices;
  badge: BadgePart;
  permissions: Permissions;
  tabs: Tabs;
  /** Switches the half-minute alarm on or off. */
  alarm: (on: boolean) => void;
  text: Text;
  format: Formats;
  random: () => number;
  stopwatch: () => number;
}

export interface Background {
  /** `url` is the browser's word for the page, not the page's. */
  connect(tabId: number, url: string, port: OverlayPort): void;
  disconnect(tabId: number, port: OverlayPort): void;
  message(tabId: number, url: string, raw: unknown): void;
  /** A request of one of the extension's own pages; undefined: not for us. */
  ask(raw: unknown): Promise<Reply<unknown>> | undefined;
  alarm(): Promise<void>;
  tabRemoved(tabId: number): void;
  permissionsChanged(): void;
  clicked(notification: string): Promise<void>;
  installed(): Promise<void>;
  /** The keyboard command, in the tab that is active. */
  toggle(tabId: number): void;
  ready: Promise<void>;
}

const KEEP_SESSION = 1000;
const KEEP_LOCAL = 10_000;
const BEAT = 1000;
/** A page that has not been heard of for this long is gone; its port may be down for a while after we were. */
const GONE_AFTER = 90_000;
/** The state of a page that is gone is let go; its account stays known with its last reading. */
const DROPPED_AFTER = 30 * 60_000;
const STORAGE_SAID = 30 * 60_000;

export function createBackground(parts: Parts): Background {
  const { clock, stores, venues, text, format } = parts;
  const now = () => clock.now();
  let settings!: Settings;
  let settingsProblem: Problem | null = null;
  let storageProblem: { message: string; at: number } | null = null;
  let places: Partial<Record<VenueId, Place>> = {};
  const forms = new Map<number, PageForm>();
  const goneSince = new Map<number, number>();
  const onStorage = (message: string) => {
    storageProblem = { message, at: now() };
  };

  const gate = createGate(error => console.error('Plimsoll', error));
  const session = createKeeper(stores.session, clock, KEEP_SESSION, onStorage);
  const local = createKeeper(stores.local, clock, KEEP_LOCAL, onStorage);
  const sessions = createSessions(venues, parts.venueOf, now);
  const accounts = createAccounts(now);
  const requester = createRequester(parts);
  const assessments = createAssessments(parts.stopwatch);
  const candles = createCandles({
    clock,
    ask: requester.ask,
    onChange: () => {
      // They come once an hour, and are a request each if they are lost.
      local.keep(KEYS.candles, candles.snapshot);
      void local.flush();
      ports.touchAll();
      review.soon();
    },
  });
  const desk = createDesk({
    ...parts,
    sessions,
    assessments,
    candles,
    requester,
    settings: () => settings,
    now,
    form: tabId => forms.get(tabId) ?? null,
  });
  const alerting = createAlerting({
    ...parts,
    area: stores.local,
    settings: () => settings,
    onProblem: onStorage,
  });
  const badge = createBadge(parts.badge);
  const recorder = createRecorder({
    clock,
    differences: key => {
      const source = sessions.get(key);
      if (!source) return [];
      return sessions
        .readings(source)
        .flatMap(({ account }) => desk.check(`${source.venue.id}:${account.account}`).differences);
    },
    onDone: () => session.keep(KEYS.recording, recorder.progress),
  });
  const manner = (): Manner => ({ settings, text, format, now: now() });

  const isLive = (source: Source): boolean => {
    if (source.tabId === null) return true;
    if (!settings.sites[source.venue.id]) return false;
    return ports.has(source.tabId) || now() - (goneSince.get(source.tabId) ?? 0) < GONE_AFTER;
  };
  const live = () => sessions.all().filter(isLive);
  const watching = () => sessions.all().some(source => source.address !== null);

  const ports = createOverlays({
    clock,
    sessions,
    desk,
    text,
    manner,
    place: venue => places[venue] ?? HOME,
  });

  const review = createReview({
    clock,
    sessions,
    accounts,
    desk,
    candles,
    alerting,
    badge,
    format,
    live,
    manner,
    onAccounts: () => local.keep(KEYS.accounts, accounts.snapshot),
  });

  const changed = (source: Source) => {
    session.keep(KEYS.sources, () => sessions.all().map(each => each.key));
    session.keep(KEYS.source(source.key), () => sessions.kept(source.key));
    if (source.tabId !== null) ports.touch(source.tabId);
    review.soon();
  };

  const polling = createPolling({
    sessions,
    requester,
    now,
    onAnswer(source, message) {
      recorder.heard(source.key, message);
      sessions.ingest(source, [message]);
      changed(source);
    },
    onSkipped: () => ports.touchAll(),
  });
  const poll = async () => {
    await polling.poll(live());
    session.keep(KEYS.requester, requester.snapshot);
  };

  /** Once a second while anybody looks, or somebody is watched: ages move on, silence becomes stale. */
  let beating = false;
  const beat = () => {
    beating = false;
    if (ports.tabs().length === 0 && !watching()) return;
    beating = true;
    ports.beat();
    review.soon();
    void poll();
    clock.after(BEAT, beat);
  };
  const start = () => {
    parts.alarm(sessions.all().length > 0);
    if (!beating) beat();
  };

  const drop = (key: string) => {
    const source = sessions.get(key);
    if (!source) return;
    sessions.drop(key);
    session.keep(KEYS.sources, () => sessions.all().map(each => each.key));
    session.keep(KEYS.source(key), () => undefined);
    review.soon();
    parts.alarm(sessions.all().length > 0);
  };

  const hear = (source: Source, traffic: Traffic[]) => {
    const time = now();
    // A page cannot make its word fresher than now, whatever its clock says.
    const messages: VenueMessage[] = traffic.map(each => ({ ...each, at: Math.min(each.at, time) }));
    for (const message of messages) recorder.heard(source.key, message);
    sessions.ingest(source, messages);
  };

  const load = async () => {
    const [loaded, kept] = await Promise.all([loadSettings(stores.local), remember(stores)]);
    settings = loaded.settings;
    settingsProblem = loaded.problem;
    for (const message of kept.problems) onStorage(message);
    places = kept.places;
    // What an older version kept may have another shape: that part starts anew, the others go on.
    const attempt = (restore: () => void) => {
      try {
        restore();
      } catch (error) {
        onStorage(error instanceof Error ? error.message : String(error));
      }
    };
    for (const { key, kept: source } of kept.sources) attempt(() => sessions.restore(key, source));
    // Which addresses are watched is for the disk to say: one may have been forgotten a moment before the end.
    const stillWatched = new Set(kept.watched.map(({ venue, address }) => `watch:${venue}:${address}`));
    for (const { key, address } of sessions.all()) {
      if (address !== null && !stillWatched.has(key)) sessions.drop(key);
    }
    for (const source of sessions.all()) if (source.tabId !== null) goneSince.set(source.tabId, now());
    for (const { venue, address } of kept.watched) attempt(() => sessions.watch(venue, address));
    attempt(() => {
      for (const [tabId, page] of (kept.forms ?? []) as [number, PageForm][]) forms.set(tabId, page);
    });
    attempt(() => requester.restore(kept.requester));
    attempt(() => accounts.restore(kept.accounts));
    attempt(() => candles.restore(kept.candles));
    attempt(() => alerting.restore(kept.alerts));
    gate.open();
    void alerting.resume();
    review.soon();
    start();
  };
  const ready = load().catch(error => console.error('Plimsoll', error));

  const keepWatched = () => {
    local.keep(KEYS.watched, () =>
      sessions
        .all()
        .flatMap(({ venue, address }) => (address === null ? [] : [{ venue: venue.id, address }])),
    );
    return local.flush();
  };

  const apply = async (fresh: Settings) => {
    settings = fresh;
    settingsProblem = null;
    await saveSettings(stores.local, fresh);
    for (const tabId of ports.tabs()) ports.setup(tabId);
    ports.touchAll();
    review.now();
  };

  const answer = createAnswers({
    venues,
    sessions,
    accounts,
    alerting,
    candles,
    desk,
    polling,
    requester,
    recorder,
    review,
    permissions: parts.permissions,
    session: stores.session,
    text,
    now,
    manner,
    troubles: () => [
      ...(settingsProblem ? [settingsProblem] : []),
      ...(storageProblem && now() - storageProblem.at < STORAGE_SAID
        ? [{ code: 'not-stored', path: '', message: storageProblem.message }]
        : []),
    ],
    watched: async source => {
      changed(source);
      await Promise.all([keepWatched(), poll()]);
      review.now();
      start();
    },
    forgotten: async watches => {
      for (const { key } of watches) drop(key);
      local.keep(KEYS.accounts, accounts.snapshot);
      await keepWatched();
      review.now();
    },
    apply,
  });

  const keepPlaces = () => {
    local.keep(KEYS.places, () => places);
    void local.flush();
  };
  const keepForms = () => session.keep(KEYS.forms, () => [...forms]);

  return {
    ready,
    connect: (tabId, url, port) =>
      gate.run(() => {
        const before = sessions.get(`tab:${tabId}`);
        const source = sessions.page(tabId, url);
        if (!source) return;
        if (before !== source) forms.delete(tabId);
        goneSince.delete(tabId);
        badge.cleared(tabId);
        ports.connect(tabId, port);
        changed(source);
        start();
      }),
    disconnect: (tabId, port) =>
      gate.run(() => {
        if (ports.disconnect(tabId, port)) goneSince.set(tabId, now());
      }),
    message: (tabId, url, raw) =>
      gate.run(() => {
        const source = sessions.page(tabId, url);
        if (!source || !settings.sites[source.venue.id]) return;
        const { message, problems } = receiveFromOverlay(raw);
        if (problems.length > 0) {
          sessions.problem(source, problems);
          ports.touch(tabId);
        }
        if (!message) return;
        switch (message.type) {
          case 'overlay-to-background/traffic':
            hear(source, message.traffic);
            changed(source);
            return;
          case 'overlay-to-background/form':
            // The page may say where it is, but not that it is another site.
            if (parts.venueOf(message.url) !== source.venue) return;
            forms.set(tabId, { url: message.url, form: message.form });
            keepForms();
            ports.touch(tabId);
            return;
          case 'overlay-to-background/shown':
            ports.shown(tabId, message);
            return;
          case 'overlay-to-background/place':
            places = { ...places, [source.venue.id]: message.place };
            keepPlaces();
        }
      }),
    ask(raw) {
      const message = receiveFromPage(raw);
      if (!message) {
        const type = (raw as { type?: unknown } | null)?.type;
        if (typeof type !== 'string' || !type.startsWith('page-to-background/')) return undefined;
        return Promise.resolve(refuse('unknown-question', text('refused_unknown')));
      }
      return ready
        .then(() => answer(message))
        .catch(error => refuse('failed', error instanceof Error ? error.message : String(error)));
    },
    async alarm() {
      await ready;
      for (const source of sessions.all()) {
        if (source.tabId === null || ports.has(source.tabId)) continue;
        if (now() - (goneSince.get(source.tabId) ?? 0) > DROPPED_AFTER) drop(source.key);
      }
      await poll();
      review.now();
      start();
      await Promise.all([session.flush(), local.flush()]);
    },
    tabRemoved: tabId =>
      gate.run(() => {
        forms.delete(tabId);
        keepForms();
        drop(`tab:${tabId}`);
      }),
    permissionsChanged: () =>
      gate.run(() => {
        polling.reconsider();
        void poll();
        ports.touchAll();
      }),
    async clicked(notification) {
      await ready;
      const id = alerting.accountOf(notification);
      const tabId = id === null ? null : (accounts.get(id)?.tabId ?? null);
      if (tabId !== null && (await parts.tabs.show(tabId))) return;
      await parts.tabs.open('popup');
    },
    async installed() {
      const kept = await stores.local.get([KEYS.welcomed]);
      if (kept[KEYS.welcomed] === true) return;
      await stores.local.set({ [KEYS.welcomed]: true });
      await parts.tabs.open('welcome');
    },
    toggle: tabId =>
      gate.run(() => {
        const source = sessions.get(`tab:${tabId}`);
        if (!source) return;
        const { id } = source.venue;
        const place = places[id] ?? HOME;
        places = { ...places, [id]: { ...place, open: !place.open, collapsed: false } };
        keepPlaces();
        ports.setup(tabId);
      }),
  };
}
