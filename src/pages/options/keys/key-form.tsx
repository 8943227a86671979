import { useId, useState } from 'preact/hooks';
import type { KeysView } from '../../../messages';
import type { Text } from '../../../ui/text';
import type { VenueId } from '../../../venues/ids';
import { grant } from '../../origins';
import { SecretField } from './secret-field';

export interface TypedKey {
  venue: VenueId;
  key: string;
  secret: string;
  passphrase: string | null;
}

interface Props {
  venues: KeysView['venues'];
  text: Text;
  /** True: it was kept. */
  add(key: TypedKey): Promise<boolean>;
}

const EMPTY = { key: '', secret: '', passphrase: '' };

/** A key is tested at its venue at once; what was typed is gone from the page once it is kept. */
export function KeyForm({ venues, text, add }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(venues[0]?.venue ?? null);
  const [typed, setTyped] = useState(EMPTY);
  const [busy, setBusy] = useState(false);
  const venue = venues.find(each => each.venue === chosen);
  if (!venue) return null;
  const field = (part: keyof typeof EMPTY) => (value: string) => setTyped({ ...typed, [part]: value });
  const ready = !busy && typed.key && typed.secret && (!venue.passphrase || typed.passphrase);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    // Before anything is awaited: the browser asks only in answer to a click.
    await grant(venue.venue);
    const { key, secret, passphrase } = typed;
    if (await add({ venue: venue.venue, key, secret, passphrase: venue.passphrase ? passphrase : null }))
      setTyped(EMPTY);
    setBusy(false);
  };
  return (
    <form class="stack" onSubmit={submit}>
      <div class="line">
        <label for={id}>{text('keys_venue')}</label>
        <select
          id={id}
          value={venue.venue}
          onChange={event => {
            setChosen(event.currentTarget.value as VenueId);
            setTyped(EMPTY);
          }}
        >
          {venues.map(each => (
            <option key={each.venue} value={each.venue}>
              {each.name}
            </option>
          ))}
        </select>
      </div>
      <SecretField
        label={text('keys_key')}
        hidden={false}
        value={typed.key}
        disabled={busy}
        change={field('key')}
      />
      <SecretField
        label={text('keys_secret')}
        value={typed.secret}
        disabled={busy}
        change={field('secret')}
      />
      {venue.passphrase ? (
        <SecretField
          label={text('keys_venue_passphrase', venue.name)}
          value={typed.passphrase}
          disabled={busy}
          change={field('passphrase')}
        />
      ) : null}
      <div class="buttons">
        <button type="submit" class="button" disabled={!ready}>
          {text(busy ? 'keys_testing' : 'keys_add', venue.name)}
        </button>
        <a class="link" href={venue.help} target="_blank" rel="noreferrer">
          {text('keys_where', venue.name)}
        </a>
      </div>
    </form>
  );
}
