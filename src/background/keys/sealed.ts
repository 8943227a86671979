/**
 * Encryption at rest: a random data key seals the secrets with AES-GCM; the trader's passphrase, stretched by
 * PBKDF2, seals the data key. Another passphrase re-seals one small thing, and the data key can be kept in
 * memory without the passphrase.
 *
 * 600,000 rounds of SHA-256: OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256. A nonce of 96 random bits
 * is made for every sealing (NIST SP 800-38D §8.2.2).
 */

/** Base64 throughout: JSON-safe. */
export interface Sealed {
  nonce: string;
  data: string;
}

export interface Lock {
  salt: string;
  rounds: number;
  /** The data key, sealed with what the passphrase gives. */
  dataKey: Sealed;
}

export const ROUNDS = 600_000;
const AES = 'AES-GCM';

export type Crypto = Pick<globalThis.Crypto, 'subtle' | 'getRandomValues'>;

/** A new data key and its lock. The data key comes back as base64: 256 bits. */
export async function createLock(
  crypto: Crypto,
  passphrase: string,
  rounds = ROUNDS,
): Promise<{ lock: Lock; dataKey: string }> {
  const dataKey = toBase64(crypto.getRandomValues(new Uint8Array(32)));
  return { lock: await lockWith(crypto, passphrase, dataKey, rounds), dataKey };
}

/** The same data key under another passphrase. */
export async function lockWith(
  crypto: Crypto,
  passphrase: string,
  dataKey: string,
  rounds = ROUNDS,
): Promise<Lock> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await stretched(crypto, passphrase, salt, rounds);
  return { salt: toBase64(salt), rounds, dataKey: await sealWith(crypto, key, dataKey, 'data key') };
}

/** Null: the passphrase is another one, or the lock was tampered with. */
export async function openLock(crypto: Crypto, lock: Lock, passphrase: string): Promise<string | null> {
  const key = await stretched(crypto, passphrase, fromBase64(lock.salt), lock.rounds);
  return openWith(crypto, key, lock.dataKey, 'data key');
}

/** `context` is bound to it: what was sealed for one thing does not open as another. */
export async function seal(crypto: Crypto, dataKey: string, text: string, context: string): Promise<Sealed> {
  return sealWith(crypto, await imported(crypto, dataKey), text, context);
}

/** Null: another data key or context, or tampered with. */
export async function open(
  crypto: Crypto,
  dataKey: string,
  sealed: Sealed,
  context: string,
): Promise<string | null> {
  return openWith(crypto, await imported(crypto, dataKey), sealed, context);
}

async function stretched(crypto: Crypto, passphrase: string, salt: BufferSource, rounds: number) {
  // What looks the same is the same, whatever keyboard it was typed on.
  const raw = new TextEncoder().encode(passphrase.normalize('NFC'));
  const material = await crypto.subtle.importKey('raw', raw, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    material,
    { name: AES, length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function imported(crypto: Crypto, dataKey: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', fromBase64(dataKey), AES, false, ['encrypt', 'decrypt']);
}

async function sealWith(crypto: Crypto, key: CryptoKey, text: string, context: string): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(
    { name: AES, iv: nonce, additionalData: new TextEncoder().encode(context) },
    key,
    new TextEncoder().encode(text),
  );
  return { nonce: toBase64(nonce), data: toBase64(new Uint8Array(data)) };
}

async function openWith(
  crypto: Crypto,
  key: CryptoKey,
  sealed: Sealed,
  context: string,
): Promise<string | null> {
  try {
    const text = await crypto.subtle.decrypt(
      { name: AES, iv: fromBase64(sealed.nonce), additionalData: new TextEncoder().encode(context) },
      key,
      fromBase64(sealed.data),
    );
    return new TextDecoder().decode(text);
  } catch {
    return null;
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Throws on what is no base64; every caller opens within its own guard. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
}
