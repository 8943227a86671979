/**
 * `/ws/api/v2`: JSON-RPC questions, subscriptions, heartbeats. A login holds for the connection. Frames go out when
 * the market moves, when an account changes, and once when a channel is subscribed.
 */
import type { WebSocket } from 'ws';
import type { World } from '../exchange';
import type { Access, Login } from './access';
import { indexName, indexOf } from './contracts';
import { errorOf, stamped } from './endpoint';
import { currenciesOf } from './figures';
import type { Change, Ledger } from './ledger';
import type { Meter } from './meter';
import { drifted, type Methods } from './methods';
import { orderRow, positionRow, summaryRow, tickerRow, tradeRow } from './rows';
import { RpcError } from './rpc-error';

interface Connection {
  socket: WebSocket;
  login: Login | null;
  channels: Set<string>;
  /** Seconds between heartbeats; null: none asked for. */
  heartbeat: number | null;
  beatAt: number;
  heardAt: number;
}

/** Summaries follow the market at most this often; at once where marks move only by control. */
const pace = 1000;

type Params = Record<string, unknown>;

export function createSockets(world: World, ledger: Ledger, access: Access, methods: Methods, meter: Meter) {
  const connections = new Set<Connection>();
  const now = world.market.now;
  let summariesAt = 0;
  let trailing: NodeJS.Timeout | null = null;

  const send = ({ socket }: Connection, message: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const notify = (connection: Connection, channel: string, data: unknown) => {
    if (world.switches.feedPaused) return;
    send(connection, { jsonrpc: '2.0', method: 'subscription', params: { channel, data } });
  };
  const mine = ({ login }: Connection) => (world.switches.loggedOut ? null : (login?.account ?? null));

  /** What a channel says of this moment; nothing of those that speak of changes only. */
  function present(connection: Connection, channel: string) {
    const [kind, name = '', more = ''] = channel.split('.');
    if (kind === 'ticker' || kind === 'incremental_ticker') {
      const contract = ledger.contract(name);
      if (contract) notify(connection, channel, tickerRow(world, contract));
    } else if (kind === 'deribit_price_index') {
      const coin = ledger.contracts.find(contract => indexName(contract.coin) === name)?.coin;
      if (coin)
        notify(connection, channel, {
          index_name: name,
          price: indexOf(world.market, coin),
          timestamp: world.now(),
        });
    } else if (kind === 'user' && name === 'portfolio') {
      const account = mine(connection);
      if (!account) return;
      const wanted = more === 'any' ? currenciesOf(account) : [more.toUpperCase()];
      for (const currency of wanted)
        notify(connection, channel, drifted(world, summaryRow(world, account, currency)));
    }
  }

  function each(test: (channel: string) => boolean) {
    for (const connection of connections) {
      for (const channel of connection.channels) if (test(channel)) present(connection, channel);
    }
  }

  function summaries() {
    summariesAt = now();
    each(channel => channel.startsWith('user.portfolio.'));
  }

  const stopListening = world.market.on('tick', ({ changed }) => {
    const coins = new Set(changed);
    const moved = new Set(ledger.contracts.filter(({ coin }) => coins.has(coin)).map(({ name }) => name));
    const indices = new Set(changed.map(indexName));
    each(channel => {
      const [kind, name = ''] = channel.split('.');
      return /ticker$/.test(kind!) ? moved.has(name) : kind === 'deribit_price_index' && indices.has(name);
    });
    if (world.scenario === 'still' || now() - summariesAt >= pace) summaries();
    else {
      trailing ??= setTimeout(() => {
        trailing = null;
        summaries();
      }, pace);
    }
  });

  ledger.onChange(({ account, contract, trades, orders }: Change) => {
    for (const connection of connections) {
      if (mine(connection) !== account) continue;
      for (const channel of connection.channels) {
        const [, kind] = channel.split('.');
        if (kind === 'orders') for (const order of orders) notify(connection, channel, orderRow(order));
        if (kind !== 'changes') continue;
        const holding = account.holdings.get(contract.name);
        const positions = trades.length > 0 && holding ? [positionRow(world, account, holding)] : [];
        notify(
          connection,
          channel,
          drifted(world, {
            instrument_name: contract.name,
            trades: trades.map(tradeRow),
            orders: orders.map(orderRow),
            positions,
          }),
        );
      }
      for (const channel of connection.channels)
        if (channel.startsWith('user.portfolio.')) present(connection, channel);
    }
  });

  // Heartbeats, and the end of who does not answer them. Tickers are repeated though nothing moves.
  const beat = setInterval(() => {
    const at = now();
    for (const connection of connections) {
      const { heartbeat, beatAt, heardAt, socket } = connection;
      if (heartbeat === null) continue;
      if (at - heardAt > heartbeat * 3000) socket.close(1000);
      else if (at - beatAt >= heartbeat * 1000) {
        connection.beatAt = at;
        send(connection, { jsonrpc: '2.0', method: 'heartbeat', params: { type: 'test_request' } });
      }
    }
    each(channel => /^(?:ticker|user\.portfolio)\./.test(channel));
  }, 2000);

  function subscribe(connection: Connection, method: string, params: Params) {
    const [scope, action] = method.split('/');
    const asked = Array.isArray(params.channels) ? params.channels.map(String) : [];
    if (asked.length === 0)
      throw new RpcError(-32_602, 'Invalid params', { reason: 'missing', param: 'channels' });
    const allowed = asked.filter(channel => {
      if (!channel.startsWith('user.')) return !channel.endsWith('.raw') || connection.login;
      if (!connection.login || scope === 'public') return false;
      return true;
    });
    if (scope === 'private' && !connection.login) throw new RpcError(13_009, 'unauthorized');
    if (action === 'unsubscribe') for (const channel of asked) connection.channels.delete(channel);
    else for (const channel of allowed) connection.channels.add(channel);
    return allowed;
  }

  function answer(connection: Connection, method: string, params: Params): unknown {
    if (!meter.spend()) throw new RpcError(10_028, 'too_many_requests');
    const { answer: failure } = world.switches;
    if (failure !== null) {
      throw failure === 429
        ? new RpcError(10_028, 'too_many_requests')
        : new RpcError(11_051, 'system_maintenance');
    }
    if (method === 'public/auth') {
      const { login, result } = access.login(params);
      connection.login = login;
      return result;
    }
    if (/^(?:public|private)\/(?:un)?subscribe$/.test(method)) return subscribe(connection, method, params);
    if (method === 'public/set_heartbeat') connection.heartbeat = Math.max(10, Number(params.interval) || 10);
    return methods.call(method, params, access.byToken(params.access_token ?? undefined) ?? connection.login);
  }

  function hear(connection: Connection, text: string) {
    connection.heardAt = now();
    const started = world.now();
    let id: unknown;
    try {
      let message: Params;
      try {
        message = JSON.parse(text) as Params;
      } catch {
        throw new RpcError(-32_700, 'Parse error');
      }
      id = message.id;
      const params = (message.params ?? {}) as Params;
      const method = String(message.method);
      if (method === 'private/logout') return connection.socket.close(1000);
      const result = answer(connection, method, params);
      send(connection, stamped(world, started, { id, result }));
      if (/\/subscribe$/.test(method)) for (const channel of result as string[]) present(connection, channel);
    } catch (error) {
      send(connection, stamped(world, started, { ...(id === undefined ? {} : { id }), ...errorOf(error) }));
    }
  }

  return {
    open(socket: WebSocket) {
      const connection: Connection = {
        socket,
        login: null,
        channels: new Set(),
        heartbeat: null,
        beatAt: now(),
        heardAt: now(),
      };
      connections.add(connection);
      socket.on('message', data => hear(connection, String(data)));
      socket.on('close', () => connections.delete(connection));
    },
    closeAll() {
      for (const { socket } of connections) socket.terminate();
    },
    sendRaw(text: string) {
      for (const { socket } of connections) if (socket.readyState === socket.OPEN) socket.send(text);
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
