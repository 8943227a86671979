import { beforeEach, expect, it } from 'vitest';
import { type FakeClock, fakeClock, fakeStores } from '../fake-parts';
import { createVault, OPEN_KEY, VAULT_KEY } from './vault';

const key = { key: 'PUBLIC-PART', secret: 'the very secret', passphrase: 'of the venue' };

let clock: FakeClock;
let stores: ReturnType<typeof fakeStores>;
let changes: number;
const start = async () => {
  const vault = createVault({ stores, clock, crypto, rounds: 10, onChange: () => changes++ });
  await vault.load();
  return vault;
};

beforeEach(() => {
  clock = fakeClock();
  stores = fakeStores();
  changes = 0;
});

const withKey = async () => {
  const vault = await start();
  await vault.unlock('long enough');
  const added = await vault.add('binance', 'main', key);
  if (!added.ok) throw new Error(added.code);
  return { vault, id: added.value.id };
};

it('is made by the first passphrase, which must have some length', async () => {
  const vault = await start();
  expect(vault.status().state).toBe('none');
  expect(await vault.unlock('short')).toEqual({ ok: false, code: 'short-passphrase' });
  expect(stores.local.data).toEqual({});
  expect(await vault.unlock('long enough')).toEqual({ ok: true, value: null });
  expect(vault.status()).toMatchObject({ state: 'unlocked', keys: [], until: clock.now() + 12 * 3_600_000 });
});

it('writes no part of a key or passphrase down in the clear', async () => {
  const { vault, id } = await withKey();
  const written = JSON.stringify([stores.local.data, stores.session.data]);
  for (const part of [key.key, key.secret, key.passphrase, 'long enough'])
    expect(written).not.toContain(part);
  expect(JSON.stringify(vault.status())).not.toContain(key.key);
  expect(await vault.open(id)).toEqual(key);
});

it('stays open when the worker restarts, and is locked when the browser does', async () => {
  const { id } = await withKey();
  const woken = await start();
  expect(woken.status().state).toBe('unlocked');
  expect(await woken.open(id)).toEqual(key);
  stores.session.data = {};
  const next = await start();
  expect(next.status()).toMatchObject({ state: 'locked', keys: [{ id, venue: 'binance', label: 'main' }] });
  expect(await next.open(id)).toBeNull();
  expect(await next.unlock('something else')).toEqual({ ok: false, code: 'wrong-passphrase' });
  expect(await next.open(id)).toBeNull();
  expect(await next.unlock('long enough')).toEqual({ ok: true, value: null });
  expect(await next.open(id)).toEqual(key);
});

it('locks by hand, and by itself when its time has come, and leaves nothing in memory', async () => {
  const { vault, id } = await withKey();
  await vault.lock();
  expect(vault.status().state).toBe('locked');
  expect(stores.session.data).not.toHaveProperty(OPEN_KEY);
  await vault.unlock('long enough');
  expect(await vault.lockAfter(30)).toEqual({ ok: true, value: null });
  await clock.move(30 * 60_000 - 1);
  expect(await vault.open(id)).toEqual(key);
  await clock.move(1);
  expect(await vault.open(id)).toBeNull();
  expect(stores.session.data).toHaveProperty(OPEN_KEY);
  await vault.tick();
  expect(stores.session.data).not.toHaveProperty(OPEN_KEY);
});

it('does not stay open longer because the clock was set back', async () => {
  const { vault, id } = await withKey();
  clock.set(clock.now() - 3_600_000);
  expect(vault.status().state).toBe('locked');
  expect(await vault.open(id)).toBeNull();
});

it('keeps its keys under another passphrase', async () => {
  const { vault, id } = await withKey();
  expect(await vault.change('not this one', 'another one')).toEqual({ ok: false, code: 'wrong-passphrase' });
  expect(await vault.change('long enough', 'short')).toEqual({ ok: false, code: 'short-passphrase' });
  expect(await vault.change('long enough', 'another one')).toEqual({ ok: true, value: null });
  await vault.lock();
  expect(await vault.unlock('long enough')).toEqual({ ok: false, code: 'wrong-passphrase' });
  await vault.unlock('another one');
  expect(await vault.open(id)).toEqual(key);
});

it('loses none of the keys that are added at once', async () => {
  const vault = await start();
  await vault.unlock('long enough');
  await Promise.all([1, 2, 3].map(k => vault.add('binance', `account ${k}`, { ...key, key: String(k) })));
  const { keys } = vault.status();
  expect(keys.map(each => each.label)).toEqual(['account 1', 'account 2', 'account 3']);
  expect(await vault.remove(keys[1]!.id)).toEqual({ ok: true, value: null });
  expect(await vault.remove(keys[1]!.id)).toEqual({ ok: false, code: 'unknown-key' });
  expect((await start()).status().keys.map(each => each.label)).toEqual(['account 1', 'account 3']);
});

it('says that the store refused, and is as before', async () => {
  const { vault, id } = await withKey();
  stores.local.refuse = true;
  expect(await vault.add('binance', 'another', key)).toEqual({ ok: false, code: 'store-failed' });
  expect(vault.status().keys.map(each => each.id)).toEqual([id]);
});

it.each([
  ['a text', 'spoilt'],
  ['another version', { version: 2, lock: {}, keys: [] }],
  ['a list of keys that is none', { version: 1, lock: {}, keys: 7 }],
])('leaves %s as it is until it is told to forget it', async (_, kept) => {
  stores.local.data[VAULT_KEY] = kept;
  const vault = await start();
  expect(vault.status()).toMatchObject({ state: 'unreadable', keys: [] });
  expect(vault.status().trouble).not.toBe('');
  for (const refused of [
    vault.unlock('long enough'),
    vault.add('binance', 'main', key),
    vault.change('a', 'b'),
    vault.lockAfter(5),
    vault.remove('x'),
  ])
    expect(await refused).toEqual({ ok: false, code: 'unreadable' });
  expect(stores.local.data[VAULT_KEY]).toEqual(kept);
  await vault.forgetAll();
  expect(stores.local.data).not.toHaveProperty(VAULT_KEY);
  expect(vault.status().state).toBe('none');
  expect(await vault.unlock('long enough')).toEqual({ ok: true, value: null });
});

it('opens no key as another one', async () => {
  const { vault, id } = await withKey();
  const second = await vault.add('binance', 'second', { ...key, key: 'SECOND' });
  if (!second.ok) throw new Error(second.code);
  const kept = stores.local.data[VAULT_KEY] as { keys: { id: string; sealed: unknown }[] };
  const [a, b] = kept.keys;
  [a!.sealed, b!.sealed] = [b!.sealed, a!.sealed];
  const swapped = await start();
  expect(await swapped.open(id)).toBeNull();
});
