/** For tests: messages as the venue sends them, and states made of them. */
import type { VenueMessage } from '../venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const API = 'https://api-ui.hyperliquid.xyz/info';
export const SOCKET = 'wss://api-ui.hyperliquid.xyz/ws';
export const ME = `0x${'a1'.repeat(20)}`;
export const OTHER = `0x${'b2'.repeat(20)}`;
export const T0 = 1_790_000_000_000;

/** An answer to `POST /info`. */
export function answer(
  request: Record<string, unknown>,
  body: unknown,
  more: Partial<VenueMessage> = {},
): VenueMessage {
  return { at: T0, via: 'fetch', url: API, direction: 'in', method: 'POST', request, body, ...more };
}

/** A frame from the venue. */
export function frame(channel: string, data: unknown, more: Partial<VenueMessage> = {}): VenueMessage {
  return {
    at: T0,
    via: 'websocket',
    url: SOCKET,
    direction: 'in',
    body: JSON.stringify({ channel, data }),
    ...more,
  };
}

/** What the page sends to subscribe. */
export function subscribe(
  subscription: Record<string, unknown>,
  method = 'subscribe',
  more: Partial<VenueMessage> = {},
): VenueMessage {
  const body = JSON.stringify({ method, subscription });
  return { at: T0, via: 'websocket', url: SOCKET, direction: 'out', body, ...more };
}

export function heard(...messages: VenueMessage[]): State {
  return messages.reduce(reduce, initial);
}

export const listing = (name: string, marginTableId: number, szDecimals = 2) => ({
  name,
  szDecimals,
  maxLeverage: 10,
  marginTableId,
});

/** Margin tables of the main dex, July 2026, and a group of 10x/5x contracts. */
export const META = {
  universe: [
    listing('BTC', 56, 5),
    listing('ETH', 55, 4),
    listing('SOL', 20),
    listing('DOGE', 10, 0),
    listing('kPEPE', 10, 0),
    listing('BNB', 51, 3),
    listing('ONDO', 51, 0),
    listing('OP', 5, 1),
    listing('LTC', 10),
    listing('DYDX', 5, 1),
    listing('HYPE', 10),
  ],
  marginTables: [
    [
      56,
      {
        description: 'tiered 40x',
        marginTiers: [
          { lowerBound: '0.0', maxLeverage: 40 },
          { lowerBound: '150000000.0', maxLeverage: 20 },
        ],
      },
    ],
    [
      55,
      {
        description: 'tiered 25x',
        marginTiers: [
          { lowerBound: '0.0', maxLeverage: 25 },
          { lowerBound: '100000000.0', maxLeverage: 15 },
        ],
      },
    ],
    [
      51,
      {
        description: 'tiered 10x',
        marginTiers: [
          { lowerBound: '0.0', maxLeverage: 10 },
          { lowerBound: '3000000.0', maxLeverage: 5 },
        ],
      },
    ],
  ],
  collateralToken: 0,
};
