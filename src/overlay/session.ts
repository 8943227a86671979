import type { BackgroundToOverlay } from '../messages';
import type { MessageKey, Text } from '../ui/text';
import type { CardView, StripView } from '../ui/view';
import type { ScreenCells, VenueForm, VenuePages } from '../venues/venue';
import { afterPaint } from './after-paint';
import { connection } from './connection';
import { watchForm } from './form-watch';
import type { Placement } from './placement';
import { relay } from './relay';
import { alive, type Runtime } from './runtime';
import { surface } from './surface';
import { watchTable } from './table-watch';
import { measure, track } from './track';
import { isFromBefore, staleStrip, waitingStrip } from './waiting';
import { watchTheme } from './watch-theme';
import { whereabouts } from './whereabouts';

/** How long a port may be gone before what it said is called stale. */
const PATIENCE = 3000;
/** How long the form may take to appear before the strip goes into a corner. */
const FORM_PATIENCE = 3000;
/** How long the background may take for its first word before the strip says that it waits. */
const FIRST_WORD = 400;
/** How long a page that is never idle may keep the overlay from beginning. */
const IDLE_PATIENCE = 300;

export interface SessionParts {
  window: Window & typeof globalThis;
  api: Runtime;
  venue: {
    pages: Pick<VenuePages, 'matches'>;
    form: VenueForm;
    /** Reads the positions table; absent: this venue's traffic tells all. */
    table?: (document: Document) => ScreenCells[];
  };
  text: Text;
  controller: AbortController;
}

/**
 * One page, from its start until the extension or the page goes: the parts of the overlay, put together. Before the page's
 * first script only what must not miss anything is begun: the way from the tap to the background. No text is asked
 * for either: the first waits some milliseconds for the browser.
 */
