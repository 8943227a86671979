/**
 * The WebSockets: `/ws/v5/public` and `/ws/v5/private` of the API, `/ws/v5/ipublic` and `/ws/v5/iprivate` of the page.
 * Subscribe and its answers, login, "ping" and "pong" as bare texts, snapshots in pages, events and regular pushes.
 */
import type { WebSocket } from 'ws';
import type { Change, Desk, Floor } from './floor';
import { held } from './ledger';
import { drifted } from './private-api';
import { balanceRow, markRow, orderRow, positionRow } from './rows';
import { keyNamed, macOf } from './signed';

interface Arg {
  channel: string;
  instType?: string;
  instId?: string;
  instFamily?: string;
  ccy?: string;
}

interface Client {
  socket: WebSocket;
  /** True: this endpoint tells of accounts. */
  secret: boolean;
  desk: Desk | null;
  args: Map<string, Arg>;
  release: (() => void) | null;
  lastMarks: Map<string, { px: string; at: number }>;
}

/** Rows of one page of a snapshot. */
const PAGE = 20;
const SECRET = new Set([
  'account',
  'positions',
  'balance_and_position',
  'orders',
  'orders-algo',
  'liquidation-warning',
]);
const OPEN = new Set(['mark-price', 'instruments', 'tickers']);
/** What balance_and_position says of a position. */
const BRIEF = [
  'posId',
  'tradeId',
  'instId',
  'instType',
  'mgnMode',
  'posSide',
  'pos',
  'ccy',
  'posCcy',
  'avgPx',
  'nonSettleAvgPx',
  'settledPnl',
  'uTime',
];

