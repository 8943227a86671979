import { render } from 'preact';
import type { BackgroundToOverlay, Place } from '../messages';
import drawingCss from '../ui/drawing.css?inline';
import type { ThemeName } from '../ui/palette';
import type { Text } from '../ui/text';
import type { CardView, StripView } from '../ui/view';
import type { VenueForm, VenuePages } from '../venues/venue';
import { announcer } from './announce';
import { connection } from './connection';
import { dragging, keyMove } from './drag';
import { watchForm } from './form-watch';
import { type Mount, mount } from './mount';
import { Overlay } from './overlay';
import overlayCss from './overlay.css?inline';
import { type Placement, place } from './placement';
import { relay } from './relay';
import { alive, type Runtime } from './runtime';
import { backgroundsBehind, themeOf } from './theme';
import { measure, track } from './track';
import { staleStrip, waitingStrip } from './waiting';

/** How long a port may be gone before what it said is called stale. */
const PATIENCE = 3000;
/** How long the form may take to appear before the strip goes into a corner. */
const FORM_PATIENCE = 3000;
/** A place is kept once the trader has stopped moving it. */
const REMEMBER_AFTER = 300;

export interface SessionParts {
  window: Window & typeof globalThis;
  api: Runtime;
  venue: { pages: Pick<VenuePages, 'matches'>; form: VenueForm };
  text: Text;
  controller: AbortController;
}

