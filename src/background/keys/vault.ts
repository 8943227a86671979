/**
 * The trader's read-only keys. On disk they are sealed; unlocked, the data key lies in `storage.session`, which
 * neither a content script nor a restart of the browser can see, until it is locked by hand or by time.
 *
 * Nothing that is kept is lost by bad input: a vault that cannot be read is left as it is, and refuses new keys
 * until the trader has it forgotten.
 */
import type { KeysView } from '../../messages';
import type { VenueId } from '../../venues/ids';
import type { ApiKey } from '../../venues/key-access';
import type { Area, Clock, Stores } from '../parts';
import { type KeptKey, type KeptVault, readApiKey, readVault } from './kept-keys';
import { type Crypto, createLock, lockWith, open, openLock, ROUNDS, seal } from './sealed';

export interface Vault {
  /** Reads what is kept; called once before anything else. Never throws. */
  load(): Promise<void>;
  status(): VaultStatus;
  /** The first passphrase makes the vault. */
  unlock(passphrase: string): Promise<VaultResult>;
  lock(): Promise<void>;
  /** Locks if its time has come. */
  tick(): Promise<void>;
  /** Only while it is unlocked. */
  add(venue: VenueId, label: string, key: ApiKey): Promise<VaultResult<KeptKey>>;
  remove(id: string): Promise<VaultResult>;
  /** Null: locked, or there is none of this id. */
  open(id: string): Promise<ApiKey | null>;
  change(passphrase: string, to: string): Promise<VaultResult>;
  lockAfter(minutes: number): Promise<VaultResult>;
  /** Throws all keys away, also those of a vault that cannot be read. */
  forgetAll(): Promise<VaultResult>;
}

export type VaultStatus = Omit<KeysView, 'venues'>;

export type VaultCode =
  | 'locked'
  | 'wrong-passphrase'
  | 'short-passphrase'
  | 'unreadable'
  | 'unknown-key'
  | 'store-failed';
export type VaultResult<T = null> = { ok: true; value: T } | { ok: false; code: VaultCode };

export const VAULT_KEY = 'vault';
export const OPEN_KEY = 'vault open';
export const SHORTEST_PASSPHRASE = 8;
const LOCK_AFTER = 12 * 60;

interface Open {
  dataKey: string;
  until: number;
}

