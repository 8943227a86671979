import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import messages from '../../../public/_locales/en/messages.json';
import { textOf } from '../../ui/text';
import { hyperliquid } from '../../venues/hyperliquid';
import type { KeyAccess } from '../../venues/key-access';
import type { Venue } from '../../venues/venue';
import { createRequester } from '../api';
import { type FakeClock, fakeClock, fakeStores } from '../fake-parts';
import { createSessions } from '../sessions';
import { createKeys, type Keys } from '.';

/** A venue on loopback that checks signatures and its clock as the real ones do; the real fetch and WebCrypto. */
const ACCOUNTS: Record<string, { secret: string; may: string }> = {
  READ: { secret: 'read secret', may: 'read' },
  TRADE: { secret: 'trade secret', may: 'trade' },
};

let clock: FakeClock;
let stores: ReturnType<typeof fakeStores>;
let asked: { path: string; key: string | undefined }[];
let ahead: number;
let down: boolean;
let base: string;
let close: () => void;
let granted: boolean;
let wants: number;

beforeEach(async () => {
  clock = fakeClock();
  stores = fakeStores();
  asked = [];
  ahead = 0;
  down = false;
  granted = true;
  wants = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://x');
    const key = request.headers['x-key'] as string | undefined;
    asked.push({ path: url.pathname, key });
    const say = (status: number, body: unknown) => {
      response.writeHead(status);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (down) return say(503, '<html>maintenance</html>');
    const time = clock.now() + ahead;
    if (url.pathname === '/time') return say(200, { time });
    const account = ACCOUNTS[key ?? ''];
    const at = request.headers['x-at'] as string;
    if (!account) return say(401, { code: 'unknown-key' });
    if (Math.abs(Number.parseInt(at, 10) - time) > 1000) return say(400, { code: 'clock' });
    const expected = createHmac('sha256', account.secret).update(`${at}${url.pathname}`).digest('hex');
    if (request.headers['x-sign'] !== expected) return say(401, { code: 'wrong-signature' });
    say(200, { may: account.may });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

const access = (): KeyAccess => ({
  passphrase: false,
  help: 'https://example.org/keys',
  permission: { key: 'may', url: `${base}/may`, method: 'GET', every: 0 },
  verdict({ status, body }) {
    if (status >= 500) return { is: 'unknown', code: 'maintenance', message: '' };
    const { may, code } = JSON.parse(body) as { may?: string; code?: string };
    if (code) return { is: 'refused', code, message: '' };
    if (may !== 'read') return { is: 'refused', code: 'may-trade', message: `may ${may}` };
    return { is: 'read-only', account: 'main', label: 'main' };
  },
  needs: () => [{ key: 'positions', url: `${base}/positions`, method: 'GET', every: 1000 }],
  async sign({ url, method }, { key, secret }, at) {
    const { subtle } = crypto;
    const bytes = new TextEncoder();
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const signer = await subtle.importKey('raw', bytes.encode(secret), hmac, false, ['sign']);
    const mac = await subtle.sign('HMAC', signer, bytes.encode(`${Math.round(at)}${new URL(url).pathname}`));
    return {
      url,
      method,
      headers: { 'x-key': key, 'x-at': String(Math.round(at)), 'x-sign': Buffer.from(mac).toString('hex') },
      body: null,
    };
  },
  clock: {
    request: { key: 'time', url: `${base}/time`, method: 'GET', every: 0 },
    read: body => (JSON.parse(body) as { time: number }).time,
  },
  stream: null,
});

const start = async () => {
  const venue: Venue = { ...(hyperliquid as Venue), keys: access() };
  const permissions = { granted: async () => granted };
  const requester = createRequester({ clock, fetch, permissions, random: () => 0.5 });
  const sessions = createSessions(
    [venue],
    () => null,
    () => clock.now(),
  );
  const keys: Keys = createKeys({
    venues: [venue],
    stores,
    clock,
    crypto,
    openSocket: () => ({ send() {}, close() {} }),
    sessions,
    requester,
    permissions,
    text: textOf(messages),
    random: () => 0.5,
    rounds: 10,
    onMessage() {},
    onWant: () => void wants++,
    onGone: source => sessions.drop(source.key),
    onChange() {},
  });
  await keys.load();
  for (const { venue: of, id } of keys.list()) sessions.key(of, id);
  await keys.settle();
  return { keys, sessions, requester };
};

const add = (keys: Keys, key: string, secret: string) =>
  keys.answer({ type: 'page-to-background/add-key', venue: 'hyperliquid', key, secret, passphrase: null });
const unlock = (keys: Keys) =>
  keys.answer({ type: 'page-to-background/unlock-keys', passphrase: 'long enough' });

it('keeps a key that can only read, and asks with it', async () => {
  const { keys, sessions, requester } = await start();
  await unlock(keys);
  // Pasted with a blank and the end of the line.
  expect(await add(keys, ' READ\n', 'read secret ')).toMatchObject({
    ok: true,
    value: { state: 'unlocked', keys: [{ venue: 'hyperliquid', label: 'main · …READ' }] },
  });
  const [source] = sessions.all();
  expect(source).toMatchObject({ keyId: expect.any(String), address: null, tabId: null, blocked: null });
  const [request] = keys.needs(source!);
  expect(await requester.ask(source!.key, request!, keys.signer(source!))).toMatchObject({ status: 200 });
  expect(asked.at(-1)).toEqual({ path: '/positions', key: 'READ' });
  expect(wants).toBeGreaterThan(0);
});

it.each([
  ['TRADE', 'trade secret', 'may-trade'],
  ['READ', 'another secret', 'wrong-signature'],
  ['NOBODY', 'read secret', 'unknown-key'],
])('refuses the key %s with the secret "%s": %s, and keeps nothing', async (key, secret, code) => {
  const { keys, sessions } = await start();
  await unlock(keys);
  const reply = await add(keys, key, secret);
  expect(reply).toMatchObject({ ok: false, code });
  expect(JSON.stringify(reply)).not.toContain(secret);
  expect(keys.list()).toEqual([]);
  expect(sessions.all()).toEqual([]);
});

it('does not keep what could not be tested', async () => {
  const { keys } = await start();
  expect(await add(keys, 'READ', 'read secret')).toMatchObject({ ok: false, code: 'locked' });
  await unlock(keys);
  granted = false;
  expect(await add(keys, 'READ', 'read secret')).toMatchObject({ ok: false, code: 'no-permission' });
  granted = true;
  down = true;
  expect(await add(keys, 'READ', 'read secret')).toMatchObject({ ok: false, code: 'maintenance' });
  expect(keys.list()).toEqual([]);
});

it('keeps no key twice', async () => {
  const { keys } = await start();
  await unlock(keys);
  await add(keys, 'READ', 'read secret');
  expect(await add(keys, 'READ', 'read secret')).toMatchObject({ ok: false, code: 'known-key' });
  expect(keys.list()).toHaveLength(1);
});

it('signs by the venue’s clock, and looks again when the venue complains', async () => {
  const { keys, sessions, requester } = await start();
  ahead = 90_000;
  await unlock(keys);
  expect(await add(keys, 'READ', 'read secret')).toMatchObject({ ok: true });
  const [source] = sessions.all();
  const ask = async () => {
    await clock.move(2000);
    const answer = await requester.ask(source!.key, keys.needs(source!)[0]!, keys.signer(source!));
    if (!('status' in answer)) throw new Error(answer.skipped);
    keys.heard(source!, answer);
    return answer.status;
  };
  expect(await ask()).toBe(200);
  // The machine was asleep, or its clock was set right: the offset that was known is wrong now.
  ahead = 0;
  expect(await ask()).toBe(400);
  expect(await ask()).toBe(200);
});

it('asks nothing while it is locked, and says so of what is known', async () => {
  const before = await start();
  await unlock(before.keys);
  await add(before.keys, 'READ', 'read secret');
  // The browser was restarted.
  stores.session.data = {};
  const { keys, sessions, requester } = await start();
  const [source] = sessions.all();
  expect(source!.blocked).toMatchObject({ code: 'keys-locked' });
  expect(keys.needs(source!)).toEqual([]);
  expect(keys.problems()).toMatchObject([{ code: 'keys-locked' }]);
  const request = access().needs({}, 0)[0]!;
  expect(await requester.ask(source!.key, request, keys.signer(source!))).toMatchObject({
    skipped: 'unsigned',
  });
  expect(await unlock(keys)).toMatchObject({ ok: true });
  expect(source!.blocked).toBeNull();
  expect(keys.needs(source!)).toHaveLength(1);
  expect(keys.problems()).toEqual([]);
});

it('ends the source of a key that is removed, locked or not', async () => {
  const { keys, sessions } = await start();
  await unlock(keys);
  await add(keys, 'READ', 'read secret');
  await keys.answer({ type: 'page-to-background/lock-keys' });
  const id = keys.list()[0]!.id;
  expect(await keys.answer({ type: 'page-to-background/remove-key', id })).toMatchObject({ ok: true });
  expect(sessions.all()).toEqual([]);
  expect(await keys.answer({ type: 'page-to-background/remove-key', id })).toMatchObject({
    ok: false,
    code: 'unknown-key',
  });
});