/** One page, from its start until the extension or the page goes: the parts of the overlay, put together. */
export function session({ window, api, venue, text, controller }: SessionParts) {
  const { document } = window;
  const { signal } = controller;
  const now = () => Date.now();
  const say = announcer(now);

  let enabled: boolean | null = null;
  let where: Place = { dx: 0, dy: 0, open: false, collapsed: false };
  let wished: 'auto' | ThemeName = 'auto';
  let theme: ThemeName = 'dark';
  let strip: StripView | null = null;
  let card: CardView | null = null;
  let staleNote: string | null = null;
  let announcement = '';
  let anchor: HTMLElement | null = null;
  let anchored: AbortController | null = null;
  let formless = false;
  let moving = false;
  let surface: Mount | null = null;
  let placement: Placement | null = null;
  let lostAt: number | null = null;
  let remember = 0;

  const later = (work: () => void, milliseconds: number) => {
    const timer = window.setTimeout(() => {
      if (!signal.aborted) work();
    }, milliseconds);
    return () => window.clearTimeout(timer);
  };

  const shown = () => ({
    type: 'overlay-to-background/shown' as const,
    visible: !document.hidden && enabled !== false && venue.pages.matches(document.location.href),
    open: where.open && !where.collapsed,
  });

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
      if (surface && !venue.pages.matches(url)) draw();
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
          settle();
        }, FORM_PATIENCE);
      }
      readTheme();
      settle();
    },
  });

  function receive(message: BackgroundToOverlay) {
    switch (message.type) {
      case 'background-to-overlay/setup':
        enabled = message.enabled;
        // What is being moved at this moment is newer than what was kept.
        if (!moving && !remember) where = message.place;
        wished = message.theme ?? 'auto';
        readTheme();
        return settle();
      case 'background-to-overlay/view':
        strip = message.strip;
        card = message.card;
        staleNote = null;
        lostAt = null;
        return draw();
      case 'background-to-overlay/toggle':
        return toggle();
    }
  }

  function markLost() {
    if (lostAt === null) return;
    staleNote = text('overlay_lost', new Date(lostAt).toLocaleTimeString());
    draw();
  }

  function readTheme() {
    if (!document.body) return;
    const otherwise = window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
    theme = wished === 'auto' ? themeOf(backgroundsBehind(anchor, document), otherwise) : wished;
  }

  /** Where everything goes now, and draws it there. */
  function settle() {
    const { anchor: box, obstacles } = measure(anchor);
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    placement = place({
      viewport: { width, height },
      anchor: box,
      obstacles,
      offset: where,
      collapsed: where.collapsed,
      open: where.open && !where.collapsed,
    });
    draw();
  }

  function draw() {
    if (signal.aborted || document.hidden) return;
    const wanted =
      enabled && document.body && venue.pages.matches(document.location.href) && (anchor || formless);
    if (!wanted || !placement) {
      if (surface) render(null, surface.root);
      surface?.remove();
      surface = null;
      return;
    }
    surface ??= mount(document, `${drawingCss}${overlayCss}`);
    surface.keep();
    let view = strip ?? waitingStrip(text);
    if (staleNote) view = staleStrip(view, staleNote, text);
    else if (!anchor && view.note === null) view = { ...view, note: text('overlay_no_form') };
    announcement =
      say(view.level, text('overlay_announce', view.word, view.joint.now, view.joint.label)) ?? announcement;
    render(
      <Overlay
        strip={view}
        card={card}
        placement={placement}
        open={where.open && !where.collapsed}
        collapsed={where.collapsed}
        moving={moving}
        theme={theme}
        announcement={announcement}
        text={text}
        toggle={toggle}
        collapse={collapse}
        onEscape={onEscape}
        handleKey={handleKey}
        stripElement={stripElement}
      />,
      surface.root,
    );
  }

  function change(to: Partial<Place>) {
    const openBefore = where.open && !where.collapsed;
    where = { ...where, ...to };
    window.clearTimeout(remember);
    remember = window.setTimeout(() => {
      remember = 0;
      link.send({ type: 'overlay-to-background/place', place: where });
    }, REMEMBER_AFTER);
    if (openBefore !== (where.open && !where.collapsed)) link.send(shown());
    settle();
  }

  const toggle = () => change(where.collapsed ? { collapsed: false } : { open: !where.open });
  const collapse = () => change({ collapsed: true });

  function onEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || where.collapsed) return;
    event.stopPropagation();
    change(where.open ? { open: false } : { collapsed: true });
  }

  function handleKey(event: KeyboardEvent) {
    const offset = keyMove(event.key, event.shiftKey, where);
    if (!offset) return;
    event.preventDefault();
    event.stopPropagation();
    change(reached(offset));
  }

  /** The part of an offset that the window and the form leave: an invisible remainder would have to be undone first. */
  function reached(offset: { dx: number; dy: number }) {
    const { anchor: box, obstacles } = measure(anchor);
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const around = {
      viewport: { width, height },
      anchor: box,
      obstacles,
      collapsed: where.collapsed,
      open: false,
    };
    const docked = place({ ...around, offset: { dx: 0, dy: 0 } }).strip;
    const moved = place({ ...around, offset }).strip;
    return { dx: moved.left - docked.left, dy: moved.top - docked.top };
  }

  let dragged: AbortController | null = null;
  let draggedElement: HTMLElement | null = null;
  function stripElement(element: HTMLElement | null) {
    if (!element || element === draggedElement) return;
    dragged?.abort();
    draggedElement = element;
    dragged = new AbortController();
    dragging(element, {
      offset: () => where,
      moving: offset => {
        moving = true;
        where = { ...where, ...offset };
        settle();
      },
      moved: () => {
        moving = false;
        change(reached(where));
      },
      signal: AbortSignal.any([signal, dragged.signal]),
    });
  }

  document.addEventListener(
    'visibilitychange',
    () => {
      link.send(shown());
      if (document.hidden) return;
      link.wake();
      form.look();
      settle();
    },
    { signal },
  );
  window.addEventListener(
    'pageshow',
    event => {
      if (!event.persisted) return;
      staleNote = text('overlay_back');
      link.reopen();
      draw();
    },
    { signal },
  );
  window.matchMedia('(prefers-color-scheme: light)').addEventListener('change', readThemeAndDraw, { signal });
  const looks = new window.MutationObserver(readThemeAndDraw);
  function readThemeAndDraw() {
    const was = theme;
    readTheme();
    if (theme !== was) draw();
  }
  const began = () => {
    const attributeFilter = ['class', 'style', 'data-theme', 'theme'];
    looks.observe(document.documentElement, { attributeFilter });
    if (document.body) looks.observe(document.body, { attributeFilter });
    form.look();
    surface?.keep();
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', began, { signal });
  else began();
  const keeping = window.setInterval(() => surface?.keep(), 1000);

  signal.addEventListener('abort', () => {
    window.clearInterval(keeping);
    window.clearTimeout(remember);
    looks.disconnect();
    if (surface) render(null, surface.root);
    surface?.remove();
    surface = null;
  });

  link.open();
  return { receive: pass };
}
