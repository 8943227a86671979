import { useState } from 'preact/hooks';
import type { Text } from '../../ui/text';
import { ask } from '../ask';

/** An address of a venue that anyone may read; the venue itself decides in the background whether it is one. */
export function Watch({ text, refresh }: { text: Text; refresh(): Promise<void> }) {
  const [address, setAddress] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const watch = async (event: Event) => {
    event.preventDefault();
    const reply = await ask({
      type: 'page-to-background/watch',
      address: address.trim(),
    });
    if (reply.ok) {
      setAddress('');
      setTrouble(null);
      return refresh();
    }
    setTrouble(reply.code === 'no-answer' ? text('popup_no_answer', reply.message) : text('popup_watch_bad'));
  };
  return (
    <form class="panel" onSubmit={watch}>
      <h2>
        <label for="address">{text('popup_watch')}</label>
      </h2>
      <div class="line">
        <input
          id="address"
          type="text"
          class="grow"
          value={address}
          placeholder={text('popup_watch_placeholder')}
          spellcheck={false}
          autocomplete="off"
          aria-describedby="address-said"
          aria-invalid={trouble !== null}
          onInput={event => setAddress(event.currentTarget.value)}
        />
        <button type="submit" class="button">
          {text('popup_watch_button')}
        </button>
      </div>
      <p id="address-said" class={`cap ${trouble ? 'l-danger' : 'faint'}`} aria-live="polite">
        {trouble ?? text('popup_watch_hint')}
      </p>
    </form>
  );
}