export function openSockets(floor: Floor) {
  const { world, prices } = floor;
  const clients = new Set<Client>();
  const speaks = () => !world.switches.feedPaused;

  const say = (client: Client, frame: unknown) => {
    if (client.socket.readyState === client.socket.OPEN) client.socket.send(JSON.stringify(frame));
  };
  const refuse = (client: Client, code: string, msg: string) =>
    say(client, { event: 'error', code, msg, connId: 'a4d3ae55' });

  const argOf = (client: Client, arg: Arg) => ({
    ...arg,
    ...(client.desk ? { uid: client.desk.account.uid } : {}),
  });

  function snapshot(client: Client, arg: Arg) {
    const { desk } = client;
    if (!desk) return;
    const { account } = desk;
    if (arg.channel === 'account') {
      const data = [balanceRow(floor, account, arg.ccy ? [arg.ccy] : null)];
      say(client, { arg: argOf(client, arg), eventType: 'snapshot', curPage: 1, lastPage: true, data });
    } else if (arg.channel === 'positions') {
      const rows = held(account)
        .filter(one => fits(arg, one.instId))
        .map(one => drifted(floor, { ...positionRow(floor, account, one), pTime: String(prices.now()) }));
      const pages = Math.max(1, Math.ceil(rows.length / PAGE));
      for (let k = 0; k < pages; k++) {
        const data = rows.slice(k * PAGE, (k + 1) * PAGE);
        const lastPage = k === pages - 1;
        say(client, { arg: argOf(client, arg), eventType: 'snapshot', curPage: k + 1, lastPage, data });
      }
    } else if (arg.channel === 'balance_and_position') {
      say(client, {
        arg: argOf(client, arg),
        data: [brief(client, 'snapshot', held(account), [...account.cash.keys()])],
      });
    }
  }

  const fits = ({ instType, instId, instFamily }: Arg, symbol: string): boolean => {
    const contract = floor.contracts.get(symbol)!;
    return (
      (!instType || instType === 'ANY' || contract.type === instType) &&
      (!instId || symbol === instId) &&
      (!instFamily || contract.family === instFamily)
    );
  };

  function brief(
    client: Client,
    eventType: string,
    positions: ReturnType<typeof held>,
    currencies: string[],
  ) {
    const { account } = client.desk!;
    return {
      pTime: String(prices.now()),
      eventType,
      balData: currencies.map(ccy => ({
        ccy,
        cashBal: String(account.cash.get(ccy) ?? 0),
        uTime: String(account.cashAt.get(ccy) ?? 0),
      })),
      posData: positions.map(one => {
        const row = positionRow(floor, account, one);
        return drifted(floor, Object.fromEntries(BRIEF.map(field => [field, row[field]])));
      }),
      trades: [],
    };
  }

  /** Balance and position first, as the venue does; the full rows follow. */
  function hear(client: Client, change: Change) {
    if (!speaks() || world.switches.loggedOut) return;
    const { account } = client.desk!;
    const pTime = String(prices.now());
    for (const arg of client.args.values()) {
      const frame = (data: unknown[], more = {}) =>
        data.length > 0 && say(client, { arg: argOf(client, arg), ...more, data });
      if (arg.channel === 'balance_and_position') {
        if (change.positions.length + change.currencies.length > 0)
          frame([brief(client, 'filled', change.positions, change.currencies)]);
      } else if (arg.channel === 'positions') {
        const rows = change.positions.filter(one => fits(arg, one.instId));
        frame(
          rows.map(one => drifted(floor, { ...positionRow(floor, account, one), pTime })),
          { eventType: 'event_update' },
        );
      } else if (arg.channel === 'account') {
        if (change.currencies.length > 0)
          frame([balanceRow(floor, account, change.currencies)], { eventType: 'event_update' });
      } else if (arg.channel === 'orders') {
        frame(
          change.orders
            .filter(({ order }) => fits(arg, order.instId))
            .map(({ order, state }) => orderRow(floor, account, order, state)),
        );
      }
    }
  }

  function belongTo(client: Client, desk: Desk) {
    client.release?.();
    client.desk = desk;
    const listener = (change: Change) => hear(client, change);
    desk.listeners.add(listener);
    client.release = () => desk.listeners.delete(listener);
    say(client, { event: 'login', code: '0', msg: '', connId: 'a4d3ae55' });
  }

  function login(client: Client, given: Record<string, unknown> | undefined) {
    if (!client.secret) return refuse(client, '60018', 'Login is not required on this endpoint.');
    const { apiKey, passphrase, timestamp, sign, token } = given ?? {};
    if (token) {
      // The page's own way: what its calls carry in their header.
      const desk = [...floor.desks.values()].find(one => one.token === token);
      return desk && !world.switches.loggedOut
        ? belongTo(client, desk)
        : refuse(client, '60032', 'The token is invalid.');
    }
    const found = keyNamed(floor, String(apiKey ?? ''));
    if (!found) return refuse(client, '60005', 'Invalid apiKey');
    if (Math.abs(Number(timestamp) * 1000 - prices.now()) > 30_000)
      return refuse(client, '60006', 'Timestamp request expired');
    if (sign !== macOf(found.key.secret, `${timestamp}GET/users/self/verify`))
      return refuse(client, '60007', 'Invalid sign');
    if (passphrase !== found.key.passphrase) return refuse(client, '60024', 'Wrong passphrase');
    if (found.key.ip) return refuse(client, '60009', 'Login failed.');
    belongTo(client, found.caller.desk);
  }

  function command(client: Client, said: string) {
    if (said === 'ping') {
      if (speaks()) client.socket.send('pong');
      return;
    }
    let frame: { op?: unknown; args?: unknown };
    try {
      frame = JSON.parse(said) as typeof frame;
    } catch {
      return refuse(client, '60012', `Invalid request: ${said.slice(0, 80)}`);
    }
    const args = (Array.isArray(frame.args) ? frame.args : []) as Arg[];
    if (frame.op === 'login') return login(client, args[0] as never);
    if (frame.op !== 'subscribe' && frame.op !== 'unsubscribe')
      return refuse(client, '60012', 'Invalid request: op');
    for (const arg of args) {
      const allowed = client.secret ? SECRET : OPEN;
      if (!allowed.has(arg.channel)) {
        refuse(client, '60018', `Wrong URL or channel:${arg.channel} doesn't exist.`);
        continue;
      }
      if (client.secret && !client.desk) {
        refuse(client, '60011', 'Please log in');
        continue;
      }
      const key = JSON.stringify(arg);
      say(client, { event: frame.op, arg, connId: 'a4d3ae55' });
      if (frame.op === 'subscribe') {
        client.args.set(key, arg);
        if (speaks()) snapshot(client, arg);
      } else {
        client.args.delete(key);
      }
    }
  }

  /** Marks at every change, at most five times a second; else every ten seconds. */
  function tellMarks() {
    if (!speaks()) return;
    for (const client of clients) {
      for (const arg of client.args.values()) {
        if (arg.channel !== 'mark-price' || !arg.instId) continue;
        const contract = floor.contracts.get(arg.instId);
        if (!contract) continue;
        const row = markRow(floor, contract) as { markPx: string };
        const last = client.lastMarks.get(arg.instId);
        if (last && last.px === row.markPx && prices.now() - last.at < 10_000) continue;
        client.lastMarks.set(arg.instId, { px: row.markPx, at: prices.now() });
        say(client, { arg, data: [row] });
      }
    }
  }

  /** Regular pushes: everything that is open, with the marks and profits of the moment. */
  function tellAll() {
    if (!speaks() || world.switches.loggedOut) return;
    for (const client of clients) {
      const { desk } = client;
      if (!desk) continue;
      for (const arg of client.args.values()) {
        if (arg.channel === 'account') {
          const data = [balanceRow(floor, desk.account, arg.ccy ? [arg.ccy] : null)];
          say(client, { arg: argOf(client, arg), eventType: 'event_update', data });
        } else if (arg.channel === 'positions') {
          const rows = held(desk.account).filter(one => fits(arg, one.instId));
          const pTime = String(prices.now());
          const data = rows.map(one => drifted(floor, { ...positionRow(floor, desk.account, one), pTime }));
          if (data.length > 0) say(client, { arg: argOf(client, arg), eventType: 'event_update', data });
        }
      }
    }
  }

  const timers = [setInterval(tellMarks, 200), setInterval(tellAll, 5_000)];

  return {
    upgrade(socket: WebSocket, url: URL) {
      const endpoint = /^\/ws\/v5\/(i?)(public|private|business)$/.exec(url.pathname);
      if (!endpoint) {
        socket.close(1008);
        return;
      }
      const client: Client = {
        socket,
        secret: endpoint[2] === 'private',
        desk: null,
        args: new Map(),
        release: null,
        lastMarks: new Map(),
      };
      clients.add(client);
      socket.on('message', data => command(client, String(data)));
      socket.on('close', () => {
        client.release?.();
        clients.delete(client);
      });
    },
    sockets: () => [...clients].map(({ socket }) => socket),
    /** Nobody is logged in any more. */
    logOut() {
      for (const client of clients) if (client.secret) client.socket.close(4001);
    },
    close() {
      for (const timer of timers) clearInterval(timer);
      for (const { socket } of clients) socket.terminate();
      clients.clear();
    },
  };
}
