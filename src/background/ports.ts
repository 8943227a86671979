/**
 * The overlays that are connected, one a tab, and what is sent to them. A change goes out at once; soon after the
 * last one it waits, and only the newest view is sent. Views of prices leave three times as much time free as they
 * take; the trader's own doing waits for no more than a frame. Nothing is made for an overlay that is hidden, and
 * no card for one that is closed.
 */
import type { BackgroundToOverlay } from '../messages';
import type { Clock } from './parts';

export interface OverlayPort {
  post(message: BackgroundToOverlay): void;
}

type View = Extract<BackgroundToOverlay, { type: 'background-to-overlay/view' }>;
type Setup = Extract<BackgroundToOverlay, { type: 'background-to-overlay/setup' }>;

export interface Ports {
  /** The first messages to a new overlay are its setup and the present view. */
  connect(tabId: number, port: OverlayPort): void;
  /** False: another overlay has taken its place already. */
  disconnect(tabId: number, port: OverlayPort): boolean;
  shown(tabId: number, shown: { visible: boolean; open: boolean }): void;
  /** Something that this tab shows has changed; `awaited`: the trader has typed, and looks at it. */
  touch(tabId: number, awaited?: boolean): void;
  touchAll(): void;
  setup(tabId: number): void;
  /** Sends a view even if nothing has changed: ages move on, and an overlay knows that we live. */
  beat(): void;
  tabs(): number[];
  has(tabId: number): boolean;
}

interface Connected {
  port: OverlayPort;
  visible: boolean;
  open: boolean;
  sentAt: number;
  /** Milliseconds that the last view took to make. */
  took: number;
  last: string;
  dirty: boolean;
  cancel: (() => void) | null;
  /** When the view that waits goes out. */
  dueAt: number;
}

/** Milliseconds between two views at least: a frame, faster than which nothing can be seen. */
export const SPACING = 16;
/** Of the time between two views, one part in this many is for making them. */
const SHARE = 4;
/** The most that a price may wait, however slow the machine. */
const PATIENCE = 100;

export function createPorts(parts: {
  clock: Clock;
  /** Null: there is nothing to show in this tab. */
  view: (tabId: number, open: boolean) => View | null;
  setup: (tabId: number) => Setup | null;
  onError: (error: unknown) => void;
}): Ports {
  const { clock, onError } = parts;
  const connected = new Map<number, Connected>();

  const post = (each: Connected, message: BackgroundToOverlay) => {
    try {
      each.port.post(message);
    } catch (error) {
      // A page that went into the back/forward cache closes its port without a word to us.
      onError(error);
    }
  };

  const send = (tabId: number, each: Connected, always: boolean) => {
    each.cancel?.();
    each.cancel = null;
    each.dirty = false;
    each.sentAt = clock.now();
    let message: View | null = null;
    try {
      message = parts.view(tabId, each.open);
    } catch (error) {
      onError(error);
    }
    const text = message && JSON.stringify(message);
    // A clock that was set back tells nothing.
    each.took = Math.max(0, clock.now() - each.sentAt);
    if (!message || !text) return;
    if (text === each.last && !always) return;
    each.last = text;
    post(each, message);
  };

  const touch = (tabId: number, awaited = false) => {
    const each = connected.get(tabId);
    if (!each) return;
    each.dirty = true;
    if (!each.visible) return;
    const now = clock.now();
    const spacing = awaited ? SPACING : Math.min(Math.max(SPACING, SHARE * each.took), PATIENCE);
    const dueAt = each.sentAt + spacing;
    // A clock that was set back would otherwise hold everything up.
    if (now >= dueAt || now < each.sentAt) return send(tabId, each, false);
    if (each.cancel && each.dueAt <= dueAt) return;
    each.cancel?.();
    each.dueAt = dueAt;
    each.cancel = clock.after(dueAt - now, () => send(tabId, each, false));
  };

  const setup = (tabId: number) => {
    const each = connected.get(tabId);
    const message = each && parts.setup(tabId);
    if (each && message) post(each, message);
  };

  return {
    connect(tabId, port) {
      connected.get(tabId)?.cancel?.();
      const each: Connected = {
        port,
        visible: true,
        open: false,
        sentAt: 0,
        took: 0,
        dueAt: 0,
        last: '',
        dirty: true,
        cancel: null,
      };
      connected.set(tabId, each);
      setup(tabId);
      send(tabId, each, true);
    },
    disconnect(tabId, port) {
      const each = connected.get(tabId);
      if (each?.port !== port) return false;
      each.cancel?.();
      connected.delete(tabId);
      return true;
    },
    shown(tabId, { visible, open }) {
      const each = connected.get(tabId);
      if (!each) return;
      const more = (visible && !each.visible) || (open && !each.open);
      each.visible = visible;
      each.open = open;
      if (!visible) {
        each.cancel?.();
        each.cancel = null;
      } else if (more) send(tabId, each, true);
    },
    touch,
    touchAll() {
      for (const tabId of connected.keys()) touch(tabId);
    },
    setup,
    beat() {
      for (const [tabId, each] of connected) {
        if (each.visible && clock.now() - each.sentAt >= 900) send(tabId, each, true);
      }
    },
    tabs: () => [...connected.keys()],
    has: tabId => connected.has(tabId),
  };
}
