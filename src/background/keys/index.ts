/** The read-only keys, put together: the vault, the signatures, the private streams, the answers to the options page. */
import type { Problem } from '../../engine/report';
import type { KeysToBackground, KeysView, Reply } from '../../messages';
import type { Text } from '../../ui/text';
import type { VenueId } from '../../venues/ids';
import type { ApiRequest, Venue, VenueMessage } from '../../venues/venue';
import type { Answer, Requester, Sign } from '../api';
import type { Clock, Permissions, Stores } from '../parts';
import type { Sessions, Source } from '../sessions';
import { createKeyAnswers } from './answers';
import { createKeyring, privateNeeds } from './keyring';
import type { Crypto } from './sealed';
import { createStreams, type OpenSocket } from './streams';
import { createVault } from './vault';
import { createVenueClock } from './venue-clock';

export interface Keys {
  /** Resolves when the vault is read. Never throws. */
  load(): Promise<void>;
  /** What the vault holds, locked or not. */
  list(): { venue: VenueId; id: string }[];
  /** What the popup says of them: that they are locked, or cannot be read. */
  problems(): Problem[];
  /** The private requests of a source; none without a key, or while it is locked. */
  needs(source: Source): ApiRequest[];
  signer(source: Source): Sign | undefined;
  heard(source: Source, answer: Answer): void;
  /** Locks when the time has come; opens and closes the streams as the states want it. */
  settle(): Promise<void>;
  answer(message: KeysToBackground): Promise<Reply<KeysView>>;
}

export function createKeys(parts: {
  venues: readonly Venue[];
  stores: Stores;
  clock: Clock;
  crypto: Crypto;
  openSocket: OpenSocket;
  sessions: Sessions;
  requester: Requester;
  permissions: Permissions;
  text: Text;
  random: () => number;
  /** Tests stretch passphrases less. */
  rounds?: number;
  onMessage(source: Source, message: VenueMessage): void;
  /** There is something to be asked for: a key is new, unlocked, or connected again. */
  onWant(): void;
  /** The source of a key is gone for good. */
  onGone(source: Source): void;
  /** What is known of the sources has turned old, or lives again. */
  onChange(): void;
}): Keys {
  const { sessions, requester, clock, venues } = parts;

  const vault = createVault({
    ...parts,
    onChange() {
      keyring.settle();
      parts.onChange();
      if (vault.status().state === 'unlocked') parts.onWant();
    },
  });
  const streams = createStreams({
    clock,
    random: parts.random,
    open: parts.openSocket,
    onMessage(key, message) {
      const source = sessions.get(key);
      if (source) parts.onMessage(source, message);
    },
    onOpen(key) {
      requester.afresh(key);
      parts.onWant();
    },
  });
  const keyring = createKeyring({
    ...parts,
    vault,
    streams,
    venueClock: createVenueClock(requester, () => clock.now()),
  });
  const answer = createKeyAnswers({
    venues,
    vault,
    keyring,
    text: parts.text,
    async added(venue, id) {
      sessions.key(venue, id);
      keyring.settle();
      parts.onWant();
    },
    async removed(venue, id) {
      const source = sessions.get(`key:${venue}:${id}`);
      if (source) parts.onGone(source);
      keyring.settle();
    },
  });

  return {
    load: vault.load,
    list: () => vault.status().keys,
    problems() {
      const { state, keys, trouble } = vault.status();
      if (state === 'unreadable') {
        return [{ code: 'keys-unreadable', path: trouble ?? '', message: parts.text('keys_unreadable') }];
      }
      if (state !== 'locked' || keys.length === 0) return [];
      return [{ code: 'keys-locked', path: '', message: parts.text('problem_keys_locked') }];
    },
    needs: source => (source.blocked ? [] : privateNeeds(source, clock.now())),
    signer: keyring.signer,
    heard: keyring.heard,
    async settle() {
      await vault.tick();
      keyring.settle();
    },
    answer,
  };
}
