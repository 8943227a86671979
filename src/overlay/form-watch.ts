import type { FormReading, VenueForm } from '../venues/venue';
import { afterPaint } from './after-paint';

/** Milliseconds between two looks at whether the form is still the one that is watched. */
const LOOK = 250;
/** Every so many looks the form is sought and read anew: a page may set a value without any event. */
const SEEK_EVERY = 4;
/** Milliseconds between two readings for the page's own changes: its form repeats every price and balance. */
const CHANGES_EVERY = 200;

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
 * Watches the venue's order form: at once after the trader has done something, and after the next paint when the
 * form itself has changed, and once a second. The rest of the page, where the order book changes twenty times
 * a second, is not observed at all.
 */
export function watchForm({ window, form, signal, reading, anchored }: Parts) {
  const { document } = window;
  let anchor: HTMLElement | null = null;
  let url = '';
  let said: string | null = null;
  let looks = 0;
  let seek = true;
  let timer = 0;
  let begun = false;
  let first = true;

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
    const value = guard(() => form.read(document, now, anchor));
    const text = `${now}\n${JSON.stringify(value)}`;
    if (text === said) return;
    said = text;
    reading(now, value);
  };

  let changed = 0;
  const changes = new window.MutationObserver(() => {
    changed ||= window.setTimeout(() => {
      changed = 0;
      soon();
    }, CHANGES_EVERY);
  });
  /** True when the form is another one than before. */
  const find = (): boolean => {
    seek = false;
    const found = guard(() => form.anchor(document));
    if (found === anchor) return false;
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
    return true;
  };

  const pass = afterPaint(window, signal, () => {
    if (document.hidden) return;
    const another = (seek || !anchor?.isConnected) && find();
    // What is read is read before anything is drawn: drawing unsettles the page again.
    read();
    if (another || first) anchored(anchor);
    first = false;
  });
  const soon = () => {
    if (begun && !document.hidden) pass();
  };
  const soonAnew = () => {
    seek = true;
    soon();
  };

  const look = () => {
    if (!begun || document.hidden) return;
    const moved = document.location.href !== url;
    url = document.location.href;
    // A form that is not shown has no boxes; one that was replaced is not connected.
    if (moved || (anchor && !anchor.isConnected) || looks % SEEK_EVERY === 0) soonAnew();
    looks += 1;
  };

  // On the way down, because a page may stop an event: read after the paint, when frameworks have rendered.
  for (const name of ['input', 'change', 'click', 'keyup', 'pointerup']) {
    document.addEventListener(name, soon, { capture: true, passive: true, signal });
  }
  // On the way up, because by then the page's own listeners have run: mostly that reading is the right one, a
  // frame earlier.
  for (const name of ['input', 'change', 'click']) {
    window.addEventListener(name, () => anchor?.isConnected && read(), { passive: true, signal });
  }
  window.addEventListener('popstate', look, { signal });
  (window as { navigation?: EventTarget }).navigation?.addEventListener(
    'currententrychange',
    () => window.setTimeout(look, 0),
    { signal },
  );
  signal.addEventListener('abort', () => {
    window.clearInterval(timer);
    window.clearTimeout(changed);
    changes.disconnect();
  });

  return {
    look,
    /** The document is there and has been painted. */
    begin() {
      if (begun || signal.aborted) return;
      begun = true;
      timer = window.setInterval(look, LOOK);
      look();
    },
    /** What was said last, for a background that has just been woken. */
    again() {
      said = null;
      soon();
    },
  };
}
