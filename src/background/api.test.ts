import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ApiRequest } from '../venues/venue';
import { createRequester, retryAfterOf } from './api';
import { type FakeClock, fakeClock } from './fake-parts';

/** A real server on loopback and the real fetch; only the clock is moved by hand. */
let clock: FakeClock;
let hits: { path: string; body: string; method: string }[];
let reply: (hit: number) => {
  status: number;
  headers?: Record<string, string>;
  body: string;
  wait?: Promise<void>;
};
let base: string;
let close: () => void;
let granted: boolean;

beforeEach(async () => {
  clock = fakeClock();
  hits = [];
  granted = true;
  reply = () => ({ status: 200, body: '{"ok":true}' });
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', async () => {
      hits.push({ path: request.url!, body, method: request.method! });
      const answer = reply(hits.length);
      await answer.wait;
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

const requester = (random = 0.5) =>
  createRequester({ clock, fetch, permissions: { granted: async () => granted }, random: () => random });
const asking = (change: Partial<ApiRequest> = {}): ApiRequest => ({
  key: 'meta',
  url: `${base}/info`,
  method: 'POST',
  body: { type: 'meta' },
  every: 5000,
  ...change,
});

it('brings the answer as it came, with its status', async () => {
  const answer = await requester().ask('a', asking());
  expect(answer).toEqual({ at: clock.now(), status: 200, body: '{"ok":true}' });
  expect(hits).toEqual([{ path: '/info', body: '{"type":"meta"}', method: 'POST' }]);
});

it('keeps the interval of a key for one owner, and not against another', async () => {
  const { ask } = requester();
  await ask('a', asking());
  expect(await ask('a', asking())).toEqual({ skipped: 'too-soon', until: clock.now() + 5000 });
  expect(await ask('b', asking())).toMatchObject({ status: 200 });
  clock.set(clock.now() + 5000);
  expect(await ask('a', asking())).toMatchObject({ status: 200 });
  expect(hits).toHaveLength(3);
});

it('never has a key in flight twice: another owner shares the answer, the same one is told so', async () => {
  let release = () => {};
  const wait = new Promise<void>(resolve => {
    release = resolve;
  });
  reply = () => ({ status: 200, body: '1', wait });
  const { ask } = requester();
  const first = ask('a', asking());
  const second = ask('b', asking());
  expect(await ask('a', asking())).toEqual({ skipped: 'in-flight', until: null });
  release();
  expect((await Promise.all([first, second])).map(answer => 'body' in answer && answer.body)).toEqual([
    '1',
    '1',
  ]);
  expect(hits).toHaveLength(1);
  expect(await ask('b', asking())).toMatchObject({ skipped: 'too-soon' });
});

it.each([429, 418, 500, 503])(
  'leaves the host alone after a %d, longer each time, and goes on after success',
  async status => {
    reply = hit => ({ status: hit <= 2 ? status : 200, body: 'x' });
    const { ask, resting } = requester(1);
    expect(await ask('a', asking({ every: 0 }))).toMatchObject({ status });
    const { until } = resting()[0]!;
    expect(until).toBe(clock.now() + 2000);
    expect(await ask('b', asking({ key: 'other', every: 0 }))).toEqual({ skipped: 'backing-off', until });
    clock.set(until);
    expect(await ask('a', asking({ every: 0 }))).toMatchObject({ status });
    expect(resting()[0]!.until).toBe(clock.now() + 4000);
    clock.set(clock.now() + 4000);
    expect(await ask('a', asking({ every: 0 }))).toMatchObject({ status: 200 });
    expect(resting()).toEqual([]);
  },
);

it('counts requests that failed together as one failure', async () => {
  reply = () => ({ status: 503, body: '' });
  const { ask, resting } = requester(1);
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(key => ask('x', asking({ key }))));
  expect(hits).toHaveLength(5);
  expect(resting()[0]!.until).toBe(clock.now() + 2000);
});

it('waits as long as Retry-After says', async () => {
  reply = () => ({ status: 429, body: '', headers: { 'Retry-After': '90' } });
  const { ask, resting } = requester();
  await ask('a', asking());
  expect(resting()[0]!.until).toBe(clock.now() + 90_000);
});

it('reads both forms of Retry-After and nothing else', () => {
  const now = Date.parse('Wed, 25 Nov 2026 03:00:00 GMT');
  expect(retryAfterOf('7', now)).toBe(7000);
  expect(retryAfterOf('Wed, 25 Nov 2026 03:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterOf('Wed, 25 Nov 2026 02:00:30 GMT', now)).toBe(0);
  expect(retryAfterOf('soon', now)).toBeNull();
  expect(retryAfterOf(null, now)).toBeNull();
});

it('backs off from a host that cannot be reached, and says why', async () => {
  close();
  const { ask, resting } = requester();
  expect(await ask('a', asking())).toMatchObject({ skipped: 'failed', message: expect.any(String) });
  expect(resting()).toHaveLength(1);
});

it('asks again when the back-off ends what was not answered, however long its interval', async () => {
  reply = hit => ({ status: hit === 1 ? 503 : 200, body: '' });
  const { ask, resting } = requester();
  const hourly = asking({ every: 600_000 });
  expect(await ask('a', hourly)).toMatchObject({ status: 503 });
  clock.set(resting()[0]!.until);
  expect(await ask('a', hourly)).toMatchObject({ status: 200 });
  expect(await ask('a', hourly)).toMatchObject({ skipped: 'too-soon' });
});

it('asks nothing of a host without permission', async () => {
  granted = false;
  expect(await requester().ask('a', asking())).toEqual({ skipped: 'no-permission', until: null });
  expect(hits).toEqual([]);
});

it('stays within its budget and says when it is worth asking again', async () => {
  const { ask } = requester();
  const answers = [];
  for (let count = 0; count < 45; count++) answers.push(await ask('a', asking({ key: `k${count}` })));
  expect(hits).toHaveLength(40);
  expect(answers[40]).toEqual({ skipped: 'over-budget', until: clock.now() + 1000 });
  clock.set(clock.now() + 1000);
  expect(await ask('a', asking({ key: 'later' }))).toMatchObject({ status: 200 });
});

it('remembers the back-off through a restart, but not a nonsensical one', async () => {
  reply = () => ({ status: 429, body: '', headers: { 'Retry-After': '60' } });
  const before = requester();
  await before.ask('a', asking());
  const kept = JSON.parse(JSON.stringify(before.snapshot()));
  const after = requester();
  after.restore(kept);
  expect(await after.ask('a', asking())).toMatchObject({ skipped: 'backing-off' });
  for (const bad of [null, 7, { host: null }, { host: { until: 'x' } }]) requester().restore(bad);
});
