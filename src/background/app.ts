/**
 * The background, put together: what comes in from pages, ports, alarms and the extension's own pages goes to the
 * parts that it concerns. Knows no browser: index.ts gives it one, tests give it plain objects.
 */
import type { Place } from '../messages';
import type { Settings } from '../settings';
import type { VenueId, VenueMessage } from '../venues/venue';
import { createAccounts } from './accounts';
import { createAnswers, failed, refuse } from './answers';
import { createRequester } from './api';
import { createAssessments } from './assessment';
import type { Background } from './background';
import { createCandles } from './candles';
import { createDesk, type PageForm } from './desk';
import { createGate } from './gate';
import { createHeartbeat } from './heartbeat';
import { createInbox } from './inbox';
import { receiveFromPage } from './incoming';
import { createKeeping } from './keeping';
import { createKeys } from './keys';
import { createLookout } from './lookout';
import { remember } from './memory';
import { createOpening } from './opening';
import { createOverlays } from './overlays';
import type { Parts } from './parts';
import { createPolling } from './polling';
import { createPreferences } from './preferences';
import { createPresence } from './presence';
import { createRecorder } from './recorder';
import { createSessions, type Source } from './sessions';
import { loadSettings } from './settings-store';
import type { Manner } from './view/subject';
import { restoreAll } from './waking';

