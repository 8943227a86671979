import { beforeEach, expect, it } from 'vitest';
import type { KeyStream } from '../../venues/key-access';
import type { VenueMessage } from '../../venues/venue';
import { type FakeClock, fakeClock, settle } from '../fake-parts';
import { createStreams, type OpenSocket, type Streams, type Wish } from './streams';

const stream: KeyStream = {
  url: () => 'wss://example.org/private',
  greeting: async ({ key }, at) => [`login ${key} ${at}`],
  answer: frame => (frame === 'logged in' ? ['subscribe positions'] : []),
  ping: { every: 20_000, text: 'ping' },
};

interface Line {
  url: string;
  sent: string[];
  closed: boolean;
  on: Parameters<OpenSocket>[1];
}

let clock: FakeClock;
let lines: Line[];
let heard: { source: string; message: VenueMessage }[];
let opened: string[];
let streams: Streams;
let locked: boolean;

beforeEach(() => {
  clock = fakeClock(1000);
  lines = [];
  heard = [];
  opened = [];
  locked = false;
  streams = createStreams({
    clock,
    random: () => 1,
    open(url, on) {
      const line: Line = { url, sent: [], closed: false, on };
      lines.push(line);
      return {
        send: text => void line.sent.push(text),
        close: () => {
          line.closed = true;
        },
      };
    },
    onMessage: (source, message) => void heard.push({ source, message }),
    onOpen: source => void opened.push(source),
  });
});

const wish = (change: Partial<Wish> = {}): Wish => ({
  source: 'key:bybit:1',
  stream,
  url: 'wss://example.org/private',
  key: async () => (locked ? null : { key: 'K', secret: 'S', passphrase: null }),
  at: async () => 5000,
  ...change,
});

it('logs in, subscribes when that went well, and hands on what is said', async () => {
  streams.want([wish()]);
  lines[0]!.on.open();
  await settle();
  expect(opened).toEqual(['key:bybit:1']);
  expect(lines[0]!.sent).toEqual(['login K 5000']);
  lines[0]!.on.message('logged in');
  expect(lines[0]!.sent).toEqual(['login K 5000', 'subscribe positions']);
  expect(heard).toEqual([
    {
      source: 'key:bybit:1',
      message: {
        at: 1000,
        via: 'websocket',
        url: 'wss://example.org/private',
        direction: 'in',
        body: 'logged in',
      },
    },
  ]);
});

it('pings as long as it is open', async () => {
  streams.want([wish()]);
  lines[0]!.on.open();
  await clock.move(60_000);
  expect(lines[0]!.sent.filter(text => text === 'ping')).toHaveLength(3);
  lines[0]!.on.close();
  lines[0]!.sent.length = 0;
  await clock.move(19_000);
  expect(lines[0]!.sent).toEqual([]);
});

it('comes back after pauses that grow to a minute, and soon after a connection that held', async () => {
  streams.want([wish()]);
  const pauses: number[] = [];
  for (let k = 0; k < 9; k++) {
    const before = lines.length;
    lines.at(-1)!.on.close();
    const from = clock.now();
    while (lines.length === before) await clock.move(500);
    pauses.push(clock.now() - from);
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  lines.at(-1)!.on.open();
  await clock.move(31_000);
  lines.at(-1)!.on.close();
  const before = lines.length;
  await clock.move(1000);
  expect(lines.length).toBe(before + 1);
});

it('closes what is no longer wanted, and hears nothing of it any more', async () => {
  streams.want([wish(), wish({ source: 'key:okx:2' })]);
  lines[0]!.on.open();
  streams.want([wish({ source: 'key:okx:2' })]);
  expect(lines.map(each => each.closed)).toEqual([true, false]);
  lines[0]!.on.message('late');
  lines[0]!.on.close();
  await clock.move(120_000);
  expect(heard).toEqual([]);
  expect(lines).toHaveLength(2);
});

it('opens anew at another address, such as that of a new listen key, and says no secret of it', async () => {
  const secret = { ...stream, secret: /[a-f\d]{8}$/ };
  streams.want([wish({ stream: secret, url: 'wss://example.org/ws/aaaa1111' })]);
  streams.want([wish({ stream: secret, url: 'wss://example.org/ws/aaaa1111' })]);
  expect(lines).toHaveLength(1);
  streams.want([wish({ stream: secret, url: 'wss://example.org/ws/bbbb2222' })]);
  expect(lines.map(each => each.closed)).toEqual([true, false]);
  lines[1]!.on.message('x');
  expect(heard[0]!.message.url).toBe('wss://example.org/ws/…');
});

it('says nothing when the keys were locked while it connected', async () => {
  streams.want([wish()]);
  locked = true;
  lines[0]!.on.open();
  await settle();
  expect(lines[0]!.sent).toEqual([]);
  expect(lines[0]!.closed).toBe(true);
});

it('does not throw when the browser refuses the address', async () => {
  let tries = 0;
  const refusing = createStreams({
    clock,
    random: () => 1,
    open() {
      tries += 1;
      throw new SyntaxError('bad url');
    },
    onMessage() {},
    onOpen() {},
  });
  expect(() => refusing.want([wish()])).not.toThrow();
  await clock.move(1000);
  expect(tries).toBe(2);
});
