/**
 * The WebSockets: `wss://stream.bybit.com/v5/public/{linear,inverse,spot}` with tickers as a snapshot and deltas,
 * `…/v5/private` with a signed login, and the page's own `wss://ws2.bybit.com/private` with a one-time token.
 */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Floor } from './floor';
import { isSigned, keyOwner } from './private-api';
import { orderRow, positionRow, tickerRow, walletRow } from './rows';
import type { Trader } from './traders';

interface Client {
  socket: WebSocket;
  kind: 'public' | 'private' | 'page';
  topics: Set<string>;
  /** Of a ticker: what was said last. */
  said: Map<string, Record<string, string>>;
  trader: Trader | null;
  release: (() => void)[];
}

const pushed = ['wallet', 'position', 'order'];

export function openStreams(floor: Floor, drift: (text: string) => string) {
  const clients = new Set<Client>();
  const tokens = new Map<string, Trader>();
  const { switches } = floor.world;
  const speaks = () => !switches.feedPaused;

  const write = ({ socket }: Client, frame: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(drift(JSON.stringify(frame)));
  };

  function push(client: Client, topic: string, data: unknown[]) {
    if (!speaks() || switches.loggedOut || !client.topics.has(topic) || data.length === 0) return;
    write(client, { id: randomBytes(8).toString('hex'), topic, creationTime: floor.now(), data });
  }

  function enter(client: Client, trader: Trader) {
    client.trader = trader;
    client.release.push(
      floor.listen(trader, ({ positions, orders, coins }) => {
        push(
          client,
          'order',
          orders.map(order => orderRow(order, true)),
        );
        push(
          client,
          'position',
          positions.map(held => positionRow(floor, trader, held, true)),
        );
        push(client, 'wallet', [walletRow(floor, trader, coins)]);
      }),
    );
  }

  function login(client: Client, args: unknown[], id: unknown) {
    const say = (success: boolean, ret_msg: string) =>
      write(client, {
        success,
        ret_msg,
        op: 'auth',
        conn_id: 'c1',
        ...(id === undefined ? {} : { req_id: id }),
      });
    if (client.kind === 'page') {
      const trader = tokens.get(String(args[0]));
      if (!trader) return say(false, 'token invalid');
      enter(client, trader);
      return say(true, '');
    }
    const [key, expires, signature] = args.map(String);
    const found = keyOwner(floor, key ?? '');
    if (!found || found.key.expired) return say(false, 'Invalid apiKey');
    if (!(Number(expires) > floor.now())) return say(false, 'Params Error');
    if (!isSigned(`GET/realtime${expires}`, found.key.secret, signature ?? ''))
      return say(false, 'error sign');
    enter(client, found.trader);
    say(true, '');
  }

  function command(client: Client, text: string) {
    let frame: { op?: unknown; args?: unknown; req_id?: unknown };
    try {
      frame = JSON.parse(text);
    } catch {
      return write(client, { success: false, ret_msg: 'json decode err', op: '' });
    }
    const args = Array.isArray(frame.args) ? frame.args : [];
    const id = frame.req_id === undefined ? {} : { req_id: frame.req_id };
    if (frame.op === 'ping') {
      return client.kind === 'public'
        ? write(client, { success: true, ret_msg: 'pong', conn_id: 'c1', ...id, op: 'ping' })
        : write(client, { op: 'pong', args: [String(floor.now())], conn_id: 'c1', ...id });
    }
    if (frame.op === 'auth' || frame.op === 'login') return login(client, args, frame.req_id);
    if (frame.op !== 'subscribe' && frame.op !== 'unsubscribe') {
      return write(client, { success: false, ret_msg: 'unknown operation', op: String(frame.op) });
    }
    if (client.kind !== 'public' && !client.trader) {
      return write(client, { success: false, ret_msg: 'Request not authorized', op: frame.op, ...id });
    }
    const topics = args.map(String);
    const unknown = topics.find(
      topic => !(client.kind === 'public' ? /^tickers\./ : new RegExp(`^(${pushed.join('|')})$`)).test(topic),
    );
    if (unknown)
      return write(client, {
        success: false,
        ret_msg: `error:handler not found,topic:${unknown}`,
        op: 'subscribe',
        ...id,
      });
    for (const topic of topics) {
      if (frame.op === 'unsubscribe') client.topics.delete(topic);
      else client.topics.add(topic);
    }
    write(client, { success: true, ret_msg: '', conn_id: 'c1', op: frame.op, ...id });
    if (frame.op === 'subscribe' && client.kind === 'public') speakTo(client);
  }

  function rowOf(topic: string): Record<string, string> | null {
    const symbol = topic.slice('tickers.'.length);
    const contract = floor.contracts.get(symbol);
    if (contract) return tickerRow(floor, contract);
    return null;
  }

  /** First all of it, then what has changed. */
  function speakTo(client: Client) {
    for (const topic of client.topics) {
      const row = rowOf(topic);
      if (!row) continue;
      const before = client.said.get(topic);
      const changed = Object.fromEntries(
        Object.entries(row).filter(([name, value]) => before?.[name] !== value),
      );
      if (before && Object.keys(changed).length === 0) continue;
      client.said.set(topic, row);
      const data = before ? { symbol: row.symbol, ...changed } : row;
      write(client, { topic, type: before ? 'delta' : 'snapshot', data, cs: floor.now(), ts: floor.now() });
    }
  }

  const timer = setInterval(() => {
    if (speaks()) for (const client of clients) if (client.kind === 'public') speakTo(client);
  }, 100);

  return {
    upgrade(socket: WebSocket, url: URL, host: string) {
      const kind =
        host === 'ws2.bybit.com' && url.pathname === '/private'
          ? 'page'
          : url.pathname === '/v5/private'
            ? 'private'
            : /^\/v5\/public\/(linear|inverse)$/.test(url.pathname)
              ? 'public'
              : null;
      if (!kind) return socket.close(1008);
      const client: Client = { socket, kind, topics: new Set(), said: new Map(), trader: null, release: [] };
      clients.add(client);
      socket.on('message', data => command(client, String(data)));
      socket.on('close', () => {
        for (const release of client.release) release();
        clients.delete(client);
      });
    },
    /** For the page's socket; good for one login. */
    token(trader: Trader): string {
      const token = randomBytes(16).toString('hex');
      tokens.set(token, trader);
      return token;
    },
    sockets: () => [...clients].map(({ socket }) => socket),
    /** Whoever is logged in no longer is. */
    logout() {
      for (const client of clients) if (client.kind === 'page') client.socket.close(1000);
    },
    close() {
      clearInterval(timer);
      for (const { socket } of clients) socket.terminate();
      clients.clear();
    },
  };
}
