/**
 * The WebSocket of both api hosts: subscriptions, ping, info by `post`; frames when the market moves, when an
 * account changes, and when too long has passed without one.
 */
import type { WebSocket } from 'ws';
import type { World } from '../exchange';
import type { HlAccount } from './accounts';
import { type Subscription, subscriptionOf } from './channels';
import type { Fill } from './fills';
import { answerInfo } from './info';
import type { Ledger } from './ledger';

export interface Sockets {
  open(socket: WebSocket, fromPage: boolean): void;
  closeAll(): void;
  sendRaw(text: string): void;
  close(): void;
}

interface Live {
  subscription: Subscription;
  channel: string;
  sentAt: number;
}

interface Connection {
  socket: WebSocket;
  fromPage: boolean;
  live: Map<string, Live>;
  heardAt: number;
}

/** The venue drops a client that sends nothing for this long. */
const silence = 60_000;
/** Account states follow the market at most this often; at once where marks move only by control. */
const accountPace = 1000;

export function createSockets(world: World, ledger: Ledger): Sockets {
  const connections = new Set<Connection>();
  /** The machine's clock: the venue's own may be set wrong. */
  const now = world.market.now;
  let accountsAt = 0;
  let trailing: NodeJS.Timeout | null = null;

  const send = ({ socket }: Connection, message: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };

  function frame(connection: Connection, live: Live) {
    if (world.switches.feedPaused) return;
    const data = live.subscription.data();
    live.sentAt = now();
    if (data !== null) send(connection, { channel: live.channel, data });
  }

  function each(visit: (connection: Connection, live: Live) => void) {
    for (const connection of connections)
      for (const live of connection.live.values()) visit(connection, live);
  }

  function accountFrames() {
    accountsAt = now();
    each((connection, live) => {
      const { about, every } = live.subscription;
      if (
        about === 'account' &&
        every !== null &&
        live.channel !== 'openOrders' &&
        live.channel !== 'webData3'
      ) {
        frame(connection, live);
      }
    });
  }

  const stopListening = world.market.on('tick', ({ changed }) => {
    const names = new Set(changed);
    const still = world.scenario === 'still';
    each((connection, live) => {
      const { about, asset, every } = live.subscription;
      if (about !== 'market' || (asset && !names.has(asset.coin!.name))) return;
      // Slow channels keep their own pace, except where a test waits for the change.
      if (every !== null && every > 1000 && !still) return;
      frame(connection, live);
    });
    if (still || now() - accountsAt >= accountPace) accountFrames();
    else
      trailing ??= setTimeout(() => {
        trailing = null;
        accountFrames();
      }, accountPace);
  });

  ledger.onChange((account, fill) => {
    each((connection, live) => {
      const { subscription, channel } = live;
      if (subscription.account?.address !== account.address) return;
      if (channel === 'userFills' || channel === 'orderUpdates' || channel === 'user') {
        if (fill && !world.switches.feedPaused)
          send(connection, fillFrame(channel, account, fill, world.now()));
      } else frame(connection, live);
    });
  });

  // What the venue repeats although nothing changed.
  const beat = setInterval(() => {
    const at = now();
    each((connection, live) => {
      const { every } = live.subscription;
      if (every !== null && at - live.sentAt >= every) frame(connection, live);
    });
    for (const connection of connections) {
      if (at - connection.heardAt > silence) connection.socket.close(1000, 'Inactive');
    }
  }, 250);

  function hear(connection: Connection, text: string) {
    connection.heardAt = now();
    let message: Record<string, unknown>;
    try {
      message = JSON.parse(text) as Record<string, unknown>;
    } catch {
      send(connection, {
        channel: 'error',
        data: `Error parsing JSON into valid websocket request: ${text}`,
      });
      return;
    }
    const { method } = message;
    if (method === 'ping') return send(connection, { channel: 'pong' });
    if (method === 'post') return send(connection, post(message));
    const wanted = message.subscription;
    if (
      (method !== 'subscribe' && method !== 'unsubscribe') ||
      typeof wanted !== 'object' ||
      wanted === null
    ) {
      send(connection, {
        channel: 'error',
        data: `Error parsing JSON into valid websocket request: ${text}`,
      });
      return;
    }
    const subscription = subscriptionOf(world, ledger, wanted as Record<string, unknown>);
    if (subscription === null) {
      // Without a closing handshake: the client sees 1006.
      connection.socket.terminate();
      return;
    }
    if (typeof subscription === 'string') return send(connection, { channel: 'error', data: subscription });
    const key = JSON.stringify(subscription.echo);
    const known = connection.live.has(key);
    if ((method === 'subscribe') === known) {
      const what = known ? 'Already subscribed' : 'Already unsubscribed';
      return send(connection, { channel: 'error', data: `${what}: ${key}` });
    }
    send(connection, { channel: 'subscriptionResponse', data: { method, subscription: subscription.echo } });
    if (method === 'unsubscribe') {
      connection.live.delete(key);
      return;
    }
    const channel = subscription.echo.type === 'userEvents' ? 'user' : String(subscription.echo.type);
    const live: Live = { subscription, channel, sentAt: 0 };
    connection.live.set(key, live);
    frame(connection, live);
  }

  function post(message: Record<string, unknown>) {
    const request = (message.request ?? {}) as { type?: unknown; payload?: { type?: unknown } };
    const { status, body } = answerInfo(world, ledger, JSON.stringify(request.payload ?? null));
    const response =
      request.type === 'info' && status === 200
        ? { type: 'info', payload: { type: request.payload?.type, data: body } }
        : { type: 'error', payload: `${status}: ${JSON.stringify(body)}` };
    return { channel: 'post', data: { id: message.id, response } };
  }

  return {
    open(socket, fromPage) {
      const connection: Connection = { socket, fromPage, live: new Map(), heardAt: now() };
      connections.add(connection);
      socket.on('message', data => hear(connection, String(data)));
      socket.on('close', () => connections.delete(connection));
    },
    closeAll() {
      for (const { socket } of connections) socket.terminate();
    },
    sendRaw(text) {
      for (const { socket, fromPage } of connections) {
        if (fromPage && socket.readyState === socket.OPEN) socket.send(text);
      }
    },
    close() {
      clearInterval(beat);
      if (trailing) clearTimeout(trailing);
      stopListening();
      for (const { socket } of connections) socket.terminate();
      connections.clear();
    },
  };
}

function fillFrame(channel: string, { address }: HlAccount, fill: Fill, now: number) {
  if (channel === 'userFills') return { channel, data: { user: address, fills: [fill] } };
  if (channel === 'user') return { channel, data: { fills: [fill] } };
  const { coin, side, px, sz, oid, time } = fill;
  const order = { coin, side, limitPx: px, sz: '0.0', oid, timestamp: time, origSz: sz };
  return { channel, data: [{ order, status: 'filled', statusTimestamp: now }] };
}
