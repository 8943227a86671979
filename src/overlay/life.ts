/** Milliseconds between two looks at whether the extension is still there. */
const POLL = 1500;
/** A newer instance says this on the document; there is nothing in it to read. */
const STARTED = 'plimsoll:started';

interface Parts {
  document: Pick<Document, 'dispatchEvent' | 'addEventListener'>;
  alive(): boolean;
  every(work: () => void, milliseconds: number): () => void;
}

/**
 * One life of the overlay. It ends when the extension is reloaded or removed under the page (polled: a port
 * tells it in some browsers and versions only), or when a newer instance starts on the same page.
 */
export function life({ document, alive, every }: Parts): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  document.dispatchEvent(new Event(STARTED));
  document.addEventListener(STARTED, () => controller.abort(), { signal });
  const stop = every(() => {
    if (!alive()) controller.abort();
  }, POLL);
  signal.addEventListener('abort', stop, { once: true });
  return controller;
}
