/**
 * The indexer's WebSocket (documentation, "WebSockets API"): a word when it has opened, a description of what was
 * subscribed to, then changes; those of a batched subscription come as lists. Frames are counted by connection.
 */
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { World } from '../exchange';
import type { DydxAccount } from './accounts';
import { answerGet } from './indexer';
import type { Ledger } from './ledger';
import { listingOf, listings, marketRow, oracleOf } from './markets';
import { childRow, fillParts, heightAt, orderRow, parentRow } from './rows';

export interface Sockets {
  open(socket: WebSocket, fromPage: boolean): void;
  closeAll(): void;
  sendRaw(text: string): void;
  close(): void;
}

interface Live {
  channel: string;
  id: string | undefined;
  batched: boolean;
  account: DydxAccount | undefined;
  /** Of v4_subaccounts: the one that it is about. */
  subaccount: number | null;
}

interface Connection {
  socket: WebSocket;
  id: string;
  fromPage: boolean;
  count: number;
  live: Map<string, Live>;
}

const bookChannels = ['v4_orderbook', 'v4_trades', 'v4_candles'];

export function createSockets(world: World, ledger: Ledger): Sockets {
  const { market } = world;
  const connections = new Set<Connection>();

  const send = (connection: Connection, message: Record<string, unknown>) => {
    const { socket, id } = connection;
    if (socket.readyState !== socket.OPEN) return;
    const { type, ...rest } = message;
    socket.send(JSON.stringify({ type, connection_id: id, message_id: connection.count++, ...rest }));
  };

  function tell(connection: Connection, live: Live, parts: unknown[], more: Record<string, unknown> = {}) {
    if (world.switches.feedPaused || parts.length === 0) return;
    const { id, channel } = live;
    const named = { ...(id === undefined ? {} : { id }), channel, version: '3.0.0' };
    if (live.batched) send(connection, { type: 'channel_batch_data', ...named, contents: parts, ...more });
    else
      for (const contents of parts) send(connection, { type: 'channel_data', ...named, contents, ...more });
  }

  function each(visit: (connection: Connection, live: Live) => void) {
    for (const connection of connections)
      for (const live of connection.live.values()) visit(connection, live);
  }

  const stopListening = market.on('tick', ({ changed, at }) => {
    const names = new Set(changed);
    const moved = listings.filter(({ coin }) => names.has(coin.name));
    if (moved.length === 0) return;
    const oraclePrices = Object.fromEntries(
      moved.map(listing => [
        listing.ticker,
        {
          oraclePrice: oracleOf(market, listing),
          effectiveAt: new Date(at).toISOString(),
          effectiveAtHeight: heightAt(at),
          marketId: Number(listing.clobPairId),
        },
      ]),
    );
    each((connection, live) => {
      if (live.channel === 'v4_markets') tell(connection, live, [{ oraclePrices }]);
    });
  });

  // What changes of a market beside its price, and that the stream is alive.
  const beat = setInterval(() => {
    const trading = Object.fromEntries(
      listings
        .slice(0, 3)
        .map(({ ticker, openInterest }) => [ticker, { nextFundingRate: '0.00000125', openInterest }]),
    );
    each((connection, live) => {
      if (live.channel === 'v4_markets') tell(connection, live, [{ trading }]);
    });
  }, 1000);

  ledger.onChange((account, fill) => {
    const parts = fill
      ? fillParts(world, account, fill)
      : [{ orders: account.orders.map(order => orderRow(account, order)) }];
    each((connection, live) => {
      if (live.account !== account) return;
      if (live.subaccount !== null && fill && fill.subaccount !== live.subaccount) return;
      tell(connection, live, parts, { subaccountNumber: fill?.subaccount ?? account.parent });
    });
  });

  function described(live: Live): unknown {
    const { channel, account, id = '' } = live;
    if (channel === 'v4_markets')
      return {
        markets: Object.fromEntries(listings.map(listing => [listing.ticker, marketRow(market, listing)])),
      };
    if (channel === 'v4_candles') {
      const [ticker, resolution] = id.split('/');
      const url = new URL(
        `https://indexer/v4/candles/perpetualMarkets/${ticker}?resolution=${resolution}&limit=100`,
      );
      return answerGet(world, ledger, url).body;
    }
    if (channel === 'v4_orderbook') return { bids: [], asks: [] };
    if (channel === 'v4_trades') return { trades: [] };
    const orders = account!.orders
      .filter(({ status }) => /OPEN|UNTRIGGERED/.test(status))
      .map(order => orderRow(account!, order));
    const blockHeight = heightAt(world.now());
    if (channel === 'v4_parent_subaccounts')
      return { subaccount: parentRow(world, account!), orders, blockHeight };
    const own = account!.subaccounts.get(live.subaccount!)!;
    return { subaccount: childRow(world, account!, own), orders, blockHeight };
  }

  /** A text: why it is refused. */
  function wanted({ channel, id, batched }: Record<string, unknown>): Live | string {
    const live: Live = {
      channel: String(channel),
      id: typeof id === 'string' ? id : undefined,
      batched: batched === true,
      account: undefined,
      subaccount: null,
    };
    if (channel === 'v4_markets') return live;
    if (bookChannels.includes(live.channel)) {
      return listingOf(live.id?.split('/')[0] ?? '') ? live : `Invalid subscribe message: ${live.id}`;
    }
    if (channel !== 'v4_parent_subaccounts' && channel !== 'v4_subaccounts')
      return `Invalid channel: ${channel}`;
    const [address = '', number = ''] = live.id?.split('/') ?? [];
    const isParent = channel === 'v4_parent_subaccounts';
    live.account = ledger.at(address, Number(number) % 128);
    if (!isParent) live.subaccount = Number(number);
    const known = live.account && (isParent || live.account.subaccounts.has(live.subaccount!));
    return known ? live : 'Internal error, could not fetch data for subscription: v4_subaccounts.';
  }

  function hear(connection: Connection, text: string) {
    let message: Record<string, unknown>;
    try {
      message = JSON.parse(text) as Record<string, unknown>;
    } catch {
      return send(connection, { type: 'error', message: 'Invalid JSON' });
    }
    const { type, channel, id } = message;
    if (type === 'ping') return send(connection, { type: 'pong' });
    if (type !== 'subscribe' && type !== 'unsubscribe')
      return send(connection, { type: 'error', message: `Invalid message type: ${String(type)}` });
    const key = `${String(channel)} ${String(id ?? '')}`;
    if (type === 'unsubscribe') {
      connection.live.delete(key);
      return send(connection, { type: 'unsubscribed', channel, ...(id === undefined ? {} : { id }) });
    }
    if (connection.live.has(key))
      return send(connection, {
        type: 'error',
        message: `Invalid subscribe message: already subscribed (${key})`,
      });
    const live = wanted(message);
    if (typeof live === 'string') return send(connection, { type: 'error', message: live, channel, id });
    connection.live.set(key, live);
    if (world.switches.feedPaused) return;
    send(connection, {
      type: 'subscribed',
      channel,
      ...(id === undefined ? {} : { id }),
      contents: described(live),
    });
  }

  return {
    open(socket, fromPage) {
      const connection: Connection = { socket, id: randomUUID(), fromPage, count: 0, live: new Map() };
      connections.add(connection);
      socket.on('message', data => hear(connection, String(data)));
      socket.on('close', () => connections.delete(connection));
      send(connection, { type: 'connected' });
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
      stopListening();
      for (const { socket } of connections) socket.terminate();
      connections.clear();
    },
  };
}
