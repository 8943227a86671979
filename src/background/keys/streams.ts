/**
 * The private WebSockets of the keys: one a source, opened again after a pause that grows, and closed with the
 * vault. What was missed between two connections is asked for at once (`onOpen`).
 */
import type { ApiKey, KeyStream } from '../../venues/key-access';
import type { VenueMessage } from '../../venues/venue';
import type { Clock } from '../parts';

export interface Socket {
  send(text: string): void;
  close(): void;
}

/** Opens a WebSocket. The handlers are called by events only, never while this runs. */
export type OpenSocket = (
  url: string,
  on: { open(): void; message(text: string): void; close(): void },
) => Socket;

/** What a source wants to listen to. */
export interface Wish {
  source: string;
  stream: KeyStream;
  url: string;
  /** Null: locked meanwhile. */
  key(): Promise<ApiKey | null>;
  /** The venue's time, ms. */
  at(): Promise<number>;
}

export interface Streams {
  /** These and no others: the rest is closed, what is new is opened. */
  want(wishes: Wish[]): void;
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** A connection that held for so long was a good one. */
const GOOD = 30_000;

interface Line {
  wish: Wish;
  socket: Socket | null;
  failures: number;
  openedAt: number;
  cancel: (() => void)[];
}

export function createStreams(parts: {
  clock: Clock;
  random: () => number;
  open: OpenSocket;
  onMessage(source: string, message: VenueMessage): void;
  /** Connected: anew if it was before, with a gap between. */
  onOpen(source: string): void;
}): Streams {
  const { clock } = parts;
  const lines = new Map<string, Line>();

  const hush = (line: Line) => {
    for (const cancel of line.cancel) cancel();
    line.cancel = [];
  };
  const end = (source: string) => {
    const line = lines.get(source);
    if (!line) return;
    lines.delete(source);
    hush(line);
    line.socket?.close();
  };

  const connect = (line: Line) => {
    const { wish } = line;
    const { source, stream } = wish;
    const current = () => lines.get(source) === line;
    const said = (text: string) => {
      try {
        line.socket?.send(text);
      } catch {
        // Closed between two events: the close event follows.
      }
    };
    const lost = () => {
      if (!current() || !line.socket) return;
      line.socket = null;
      hush(line);
      line.failures = clock.now() - line.openedAt > GOOD ? 1 : line.failures + 1;
      const ceiling = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (line.failures - 1));
      line.cancel.push(clock.after(ceiling * (0.5 + 0.5 * parts.random()), () => connect(line)));
    };
    const ping = () => {
      if (!stream.ping) return;
      const { every, text } = stream.ping;
      line.cancel = [
        clock.after(every, () => {
          said(text);
          ping();
        }),
      ];
    };
    const greet = async () => {
      const key = await wish.key();
      if (!key || !current()) return end(source);
      for (const text of await stream.greeting(key, await wish.at())) if (current()) said(text);
    };
    line.openedAt = clock.now();
    try {
      line.socket = parts.open(wish.url, {
        open() {
          if (!current()) return;
          line.openedAt = clock.now();
          ping();
          parts.onOpen(source);
          void greet().catch(() => line.socket?.close());
        },
        message(text) {
          if (!current()) return;
          for (const answer of stream.answer(text)) said(answer);
          parts.onMessage(source, {
            at: clock.now(),
            via: 'websocket',
            url: stream.secret ? wish.url.replace(stream.secret, '…') : wish.url,
            direction: 'in',
            body: text,
          });
        },
        close: lost,
      });
    } catch {
      // A URL that the browser refuses: tried again, in case the venue's word for it changes.
      line.socket = { send() {}, close() {} };
      lost();
    }
  };

  return {
    want(wishes) {
      const wanted = new Map(wishes.map(wish => [wish.source, wish]));
      for (const [source, line] of [...lines]) {
        if (wanted.get(source)?.url !== line.wish.url) end(source);
      }
      for (const wish of wishes) {
        if (lines.has(wish.source)) continue;
        const line: Line = { wish, socket: null, failures: 0, openedAt: 0, cancel: [] };
        lines.set(wish.source, line);
        connect(line);
      }
    },
  };
}
