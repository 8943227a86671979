/** The positions table of the screen: to a venue that reads one, on its own site, and into no recording. */
import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../settings';
import { hyperliquid } from '../venues/hyperliquid';
import type { Venue, VenueMessage } from '../venues/venue';
import { createInbox } from './inbox';
import { createSessions } from './sessions';

const PAGE = 'https://app.hyperliquid.xyz/trade/BTC';
const TABLE = { rows: [], count: 0 };
const CELLS = {
  headers: ['Symbol', 'Size', 'Entry Price', 'Mark Price'].map(text => [text, text]),
  rows: [],
  beside: ['Positions (0)'],
};

function bench(screen: boolean) {
  const heard: VenueMessage[] = [];
  const recorded: VenueMessage[] = [];
  const venue: Venue<VenueMessage[]> = {
    ...(hyperliquid as unknown as Venue<VenueMessage[]>),
    initial: [],
    reduce: (state, message) => {
      heard.push(message);
      return [...state, message];
    },
    accounts: () => [],
    ...(screen ? { screen: true } : {}),
  };
  const venueOf = (url: string) => (url.startsWith('https://app.hyperliquid.xyz/') ? (venue as Venue) : null);
  const sessions = createSessions([venue as Venue], venueOf, () => 5000);
  const receive = createInbox({
    venueOf,
    sessions,
    ports: { touch() {}, shown() {} } as never,
    recorder: { heard: (_: string, message: VenueMessage) => void recorded.push(message) } as never,
    settings: () => DEFAULT_SETTINGS,
    now: () => 5000,
    onTraffic() {},
    onForm() {},
    onPlace() {},
  });
  const table = (url: string) =>
    receive(1, PAGE, { type: 'overlay-to-background/table', url, tables: [CELLS] });
  return { heard, recorded, receive, table };
}

it('goes to a venue that reads one, stamped by our clock, and is not recorded', () => {
  const { heard, recorded, receive, table } = bench(true);
  table(PAGE);
  expect(heard).toEqual([{ at: 5000, via: 'screen', url: PAGE, direction: 'in', body: TABLE }]);
  expect(recorded).toEqual([]);
  const said = { at: 1, via: 'websocket', url: 'wss://api.hyperliquid.xyz/ws', direction: 'in', body: '{}' };
  receive(1, PAGE, { type: 'overlay-to-background/traffic', traffic: [said] });
  expect(recorded).toHaveLength(1);
});

it('goes nowhere when it is another table', () => {
  const { heard, receive } = bench(true);
  const tables = [{ ...CELLS, headers: CELLS.headers.slice(1) }];
  receive(1, PAGE, { type: 'overlay-to-background/table', url: PAGE, tables });
  expect(heard).toEqual([]);
});

it('goes to no other venue, and not from a page that says it is another site', () => {
  const without = bench(false);
  without.table(PAGE);
  expect(without.heard).toEqual([]);
  const elsewhere = bench(true);
  elsewhere.table('https://app.example.com/trade/BTC');
  expect(elsewhere.heard).toEqual([]);
});

it('cannot be said as traffic: "screen" is no way in which a page speaks', () => {
  const { heard, receive } = bench(true);
  const forged = { at: 1, via: 'screen', url: PAGE, direction: 'in', body: '{}' };
  receive(1, PAGE, { type: 'overlay-to-background/traffic', traffic: [forged] });
  expect(heard).toEqual([]);
});