export function session({ window, api, venue, text, controller }: SessionParts) {
  const { document } = window;
  const { signal } = controller;
  const now = () => Date.now();

  let begun = false;
  let enabled: boolean | null = null;
  let strip: StripView | null = null;
  let card: CardView | null = null;
  let staleNote: string | null = null;
  /** When this document began or came back, and what is said of figures from before. */
  let since = now();
  let beforeNote: MessageKey = 'overlay_before';
  let anchor: HTMLElement | null = null;
  let anchored: AbortController | null = null;
  let formless = false;
  let placement: Placement | null = null;
  let visible = false;
  let lostAt: number | null = null;
  let waited = false;
  let stress = 0;
  let lastSaid = { strip: '', card: '' };
  /** True: the background has said that it knows no account, or one from the screen only. */
  let accountWanted = false;

  const screen = surface(window, signal);
  const look = watchTheme({ window, signal, beside: () => anchor, changed: () => settleSoon() });

  const later = (work: () => void, milliseconds: number) => {
    const timer = window.setTimeout(() => {
      if (!signal.aborted) work();
    }, milliseconds);
    return () => window.clearTimeout(timer);
  };

  const shown = () => {
    visible = isVisible();
    return { type: 'overlay-to-background/shown' as const, visible, open: spot.isOpen() };
  };
  const isVisible = () =>
    !document.hidden && enabled !== false && venue.pages.matches(document.location.href);

  const link = connection({
    connect: () => api.connect({ name: 'overlay' }),
    quiet: () => void api.lastError,
    alive: () => alive(api),
    later: (work, milliseconds) => void later(work, milliseconds),
    signal,
    receive,
    opened: () => {
      // The form follows by `again`, which knows whether there is one.
      queueMicrotask(() => form.again());
      return [shown()];
    },
    lost: () => {
      lostAt ??= now();
      later(markLost, PATIENCE);
    },
    orphaned: () => controller.abort(),
    wanted: () => !document.hidden,
  });

  const pass = relay({
    now,
    base: () => document.location.href,
    send: traffic => {
      if (enabled !== false) link.send({ type: 'overlay-to-background/traffic', traffic });
    },
  });

  const form = watchForm({
    window,
    form: venue.form,
    signal,
    reading: (url, reading) => {
      if (enabled !== false) link.send({ type: 'overlay-to-background/form', url, form: reading });
      if (visible !== isVisible()) {
        link.send(shown());
        draw();
      }
    },
    anchored: element => {
      anchor = element;
      anchored?.abort();
      anchored = new AbortController();
      if (element) {
        formless = false;
        track(window, element, AbortSignal.any([signal, anchored.signal]), settle);
      } else {
        later(() => {
          if (anchor) return;
          formless = true;
          settleSoon();
        }, FORM_PATIENCE);
      }
      settle();
    },
  });

  function receive(message: BackgroundToOverlay) {
    switch (message.type) {
      case 'background-to-overlay/setup':
        if (enabled === false && message.enabled) queueMicrotask(() => form.again());
        enabled = message.enabled;
        spot.restore(message.place);
        look.wish(message.theme ?? 'auto');
        return settleSoon();
      case 'background-to-overlay/view':
        return show(message);
      case 'background-to-overlay/toggle':
        return spot.toggle();
    }
  }

  /** Most words of the background repeat the last one, to say that it lives: those are not drawn again. */
  function show(view: Extract<BackgroundToOverlay, { type: 'background-to-overlay/view' }>) {
    const [stripBefore, cardBefore, noteBefore] = [strip, card, staleNote];
    const said = { strip: JSON.stringify(view.strip), card: JSON.stringify(view.card) };
    if (said.strip !== lastSaid.strip) strip = view.strip;
    if (said.card !== lastSaid.card) card = view.card;
    lastSaid = said;
    staleNote =
      strip?.level !== 'stale' && isFromBefore(view.accountAt, since, now()) ? text(beforeNote) : null;
    lostAt = null;
    accountWanted = view.accountAt === null || view.fromScreen === true;
    if (strip !== stripBefore || card !== cardBefore || noteBefore !== staleNote) draw();
  }

  function markLost() {
    if (lostAt === null) return;
    staleNote = text('overlay_lost', new Date(lostAt).toLocaleTimeString());
    draw();
  }

  const surroundings = () => {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    return { ...measure(anchor), viewport: { width, height }, collapsed: spot.isCollapsed() };
  };

  /** Where everything goes now, and draws it there. Measures the page: after a paint, or when the trader waits for it. */
  function settle() {
    if (!begun || document.hidden) return;
    look.look();
    placement = spot.placement();
    draw();
  }

  const spot = whereabouts({
    window,
    signal,
    surroundings,
    settle,
    // The background makes a card only for an overlay that says that it is open.
    opened: () => link.send(shown()),
    keep: to => link.send({ type: 'overlay-to-background/place', place: to }),
  });

  const settleSoon = afterPaint(window, signal, settle);

  function draw() {
    if (signal.aborted || document.hidden) return;
    if (!strip && !waited) return;
    if (!enabled || !document.body || !placement || !isVisible() || !(anchor || formless))
      return screen.clear();
    let view = strip ?? waitingStrip(text);
    if (staleNote) view = staleStrip(view, staleNote, text);
    else if (!anchor && view.note === null) view = { ...view, note: text('overlay_no_form') };
    const props = {
      strip: view,
      card,
      placement,
      open: spot.isOpen(),
      collapsed: spot.isCollapsed(),
      moving: spot.isMoving(),
      stress,
      choose: (to: number) => {
        stress = to;
        draw();
      },
      theme: look.theme(),
      ground: look.ground(),
      text,
      toggle: spot.toggle,
      collapse: spot.collapse,
      onEscape: spot.onEscape,
      handleKey: spot.handleKey,
      stripElement: spot.stripElement,
    };
    screen.draw(props, strip !== null);
  }

  document.addEventListener(
    'visibilitychange',
    () => {
      link.send(shown());
      if (document.hidden) return;
      link.wake();
      form.look();
      settleSoon();
    },
    { signal },
  );
  window.addEventListener(
    'pageshow',
    event => {
      if (!event.persisted) return;
      since = now();
      beforeNote = 'overlay_back';
      staleNote = text(beforeNote);
      link.reopen();
      draw();
    },
    { signal },
  );
  const begin = () => {
    if (begun || signal.aborted) return;
    begun = true;
    look.begin();
    form.begin();
    if (venue.table) {
      watchTable({
        window,
        table: venue.table,
        signal,
        wanted: () => accountWanted && isVisible(),
        reading: (url, tables) => link.send({ type: 'overlay-to-background/table', url, tables }),
      });
    }
    later(() => {
      waited = true;
      draw();
    }, FIRST_WORD);
  };
  // The page's own start comes first: nothing is looked at or drawn before it has been painted and rests.
  const parsed = afterPaint(window, signal, () =>
    window.requestIdleCallback(begin, { timeout: IDLE_PATIENCE }),
  );
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', parsed, { signal });
  else parsed();

  link.open();
  return { receive: pass };
}
