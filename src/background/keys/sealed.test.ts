import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLock, lockWith, open, openLock, ROUNDS, seal } from './sealed';

const bytes = (text: string) => Buffer.from(text, 'base64');

/** The same by Node's own functions, which share no code path with WebCrypto's calls above. */
function opened(key: Buffer, sealed: { nonce: string; data: string }, context: string): string {
  const data = bytes(sealed.data);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes(sealed.nonce));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(data.subarray(-16));
  return decipher.update(data.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
}

it('is AES-256-GCM under PBKDF2 with 600,000 rounds of SHA-256', async () => {
  expect(ROUNDS).toBe(600_000);
  const { lock, dataKey } = await createLock(crypto, 'correct horse');
  const stretched = pbkdf2Sync('correct horse', bytes(lock.salt), 600_000, 32, 'sha256');
  expect(opened(stretched, lock.dataKey, 'data key')).toBe(dataKey);
  expect(bytes(dataKey)).toHaveLength(32);
  const sealed = await seal(crypto, dataKey, 'a secret', 'bybit 1');
  expect(opened(bytes(dataKey), sealed, 'bybit 1')).toBe('a secret');
});

it('opens with the right passphrase alone, however it is composed', async () => {
  const { lock, dataKey } = await createLock(crypto, 'pässword', 10);
  expect(await openLock(crypto, lock, 'pa\u0308ssword')).toBe(dataKey);
  expect(await openLock(crypto, lock, 'passwort')).toBeNull();
  expect(await openLock(crypto, { ...lock, rounds: 11 }, 'pässword')).toBeNull();
});

it('takes another passphrase for the same data key', async () => {
  const { dataKey } = await createLock(crypto, 'first one', 10);
  const lock = await lockWith(crypto, 'second one', dataKey, 10);
  expect(await openLock(crypto, lock, 'second one')).toBe(dataKey);
  expect(await openLock(crypto, lock, 'first one')).toBeNull();
});

it('gives back any text, and nothing once a sign of it or its context is another', async () => {
  const { dataKey } = await createLock(crypto, 'whatever', 1);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.nat(), async (text, at) => {
      const sealed = await seal(crypto, dataKey, text, 'here');
      expect(await open(crypto, dataKey, sealed, 'here')).toBe(text);
      expect(await open(crypto, dataKey, sealed, 'there')).toBeNull();
      const spoilt = bytes(sealed.data);
      spoilt[at % spoilt.length]! ^= 1;
      expect(await open(crypto, dataKey, { ...sealed, data: spoilt.toString('base64') }, 'here')).toBeNull();
      expect(await open(crypto, dataKey, { ...sealed, data: 'no base64 ~' }, 'here')).toBeNull();
    }),
    { numRuns: 50 },
  );
});

it('never uses a nonce twice', async () => {
  const { dataKey } = await createLock(crypto, 'whatever', 1);
  const sealed = await Promise.all(Array.from({ length: 200 }, () => seal(crypto, dataKey, 'x', 'y')));
  expect(new Set(sealed.map(each => each.nonce)).size).toBe(200);
});
