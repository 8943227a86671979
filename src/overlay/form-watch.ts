import type { FormReading, VenueForm } from '../venues/venue';

/** Milliseconds between two looks at whether the form is still the one that is watched. */
const LOOK = 250;
/** Every so many looks the form is read anew: a page may set a value without any event. */
const READ_EVERY = 4;

interface Parts {
  window: Window & typeof globalThis;
  form: VenueForm;
  signal: AbortSignal;
  /** What the form says, when it says something new; null: there is no form. */
  reading(url: string, form: FormReading | null): void;
  /** The form is there, gone, or another element. */
  anchored(anchor: HTMLElement | null): void;
}

/**
 * Watches the venue's order form. Reading is cheap and happens after the trader has done something, when the
 * form itself has changed, and once a second; the rest of the page, where the order book changes twenty times
 * a second, is not observed at all.
 */
export function watchForm({ window, form, signal, reading, anchored }: Parts) {
  const { document } = window;
  let anchor: HTMLElement | null = null;
  let url = '';
  let said: string | null = null;
  let looks = 0;
  let due = false;

  const guard = <T>(ask: () => T): T | null => {
    try {
      return ask();
    } catch {
      // The page changed under the reader: the same as a form that cannot be read.
      return null;
    }
  };

  const read = () => {
    const now = document.location.href;
    const value = guard(() => form.read(document, now));
    const text = `${now}\n${JSON.stringify(value)}`;
    if (text === said) return;
    said = text;
    reading(now, value);
  };

  const changes = new window.MutationObserver(() => soon());
  const find = () => {
    const found = guard(() => form.anchor(document));
    if (found === anchor) return;
    anchor = found;
    changes.disconnect();
    if (anchor) {
      changes.observe(anchor, {
        subtree: true,
        childList: true,
        characterData: true,
        attributeFilter: [
          'class',
          'value',
          'checked',
          'disabled',
          'aria-selected',
          'aria-checked',
          'aria-pressed',
          'data-state',
        ],
      });
    }
    anchored(anchor);
  };

  /** After the page's own listeners, and once more in the same frame, when frameworks have rendered. */
  const soon = () => {
    if (due || signal.aborted || document.hidden) return;
    due = true;
    window.setTimeout(read, 0);
    window.requestAnimationFrame(() => {
      due = false;
      if (!signal.aborted) read();
    });
  };

  const look = () => {
    if (document.hidden) return;
    const moved = document.location.href !== url;
    url = document.location.href;
    // A form that is not shown has no boxes; one that was replaced is not connected.
    if (moved || !anchor?.isConnected || looks % READ_EVERY === 0) find();
    if (moved || looks % READ_EVERY === 0) read();
    looks += 1;
  };

  // On the way down, because a page may stop an event; on the way up, because by then the page's own listeners
  // have run and the frameworks have rendered: that reading is at once the right one.
  for (const name of ['input', 'change', 'click', 'keyup', 'pointerup']) {
    document.addEventListener(name, soon, { capture: true, passive: true, signal });
  }
  for (const name of ['input', 'change', 'click']) {
    window.addEventListener(name, read, { passive: true, signal });
  }
  window.addEventListener('popstate', look, { signal });
  (window as { navigation?: EventTarget }).navigation?.addEventListener(
    'currententrychange',
    () => window.setTimeout(look, 0),
    { signal },
  );
  const timer = window.setInterval(look, LOOK);
  document.addEventListener('DOMContentLoaded', look, { signal });
  signal.addEventListener('abort', () => {
    window.clearInterval(timer);
    changes.disconnect();
  });

  return {
    look,
    /** What was said last, for a background that has just been woken. */
    again() {
      said = null;
      read();
    },
  };
}
