/** What the options page may ask about the read-only keys, and the answers. */
import type { KeysToBackground, KeysView, Reply } from '../../messages';
import type { Text } from '../../ui/text';
import type { VenueId } from '../../venues/ids';
import type { Venue } from '../../venues/venue';
import type { Keyring } from './keyring';
import { SHORTEST_PASSPHRASE, type Vault, type VaultCode, type VaultResult } from './vault';

export const isAboutKeys = (message: { type: string }): message is KeysToBackground =>
  /^page-to-background\/(keys|add-key|remove-key|forget-keys|change-passphrase|(un)?lock-keys(-after)?)$/.test(
    message.type,
  );

export function createKeyAnswers(parts: {
  venues: readonly Venue[];
  vault: Vault;
  keyring: Keyring;
  text: Text;
  /** A key was kept: its source begins. */
  added(venue: VenueId, id: string): Promise<void>;
  /** A key was removed: its source ends. */
  removed(venue: VenueId, id: string): Promise<void>;
}): (message: KeysToBackground) => Promise<Reply<KeysView>> {
  const { vault, keyring, text } = parts;

  const view = (): Reply<KeysView> => ({
    ok: true,
    value: {
      ...vault.status(),
      venues: parts.venues.flatMap(({ id, name, keys }) =>
        keys ? [{ venue: id, name, passphrase: keys.passphrase, help: keys.help }] : [],
      ),
    },
  });
  const after = (result: VaultResult): Reply<KeysView> =>
    result.ok ? view() : { ok: false, code: result.code, message: sayVault(result.code, text) };

  return async message => {
    switch (message.type) {
      case 'page-to-background/keys':
        return view();
      case 'page-to-background/unlock-keys':
        return after(await vault.unlock(message.passphrase));
      case 'page-to-background/lock-keys':
        await vault.lock();
        return view();
      case 'page-to-background/add-key': {
        const { venue, key, secret, passphrase } = message;
        // Pasted with the blanks around it.
        const added = await keyring.add(venue, {
          key: key.trim(),
          secret: secret.trim(),
          passphrase: passphrase === null ? null : passphrase.trim(),
        });
        if (!added.ok) return added;
        await parts.added(venue, added.kept.id);
        return view();
      }
      case 'page-to-background/remove-key': {
        const kept = vault.status().keys.find(({ id }) => id === message.id);
        const result = await vault.remove(message.id);
        if (result.ok && kept) await parts.removed(kept.venue, kept.id);
        return after(result);
      }
      case 'page-to-background/change-passphrase':
        return after(await vault.change(message.from, message.to));
      case 'page-to-background/lock-keys-after':
        return after(await vault.lockAfter(message.minutes));
      case 'page-to-background/forget-keys': {
        const { keys } = vault.status();
        const result = await vault.forgetAll();
        if (result.ok) for (const { venue, id } of keys) await parts.removed(venue, id);
        return after(result);
      }
    }
  };
}

function sayVault(code: VaultCode, text: Text): string {
  switch (code) {
    case 'locked':
      return text('problem_keys_locked');
    case 'wrong-passphrase':
      return text('keys_wrong_passphrase');
    case 'short-passphrase':
      return text('keys_short_passphrase', String(SHORTEST_PASSPHRASE));
    case 'unreadable':
      return text('keys_unreadable');
    case 'unknown-key':
      return text('keys_unknown_key');
    case 'store-failed':
      return text('keys_store_failed');
  }
}
