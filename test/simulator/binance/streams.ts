/**
 * The WebSockets of fstream.binance.com (dstream of COIN-M): `/market/…`, `/public/…` and `/private/…`, each as `/ws/<stream>` (bare
 * messages) or `/stream?streams=a/b` (wrapped as `{"stream":…,"data":…}`), with SUBSCRIBE and its siblings.
 * The undivided `/ws` and `/stream`, which the venue retired on 2026-04-23, are still understood.
 */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { ListenKeys } from './bapi';
import type { UserEvent } from './events';
import type { Desk, Floor } from './floor';
import { openStreamMessages } from './stream-messages';

interface Client {
  socket: WebSocket;
  wrapped: boolean;
  streams: Set<string>;
  release: Map<string, () => void>;
}

const hour = 3_600_000;

/** `partner`: the other product, which an account of Portfolio Margin hears on the same stream. */
export function openStreams(floor: Floor, partner: Floor | null = null) {
  const { quotes, world } = floor;
  const clients = new Set<Client>();
  const listenKeys = new Map<string, { desk: Desk; until: number; portfolio: boolean }>();
  const said = openStreamMessages(floor);
  let step = 0;

  const keys: ListenKeys = {
    of(desk, portfolio = false) {
      for (const [key, entry] of listenKeys) {
        if (entry.desk !== desk || entry.portfolio !== portfolio || entry.until < quotes.now()) continue;
        entry.until = quotes.now() + hour;
        return key;
      }
      // Letters and digits, sixty-four of them, as the venue's.
      const key = randomBytes(64).toString('base64').replace(/[+/=]/g, '').slice(0, 64).padEnd(64, '0');
      listenKeys.set(key, { desk, portfolio, until: quotes.now() + hour });
      return key;
    },
  };

  function write(client: Client, stream: string, data: unknown) {
    if (client.socket.readyState !== client.socket.OPEN) return;
    client.socket.send(JSON.stringify(client.wrapped ? { stream, data } : data));
  }

  const speaks = () => !world.switches.feedPaused;

  function subscribe(client: Client, stream: string): void {
    if (client.streams.has(stream)) return;
    client.streams.add(stream);
    const owner = listenKeys.get(stream);
    if (!owner) return;
    const hearing = (mark: (event: UserEvent) => UserEvent) => (event: UserEvent) => {
      if (speaks() && !world.switches.loggedOut) write(client, stream, mark(event));
    };
    const other = owner.portfolio ? partner?.desks.get(owner.desk.name) : undefined;
    const hear = hearing(owner.portfolio ? event => ofPortfolio('UM', event) : event => event);
    const hearOther = hearing(event => ofPortfolio('CM', event));
    owner.desk.listeners.add(hear);
    other?.listeners.add(hearOther);
    client.release.set(stream, () => {
      owner.desk.listeners.delete(hear);
      other?.listeners.delete(hearOther);
    });
  }

  function unsubscribe(client: Client, stream: string) {
    client.streams.delete(stream);
    client.release.get(stream)?.();
    client.release.delete(stream);
  }

  /** `{"method":"SUBSCRIBE","params":["btcusdt@markPrice"],"id":1}` */
  function command(client: Client, text: string) {
    const say = (reply: unknown) => client.socket.send(JSON.stringify(reply));
    let frame: { method?: unknown; params?: unknown; id?: unknown };
    try {
      frame = JSON.parse(text);
    } catch {
      say({ error: { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' } });
      return;
    }
    const params = Array.isArray(frame.params) ? frame.params.map(String) : [];
    const id = frame.id ?? null;
    if (frame.method === 'SUBSCRIBE') for (const stream of params) subscribe(client, stream);
    else if (frame.method === 'UNSUBSCRIBE') for (const stream of params) unsubscribe(client, stream);
    else if (frame.method === 'LIST_SUBSCRIPTIONS') {
      say({ result: [...client.streams], id });
      return;
    } else if (frame.method !== 'SET_PROPERTY' && frame.method !== 'GET_PROPERTY') {
      say({ error: { code: 2, msg: 'Invalid request: unknown variant' }, id });
      return;
    }
    say({ result: null, id });
  }

  function upgrade(socket: WebSocket, url: URL) {
    const path = /^(?:\/(market|public|private|pm))?\/(ws|stream)(?:\/(.+))?$/.exec(url.pathname);
    if (!path) {
      socket.close(1008);
      return;
    }
    const [, kind, form, direct] = path;
    const wanted = direct
      ? direct.split('/')
      : (url.searchParams.get('streams') ?? '').split('/').filter(Boolean);
    if (url.searchParams.has('listenKey')) wanted.push(url.searchParams.get('listenKey')!);
    const client: Client = { socket, wrapped: form === 'stream', streams: new Set(), release: new Map() };
    // A private socket speaks to the owner of a listen key only.
    if ((kind === 'private' || kind === 'pm') && wanted.some(name => !listenKeys.has(name))) {
      socket.close(1008);
      return;
    }
    clients.add(client);
    for (const stream of wanted) subscribe(client, stream);
    socket.on('message', data => command(client, String(data)));
    socket.on('close', () => {
      for (const stream of [...client.streams]) unsubscribe(client, stream);
      clients.delete(client);
    });
  }

  function speak() {
    step++;
    if (!speaks()) return;
    const made = new Map<string, unknown>();
    for (const client of clients) {
      for (const stream of client.streams) {
        if (client.release.has(stream)) continue;
        if (!made.has(stream)) made.set(stream, said(stream, step));
        const data = made.get(stream);
        if (data !== undefined) write(client, stream, data);
      }
    }
  }

  const timer = setInterval(speak, 100);
  // The venue pings every three minutes and drops who does not answer within ten.
  const pings = setInterval(() => {
    if (speaks()) for (const { socket } of clients) socket.ping();
  }, 180_000);

  return {
    keys,
    upgrade,
    sockets: () => [...clients].map(client => client.socket),
    /** Nobody is logged in any more: the keys end, and say so. */
    expireKeys() {
      const at = quotes.now();
      for (const client of clients) {
        for (const stream of client.release.keys()) {
          write(client, stream, { e: 'listenKeyExpired', E: at, listenKey: stream });
          client.socket.close(1000);
        }
      }
      listenKeys.clear();
    },
    close() {
      clearInterval(timer);
      clearInterval(pings);
      for (const { socket } of clients) socket.terminate();
      clients.clear();
    },
  };
}

/** As Portfolio Margin says it: whose event it is, and nothing of isolated margin. */
function ofPortfolio(fs: 'UM' | 'CM', event: UserEvent): UserEvent {
  const { a } = event as { a?: { P?: Record<string, unknown>[] } };
  if (!a?.P) return { ...event, fs };
  const P = a.P.map(({ mt, iw, ma, ...rest }) => rest);
  return { ...event, fs, a: { ...a, P } };
}

export type Streams = ReturnType<typeof openStreams>;
