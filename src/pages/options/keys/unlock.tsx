import { useState } from 'preact/hooks';
import type { Text } from '../../../ui/text';
import { SecretField } from './secret-field';

interface Props {
  /** True: there is no vault yet, and this passphrase makes it. */
  first: boolean;
  text: Text;
  /** True: it went well. */
  unlock(passphrase: string): Promise<boolean>;
}

/** Asks for the passphrase; for the first one twice, since nobody can tell it again. */
export function Unlock({ first, text, unlock }: Props) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const differs = first && again !== '' && again !== passphrase;
  const ready = passphrase !== '' && !busy && (!first || again === passphrase);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    if (await unlock(passphrase)) {
      setPassphrase('');
      setAgain('');
    }
    setBusy(false);
  };
  return (
    <form class="stack" onSubmit={submit}>
      <p class="cap faint">{text(first ? 'keys_first_hint' : 'keys_locked_hint')}</p>
      <SecretField label={text('keys_passphrase')} value={passphrase} change={setPassphrase} />
      {first ? <SecretField label={text('keys_passphrase_again')} value={again} change={setAgain} /> : null}
      <p class="cap l-danger" aria-live="polite">
        {differs ? text('keys_passphrases_differ') : ''}
      </p>
      <div class="buttons">
        <button type="submit" class="button" disabled={!ready}>
          {text(first ? 'keys_make' : 'keys_unlock')}
        </button>
      </div>
    </form>
  );
}
