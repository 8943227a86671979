import type { ScreenCells } from '../venues/venue';

/** Milliseconds between two looks at the table. */
export const EVERY = 2000;
/** How long a page that is never idle may put one off. */
const IDLE_PATIENCE = 1000;

/**
 * Reads the page's positions table while nothing else tells the account: every two seconds, when the page rests,
 * and only while it is looked at. It is said again when it is the same, because it still stands there.
 */
export function watchTable({
  window,
  table,
  signal,
  wanted,
  reading,
}: {
  window: Window & typeof globalThis;
  table: (document: Document) => ScreenCells[];
  signal: AbortSignal;
  wanted: () => boolean;
  reading: (url: string, tables: ScreenCells[]) => void;
}): void {
  const { document } = window;
  const look = () => {
    if (signal.aborted || document.hidden || !wanted()) return;
    let found: ScreenCells[] = [];
    try {
      found = table(document);
    } catch {
      // The page changed under the reader: the same as a table that is not there.
    }
    if (found.length > 0) reading(document.location.href, found);
  };
  const timer = window.setInterval(() => {
    if (!document.hidden && wanted()) window.requestIdleCallback(look, { timeout: IDLE_PATIENCE });
  }, EVERY);
  signal.addEventListener('abort', () => window.clearInterval(timer));
}
