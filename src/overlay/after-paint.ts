/**
 * A look at the page that waits for the page's next frame to be painted, and then takes its turn. Boxes and
 * styles are clean by then: the same look amid the page's own work makes the browser lay everything out once
 * more, which costs more than all else that the overlay does. However often it is asked for, it is one look a
 * frame; none in a hidden tab, which paints nothing.
 */
export function afterPaint(
  window: Window & typeof globalThis,
  signal: AbortSignal,
  look: () => void,
): () => void {
  let due = false;
  const { port1, port2 } = new window.MessageChannel();
  port1.onmessage = () => {
    due = false;
    if (!signal.aborted) look();
  };
  signal.addEventListener('abort', () => port1.close());
  return () => {
    if (due || signal.aborted) return;
    due = true;
    // A message is the first turn after the frame; a timer may be held back.
    window.requestAnimationFrame(() => port2.postMessage(null));
  };
}