export function createVault(parts: {
  stores: Stores;
  clock: Pick<Clock, 'now'>;
  crypto: Crypto;
  /** Tests stretch less. */
  rounds?: number;
  /** The keys, or whether they can be used, have changed. */
  onChange(): void;
}): Vault {
  const { clock, crypto, rounds = ROUNDS } = parts;
  const { local, session } = parts.stores;
  let vault: KeptVault | null = null;
  let trouble: string | null = null;
  let opened: Open | null = null;

  const done: VaultResult = { ok: true, value: null };
  const fail = (code: VaultCode) => ({ ok: false, code }) as const;

  const write = async (area: Area, key: string, value: unknown): Promise<boolean> => {
    try {
      if (value === null) await area.remove([key]);
      else await area.set({ [key]: value });
      return true;
    } catch {
      return false;
    }
  };
  const keep = async (next: KeptVault): Promise<VaultResult> => {
    if (!(await write(local, VAULT_KEY, next))) return fail('store-failed');
    vault = next;
    parts.onChange();
    return done;
  };
  const openUntil = async (dataKey: string, minutes: number): Promise<VaultResult> => {
    opened = { dataKey, until: clock.now() + minutes * 60_000 };
    // A store that refuses costs an unlocking after the worker has slept, no more.
    await write(session, OPEN_KEY, opened);
    parts.onChange();
    return done;
  };
  const lock = async () => {
    if (!opened) return;
    opened = null;
    await write(session, OPEN_KEY, null);
    parts.onChange();
  };
  const valid = () => {
    if (!opened) return null;
    // A clock that was set back must not keep it open for longer than was asked for.
    const left = opened.until - clock.now();
    return left > 0 && left <= (vault?.lockAfterMinutes ?? LOCK_AFTER) * 60_000 ? opened : null;
  };

  // One after the other: each works on what the one before has kept.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  return {
    async load() {
      try {
        const [kept, memory] = await Promise.all([local.get([VAULT_KEY]), session.get([OPEN_KEY])]);
        const read = readVault(kept[VAULT_KEY]);
        if (read && 'unreadable' in read) trouble = read.unreadable;
        else vault = read;
        const open = memory[OPEN_KEY] as Partial<Open> | undefined;
        if (vault && typeof open?.dataKey === 'string' && typeof open.until === 'number') {
          opened = { dataKey: open.dataKey, until: open.until };
        }
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
      }
      if (opened && !valid()) await lock();
    },
    status() {
      const unlocked = valid();
      return {
        state: trouble !== null ? 'unreadable' : !vault ? 'none' : unlocked ? 'unlocked' : 'locked',
        trouble,
        keys: (vault?.keys ?? []).map(({ id, venue, label, addedAt }) => ({ id, venue, label, addedAt })),
        lockAfterMinutes: vault?.lockAfterMinutes ?? LOCK_AFTER,
        until: unlocked?.until ?? null,
      };
    },
    unlock: passphrase =>
      inTurn(async () => {
        if (trouble !== null) return fail('unreadable');
        if (vault) {
          const dataKey = await openLock(crypto, vault.lock, passphrase);
          return dataKey === null ? fail('wrong-passphrase') : openUntil(dataKey, vault.lockAfterMinutes);
        }
        if (passphrase.length < SHORTEST_PASSPHRASE) return fail('short-passphrase');
        const made = await createLock(crypto, passphrase, rounds);
        const kept = await keep({ version: 1, lock: made.lock, lockAfterMinutes: LOCK_AFTER, keys: [] });
        return kept.ok ? openUntil(made.dataKey, LOCK_AFTER) : kept;
      }),
    lock,
    async tick() {
      if (opened && !valid()) await lock();
    },
    add: (venue, label, key) =>
      inTurn(async () => {
        const unlocked = valid();
        if (trouble !== null) return fail('unreadable');
        if (!vault || !unlocked) return fail('locked');
        const id = [...crypto.getRandomValues(new Uint8Array(10))]
          .map(each => each.toString(16).padStart(2, '0'))
          .join('');
        const sealed = await seal(crypto, unlocked.dataKey, JSON.stringify(key), contextOf(venue, id));
        const made: KeptKey = { id, venue, label: label.slice(0, 100), addedAt: clock.now(), sealed };
        const kept = await keep({ ...vault, keys: [...vault.keys, made] });
        return kept.ok ? { ok: true, value: made } : kept;
      }),
    remove: id =>
      inTurn(async () => {
        if (trouble !== null) return fail('unreadable');
        if (!vault?.keys.some(each => each.id === id)) return fail('unknown-key');
        return keep({ ...vault, keys: vault.keys.filter(each => each.id !== id) });
      }),
    async open(id) {
      const unlocked = valid();
      const kept = vault?.keys.find(each => each.id === id);
      if (!unlocked || !kept) return null;
      const text = await open(crypto, unlocked.dataKey, kept.sealed, contextOf(kept.venue, id));
      return text === null ? null : readApiKey(text);
    },
    change: (passphrase, to) =>
      inTurn(async () => {
        if (trouble !== null || !vault) return fail(trouble !== null ? 'unreadable' : 'locked');
        if (to.length < SHORTEST_PASSPHRASE) return fail('short-passphrase');
        const dataKey = await openLock(crypto, vault.lock, passphrase);
        if (dataKey === null) return fail('wrong-passphrase');
        return keep({ ...vault, lock: await lockWith(crypto, to, dataKey, rounds) });
      }),
    lockAfter: minutes =>
      inTurn(async () => {
        if (trouble !== null || !vault) return fail(trouble !== null ? 'unreadable' : 'locked');
        const kept = await keep({ ...vault, lockAfterMinutes: minutes });
        if (kept.ok && opened) return openUntil(opened.dataKey, minutes);
        return kept;
      }),
    forgetAll: () =>
      inTurn(async () => {
        if (!(await write(local, VAULT_KEY, null))) return fail('store-failed');
        vault = null;
        trouble = null;
        await lock();
        parts.onChange();
        return done;
      }),
  };
}

const contextOf = (venue: VenueId, id: string) => `${venue} ${id}`;
