/**
 * The read-only keys at work: checks what a key may do before it is kept, signs what its source asks, keeps its
 * private stream open while the vault is. A key leaves this file only as a signature.
 */
import type { Problem } from '../../engine/report';
import type { Text } from '../../ui/text';
import type { VenueId } from '../../venues/ids';
import type { ApiKey, KeyAccess, KeyVerdict } from '../../venues/key-access';
import type { ApiRequest, Venue } from '../../venues/venue';
import type { Answer, Requester, Sign, Skipped } from '../api';
import type { Permissions } from '../parts';
import type { Sessions, Source } from '../sessions';
import type { KeptKey } from './kept-keys';
import type { Streams, Wish } from './streams';
import type { Vault } from './vault';
import type { VenueClock } from './venue-clock';

export interface Keyring {
  /** Signs for this source; undefined: it has no key. */
  signer(source: Source): Sign | undefined;
  /** Says of every source of a key whether it is fed, and opens or closes its stream. */
  settle(): void;
  /** Asks the venue what the key may do, and keeps it if that is nothing but reading. */
  add(
    venueId: VenueId,
    key: ApiKey,
  ): Promise<{ ok: true; kept: KeptKey } | { ok: false; code: string; message: string }>;
  /** An answer to a signed request, for what it says of our clock. */
  heard(source: Source, answer: Answer): void;
}

/** Characters: complaints are short, and need not be sought in lists of positions. */
const COMPLAINT = 2000;

export function createKeyring(parts: {
  venues: readonly Venue[];
  vault: Vault;
  sessions: Sessions;
  requester: Requester;
  streams: Streams;
  venueClock: VenueClock;
  permissions: Permissions;
  text: Text;
}): Keyring {
  const { vault, sessions, requester, streams, venueClock, text } = parts;

  const accessOf = (venue: Venue): KeyAccess | null => venue.keys ?? null;

  const signWith =
    (venue: Venue, access: KeyAccess, key: () => Promise<ApiKey | null>): Sign =>
    async request => {
      try {
        const now = await key();
        return now && (await access.sign(request, now, await venueClock.at(venue.id, access)));
      } catch {
        // What a signature fails for may hold a part of the key: it is not said.
        return null;
      }
    };

  const check = async (venue: Venue, access: KeyAccess, key: ApiKey): Promise<KeyVerdict> => {
    const ask = () =>
      requester.ask(
        'key check',
        { ...access.permission, every: 0 },
        signWith(venue, access, async () => key),
      );
    const first = judge(access, await ask());
    if (first.is === 'read-only' || first.code !== 'clock') return first;
    venueClock.doubt(venue.id);
    return judge(access, await ask());
  };

  const known = async (venueId: VenueId, key: ApiKey): Promise<boolean> => {
    for (const { id, venue } of vault.status().keys) {
      if (venue === venueId && (await vault.open(id))?.key === key.key) return true;
    }
    return false;
  };

  return {
    signer({ venue, keyId }) {
      const access = accessOf(venue);
      return keyId === null || !access ? undefined : signWith(venue, access, () => vault.open(keyId));
    },
    settle() {
      const unlocked = vault.status().state === 'unlocked';
      const locked: Problem = { code: 'keys-locked', path: '', message: text('problem_keys_locked') };
      const wishes: Wish[] = [];
      for (const source of sessions.all()) {
        const { venue, keyId, state } = source;
        if (keyId === null) continue;
        source.blocked = unlocked ? null : (source.blocked ?? locked);
        const stream = accessOf(venue)?.stream;
        if (!unlocked || !stream) continue;
        const url = urlOf(() => stream.url(state));
        if (url === null) continue;
        wishes.push({
          source: source.key,
          stream,
          url,
          key: () => vault.open(keyId),
          at: () => venueClock.at(venue.id, accessOf(venue)!),
        });
      }
      streams.want(wishes);
    },
    async add(venueId, key) {
      const venue = parts.venues.find(each => each.id === venueId);
      const access = venue && accessOf(venue);
      if (!venue || !access) return { ok: false, code: 'no-keys', message: text('key_no_keys') };
      if (vault.status().state !== 'unlocked') {
        return { ok: false, code: 'locked', message: text('problem_keys_locked') };
      }
      const { host } = new URL(access.permission.url);
      if (!(await parts.permissions.granted(access.permission.url))) {
        return { ok: false, code: 'no-permission', message: text('problem_no_permission', host) };
      }
      if (await known(venueId, key)) return { ok: false, code: 'known-key', message: text('key_known') };
      const verdict = await check(venue, access, key);
      if (verdict.is !== 'read-only') {
        return { ok: false, code: verdict.code, message: sayVerdict(verdict, venue.name, text) };
      }
      // The end of the key, which is no secret, tells two of one account apart.
      const kept = await vault.add(venueId, `${verdict.label} · …${key.key.slice(-4)}`, key);
      return kept.ok
        ? { ok: true, kept: kept.value }
        : { ok: false, code: kept.code, message: text('key_not_kept', kept.code) };
    },
    heard({ venue, keyId }, { status, body }) {
      const access = accessOf(venue);
      if (keyId === null || !access || body.length > COMPLAINT) return;
      const verdict = judge(access, { at: 0, status, body });
      if (verdict.is !== 'read-only' && verdict.code === 'clock') venueClock.doubt(venue.id);
    },
  };
}

function judge(access: KeyAccess, answer: Answer | Skipped): KeyVerdict {
  if ('skipped' in answer) return { is: 'unknown', code: answer.skipped, message: answer.message ?? '' };
  try {
    return access.verdict({ status: answer.status, body: answer.body });
  } catch {
    return { is: 'unknown', code: 'unreadable', message: '' };
  }
}

function urlOf(ask: () => string | null): string | null {
  try {
    const url = ask();
    return url !== null && new URL(url).protocol === 'wss:' ? url : null;
  } catch {
    return null;
  }
}

/** The private requests of a source; none without a key. Never throws. */
export function privateNeeds({ venue, keyId, state }: Source, now: number): ApiRequest[] {
  return keyId === null || !venue.keys ? [] : venue.keys.needs(state, now);
}

/** In the trader's words, by the codes that key-access.ts lists; what the venue said stands behind. */
export function sayVerdict(
  { code, message }: Exclude<KeyVerdict, { is: 'read-only' }>,
  venue: string,
  text: Text,
): string {
  const because = message ? ` (${message.slice(0, 160)})` : '';
  switch (code) {
    case 'may-trade':
      return text('key_may_trade') + because;
    case 'may-withdraw':
      return text('key_may_withdraw') + because;
    case 'may-transfer':
      return text('key_may_transfer') + because;
    case 'unknown-key':
      return text('key_unknown', venue) + because;
    case 'wrong-signature':
      return text('key_wrong_signature', venue) + because;
    case 'wrong-passphrase':
      return text('key_wrong_passphrase', venue) + because;
    case 'ip-restricted':
      return text('key_ip_restricted') + because;
    case 'expired':
      return text('key_expired', venue) + because;
    case 'clock':
      return text('key_clock', venue) + because;
    case 'wrong-region':
      return text('key_wrong_region', venue) + because;
    case 'maintenance':
      return text('key_maintenance', venue) + because;
    case 'rate-limited':
    case 'backing-off':
    case 'over-budget':
      return text('key_rate_limited', venue) + because;
    default:
      return text('key_untold', venue, code) + because;
  }
}
