/** Pixels that the pointer must go before a press becomes a move. */
const THRESHOLD = 5;
const STEP = 8;
const LEAP = 40;

export interface Offset {
  dx: number;
  dy: number;
}

/**
 * Moves by mouse, pen and finger. A press that stays within five pixels is a click and nothing else; one that
 * moved swallows the click that follows it.
 */
export function dragging(
  element: HTMLElement,
  parts: { offset(): Offset; moving(offset: Offset): void; moved(): void; signal: AbortSignal },
) {
  const { signal } = parts;
  const view = element.ownerDocument.defaultView!;
  let start: { x: number; y: number; offset: Offset; id: number; moving: boolean } | null = null;
  let swallow = false;
  let pressed: AbortController | null = null;

  const move = (event: PointerEvent) => {
    if (!start || event.pointerId !== start.id) return;
    const x = event.clientX - start.x;
    const y = event.clientY - start.y;
    if (!start.moving) {
      if (Math.hypot(x, y) < THRESHOLD) return;
      start.moving = true;
      element.setPointerCapture(start.id);
    }
    parts.moving({ dx: start.offset.dx + x, dy: start.offset.dy + y });
  };
  const end = (event: PointerEvent) => {
    if (!start || event.pointerId !== start.id) return;
    pressed?.abort();
    swallow = start.moving;
    if (start.moving) parts.moved();
    start = null;
  };
  element.addEventListener(
    'pointerdown',
    event => {
      if (event.button !== 0) return;
      swallow = false;
      start = {
        x: event.clientX,
        y: event.clientY,
        offset: parts.offset(),
        id: event.pointerId,
        moving: false,
      };
      // On the window: a quick pointer has left the strip by its first move.
      pressed?.abort();
      pressed = new AbortController();
      const options = { capture: true, signal: AbortSignal.any([signal, pressed.signal]) };
      view.addEventListener('pointermove', move, options);
      view.addEventListener('pointerup', end, options);
      view.addEventListener('pointercancel', end, options);
    },
    { signal },
  );
  element.addEventListener(
    'click',
    event => {
      if (!swallow) return;
      swallow = false;
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true, signal },
  );
}

/** The offset after this key; null: the key does not move. Home puts the strip back to the form. */
export function keyMove(key: string, far: boolean, { dx, dy }: Offset): Offset | null {
  const step = far ? LEAP : STEP;
  switch (key) {
    case 'ArrowLeft':
      return { dx: dx - step, dy };
    case 'ArrowRight':
      return { dx: dx + step, dy };
    case 'ArrowUp':
      return { dx, dy: dy - step };
    case 'ArrowDown':
      return { dx, dy: dy + step };
    case 'Home':
      return { dx: 0, dy: 0 };
    default:
      return null;
  }
}
