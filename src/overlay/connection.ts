import type { BackgroundToOverlay, OverlayToBackground } from '../messages';
import type { Port } from './runtime';

const BACK_OFF = [50, 250, 1000, 2000, 5000];
/** UTF-16 units of traffic that may wait for a port. */
const WAITING_LIMIT = 2 * 1024 * 1024;

export interface ConnectionParts {
  /** Opens a port to the background. Throws for an orphan. */
  connect(): Port;
  /** Reads and thereby quiets the browser's last error. */
  quiet(): void;
  alive(): boolean;
  later(work: () => void, milliseconds: number): void;
  signal: AbortSignal;
  receive(message: BackgroundToOverlay): void;
  /** A port is open: what the background must know first. */
  opened(): OverlayToBackground[];
  /** The port is gone; another is on its way. */
  lost(): void;
  /** The extension is gone. */
  orphaned(): void;
  /** False in a hidden tab: an idle background is then left asleep until there is something to say. */
  wanted(): boolean;
}

/**
 * The port to the background, reopened whenever it goes: the background of Chrome is ended after 30 idle
 * seconds, port or not, and in the back/forward cache a port dies without telling this side.
 */
export function connection(parts: ConnectionParts) {
  const { signal, later } = parts;
  let port: Port | null = null;
  let attempts = 0;
  let pending = false;
  let waiting: OverlayToBackground[] = [];

  const post = (message: OverlayToBackground): boolean => {
    try {
      port?.postMessage(message);
      return port !== null;
    } catch {
      return false;
    }
  };

  const gone = () => {
    port = null;
    if (signal.aborted) return;
    if (!parts.alive()) return parts.orphaned();
    parts.lost();
    if (parts.wanted() || waiting.length) soon();
  };

  const soon = () => {
    if (pending || port || signal.aborted) return;
    pending = true;
    later(
      () => {
        pending = false;
        if (!port) open();
      },
      BACK_OFF[Math.min(attempts++, BACK_OFF.length - 1)]!,
    );
  };

  const open = () => {
    if (signal.aborted) return;
    let made: Port;
    try {
      made = parts.connect();
    } catch {
      return gone();
    }
    port = made;
    made.onMessage.addListener(message => {
      if (port !== made || signal.aborted) return;
      attempts = 0;
      if (isMessage(message)) parts.receive(message);
    });
    made.onDisconnect.addListener(() => {
      parts.quiet();
      if (port === made) gone();
    });
    const first = waiting;
    waiting = [];
    for (const message of [...parts.opened(), ...first]) post(message);
  };

  signal.addEventListener('abort', () => {
    const last = port;
    port = null;
    try {
      last?.disconnect();
    } catch {
      // An orphan's port is gone already.
    }
  });

  return {
    open,
    /** Sends now, or as soon as there is a port. */
    send(message: OverlayToBackground) {
      if (signal.aborted || post(message)) return;
      // The state of form and tab is said anew by `opened`; only traffic must wait.
      if (
        message.type === 'overlay-to-background/traffic' ||
        message.type === 'overlay-to-background/place'
      ) {
        waiting.push(message);
        let size = 0;
        for (let i = waiting.length - 1; i >= 0; i--) {
          size += weight(waiting[i]!);
          if (size > WAITING_LIMIT && i < waiting.length - 1) {
            waiting = waiting.slice(i + 1);
            break;
          }
        }
      }
      if (port) {
        port = null;
        return gone();
      }
      soon();
    },
    /** Drops a port that may be dead without knowing it, and opens another. */
    reopen() {
      const last = port;
      port = null;
      attempts = 0;
      try {
        last?.disconnect();
      } catch {
        // It was dead.
      }
      open();
    },
    /** The tab is looked at again. */
    wake() {
      if (!port) soon();
    },
  };
}

function weight(message: OverlayToBackground): number {
  if (message.type !== 'overlay-to-background/traffic') return 0;
  return message.traffic.reduce((sum, item) => sum + (item.body?.length ?? 0) + item.url.length, 0);
}

function isMessage(message: unknown): message is BackgroundToOverlay {
  const type = (message as { type?: unknown } | null)?.type;
  return typeof type === 'string' && type.startsWith('background-to-overlay/');
}