export function createBackground(parts: Parts): Background {
  const { clock, stores, venues, text, format } = parts;
  const now = () => clock.now();
  const preferences = createPreferences(stores.local, now);
  const { settings } = preferences;
  const forms = new Map<number, PageForm>();

  const gate = createGate(error => console.error('Plimsoll', error));
  const sessions = createSessions(venues, parts.venueOf, now);
  const keeping = createKeeping(stores, clock, sessions, preferences.refused);
  const accounts = createAccounts(now);
  const requester = createRequester(parts);
  const assessments = createAssessments(parts.stopwatch);
  const candles = createCandles({
    clock,
    ask: requester.ask,
    onChange: () => {
      keeping.candles(candles.snapshot);
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
    onReady: () => ports.touchAll(),
    settings,
    form: tabId => forms.get(tabId) ?? null,
  });
  const recorder = createRecorder({
    clock,
    differences: desk.differences,
    onDone: () => keeping.recording(recorder.progress),
  });
  const manner = (): Manner => ({ settings: settings(), text, format, now: now() });

  const presence = createPresence({
    sessions,
    settings,
    isConnected: tabId => ports.has(tabId),
    now,
  });

  const ports = createOverlays({
    clock,
    sessions,
    desk,
    text,
    manner,
    place: preferences.place,
    history: account => history.of(account),
    known: accounts.all,
  });

  const lookout = createLookout(parts, {
    clock,
    format,
    sessions,
    accounts,
    desk,
    candles,
    keeping,
    live: presence.live,
    manner,
    onProblem: preferences.refused,
  });
  const { alerting, history, badge, review } = lookout;

  const changed = (source: Source) => {
    keeping.source(source.key);
    if (source.tabId !== null) ports.touch(source.tabId);
    review.soon();
  };

  const take = (source: Source, message: VenueMessage) => {
    recorder.heard(source.key, message);
    sessions.ingest(source, [message]);
    changed(source);
  };

  const keys = createKeys({
    ...parts,
    sessions,
    requester,
    onMessage: take,
    onWant: () => {
      void poll();
      start();
    },
    onGone: source => drop(source.key),
    onChange: () => review.soon(),
  });
  const polling = createPolling({
    sessions,
    requester,
    keys,
    now,
    // A page moves from contract to contract without a load: its form says where it is.
    pageOf: ({ tabId, url }) => (tabId === null ? url : (forms.get(tabId)?.url ?? url)),
    onAnswer: take,
    onSkipped: () => ports.touchAll(),
  });
  const poll = async () => {
    await keys.settle();
    await polling.poll(presence.live());
    keeping.requester(requester.snapshot);
  };

  const startBeat = createHeartbeat(
    clock,
    () => ports.tabs().length > 0 || presence.watching(),
    () => {
      ports.beat();
      review.soon();
      void poll();
    },
  );
  const start = () => {
    parts.alarm(sessions.all().length > 0);
    startBeat();
  };

  const drop = (key: string) => {
    sessions.drop(key);
    keeping.source(key);
    review.soon();
    parts.alarm(sessions.all().length > 0);
  };

  const load = async () => {
    const [loaded, kept] = await Promise.all([loadSettings(stores.local), remember(stores), keys.load()]);
    preferences.loaded(loaded, kept.places);
    restoreAll(
      kept,
      { sessions, accounts, candles, alerting, history, requester, presence, forms, keys: keys.list() },
      preferences.refused,
    );
    gate.open();
    void alerting.resume();
    review.soon();
    start();
  };
  const ready = load().catch(error => console.error('Plimsoll', error));

  const apply = async (fresh: Settings) => {
    await preferences.apply(fresh);
    for (const tabId of ports.tabs()) ports.setup(tabId);
    ports.touchAll();
    review.now();
  };

  const answer = createAnswers({
    venues,
    sessions,
    accounts,
    alerting,
    history,
    candles,
    desk,
    polling,
    requester,
    recorder,
    review,
    keys,
    permissions: parts.permissions,
    session: stores.session,
    text,
    now,
    manner,
    troubles: preferences.problems,
    watched: async source => {
      changed(source);
      await Promise.all([keeping.watched(), poll()]);
      review.now();
      start();
    },
    forgotten: async (id, watches) => {
      lookout.forget(id);
      desk.forget(id);
      for (const { key } of watches) drop(key);
      keeping.accounts(accounts.snapshot);
      await keeping.watched();
      review.now();
    },
    apply,
  });

  const move = (venue: VenueId, place: Place) => {
    preferences.move(venue, place);
    keeping.places(preferences.places);
  };
  const receive = createInbox({
    venueOf: parts.venueOf,
    sessions,
    ports,
    recorder,
    settings,
    now,
    onTraffic: changed,
    onForm(tabId, page) {
      forms.set(tabId, page);
      keeping.forms(forms);
    },
    onPlace: move,
  });

  return {
    ready,
    connect: (tabId, url, port) =>
      gate.run(() => {
        const before = sessions.get(`tab:${tabId}`);
        const source = sessions.page(tabId, url);
        if (!source) return;
        if (before !== source) forms.delete(tabId);
        presence.came(tabId);
        badge.cleared(tabId);
        ports.connect(tabId, port);
        changed(source);
        start();
      }),
    disconnect: (tabId, port) =>
      gate.run(() => {
        if (ports.disconnect(tabId, port)) presence.went(tabId);
      }),
    message: (tabId, url, raw) => gate.run(() => receive(tabId, url, raw)),
    ask(raw) {
      const message = receiveFromPage(raw);
      if (message) return ready.then(() => answer(message)).catch(failed);
      const type = (raw as { type?: unknown } | null)?.type;
      if (typeof type !== 'string' || !type.startsWith('page-to-background/')) return undefined;
      return Promise.resolve(refuse('unknown-question', text('refused_unknown')));
    },
    async alarm() {
      await ready;
      for (const { key } of presence.expired()) drop(key);
      await poll();
      review.now();
      start();
      await keeping.flush();
    },
    tabRemoved: tabId =>
      gate.run(() => {
        forms.delete(tabId);
        keeping.forms(forms);
        drop(`tab:${tabId}`);
      }),
    permissionsChanged: () =>
      gate.run(() => {
        polling.reconsider();
        void poll();
        ports.touchAll();
      }),
    ...createOpening({ tabs: parts.tabs, local: stores.local, accounts, alerting, ready }),
    toggle: tabId =>
      gate.run(() => {
        const id = sessions.get(`tab:${tabId}`)?.venue.id;
        if (!id) return;
        const place = preferences.place(id);
        move(id, { ...place, open: !place.open, collapsed: false });
        ports.setup(tabId);
      }),
  };
}
