/** The read-only keys: the passphrase, the list, a new one. Entered here and nowhere else. */
import { useEffect, useState } from 'preact/hooks';
import type { KeysToBackground, KeysView } from '../../../messages';
import type { Text } from '../../../ui/text';
import { VENUES } from '../../../venues/ids';
import { ask } from '../../ask';
import { NumberField } from '../number-field';
import { KeyForm } from './key-form';
import { Unlock } from './unlock';
import './keys.css';

/** Seconds between two looks: the vault locks itself. */
const REFRESH = 5;

export function Keys({ text }: { text: Text }) {
  const [view, setView] = useState<KeysView | null>(null);
  const [said, setSaid] = useState({ text: '', good: true });
  const send = async (message: KeysToBackground, done = ''): Promise<boolean> => {
    const reply = await ask<KeysView>(message);
    if (reply.ok) setView(reply.value);
    if (!reply.ok || message.type !== 'page-to-background/keys')
      setSaid({ text: reply.ok ? done : reply.message, good: reply.ok });
    return reply.ok;
  };
  useEffect(() => {
    const look = () => void send({ type: 'page-to-background/keys' });
    look();
    const timer = setInterval(look, REFRESH * 1000);
    return () => clearInterval(timer);
  }, []);

  if (!view || (view.venues.length === 0 && view.state === 'none')) return null;
  return (
    <section class="panel keys" aria-label={text('keys_title')}>
      <h2>{text('keys_title')}</h2>
      <p class="cap faint">{text('keys_hint')}</p>
      <p class={`said ${said.good ? 'l-ok' : 'l-danger'}`} aria-live="polite">
        {said.text}
      </p>
      {view.state === 'unreadable' ? <p class="l-danger">{text('keys_unreadable')}</p> : null}
      <KeyList view={view} text={text} remove={id => send({ type: 'page-to-background/remove-key', id })} />
      {view.state === 'none' || view.state === 'locked' ? (
        <Unlock
          first={view.state === 'none'}
          text={text}
          unlock={passphrase => send({ type: 'page-to-background/unlock-keys', passphrase })}
        />
      ) : null}
      {view.state === 'unlocked' ? (
        <>
          <KeyForm
            venues={view.venues}
            text={text}
            add={key => send({ type: 'page-to-background/add-key', ...key }, text('keys_added'))}
          />
          <NumberField
            label={text('keys_lock_after')}
            unit={text('options_minutes')}
            value={view.lockAfterMinutes}
            least={1}
            most={7 * 1440}
            change={minutes =>
              send({ type: 'page-to-background/lock-keys-after', minutes: Math.round(minutes) })
            }
          />
        </>
      ) : null}
      <div class="buttons">
        {view.state === 'unlocked' ? (
          <button
            type="button"
            class="button"
            onClick={() => send({ type: 'page-to-background/lock-keys' }, text('keys_are_locked'))}
          >
            {text('keys_lock')}
          </button>
        ) : null}
        {view.state === 'none' ? null : (
          <Forget text={text} forget={() => send({ type: 'page-to-background/forget-keys' })} />
        )}
      </div>
    </section>
  );
}

function KeyList({ view, text, remove }: { view: KeysView; text: Text; remove(id: string): void }) {
  return (
    <ul class="list">
      {view.keys.map(({ id, venue, label, addedAt }) => (
        <li key={id} class="line">
          <span>
            {VENUES[venue].name} · {label}{' '}
            <span class="faint">{text('keys_since', new Date(addedAt).toLocaleDateString('en-CA'))}</span>
          </span>
          <button
            type="button"
            class="link"
            aria-label={text('keys_remove_one', VENUES[venue].name, label)}
            onClick={() => remove(id)}
          >
            {text('keys_remove')}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Asks twice: what is forgotten cannot be brought back. */
function Forget({ text, forget }: { text: Text; forget(): void }) {
  const [sure, setSure] = useState(false);
  return (
    <button
      type="button"
      class={`link faint${sure ? ' l-danger' : ''}`}
      onClick={() => {
        if (sure) forget();
        setSure(!sure);
      }}
      onBlur={() => setSure(false)}
    >
      {text(sure ? 'keys_forget_sure' : 'keys_forget')}
    </button>
  );
}
