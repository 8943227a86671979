import type { Place } from '../messages';
import { dragging, keyMove } from './drag';
import { type Placement, place } from './placement';

/** A place is kept once the trader has stopped moving it. */
const REMEMBER_AFTER = 300;

type Surroundings = Omit<Parameters<typeof place>[0], 'offset' | 'open'>;

interface Parts {
  window: Window & typeof globalThis;
  signal: AbortSignal;
  surroundings: () => Surroundings;
  /** The place is another one: everything goes there. */
  settle(): void;
  /** The card was opened or closed. */
  opened(): void;
  /** The trader has put it here: worth keeping. */
  keep(place: Place): void;
}

/** Where the trader has put the overlay, by mouse and by keys: moved, open, collapsed. */
export function whereabouts({ window, signal, surroundings, settle, opened, keep }: Parts) {
  let where: Place = { dx: 0, dy: 0, open: false, collapsed: false };
  let moving = false;
  let remember = 0;
  signal.addEventListener('abort', () => window.clearTimeout(remember));

  const isOpen = () => where.open && !where.collapsed;

  const set = (to: Place) => {
    const before = isOpen();
    where = to;
    if (before !== isOpen()) opened();
  };

  function change(to: Partial<Place>) {
    window.clearTimeout(remember);
    remember = window.setTimeout(() => {
      remember = 0;
      keep(where);
    }, REMEMBER_AFTER);
    set({ ...where, ...to });
    settle();
  }

  /** The part of an offset that the window and the form leave: an invisible remainder would have to be undone first. */
  function reached(offset: { dx: number; dy: number }) {
    const around = { ...surroundings(), open: false };
    const docked = place({ ...around, offset: { dx: 0, dy: 0 } }).strip;
    const moved = place({ ...around, offset }).strip;
    return { dx: moved.left - docked.left, dy: moved.top - docked.top };
  }

  let dragged: AbortController | null = null;
  let draggedElement: HTMLElement | null = null;

  return {
    isOpen,
    isCollapsed: () => where.collapsed,
    isMoving: () => moving,
    /** Everything in its place, as the page stands now. */
    placement: (): Placement => place({ ...surroundings(), offset: where, open: isOpen() }),
    /** What was kept. What is being moved at this moment is newer. */
    restore(kept: Place) {
      if (!moving && !remember) set(kept);
    },
    toggle: () => change(where.collapsed ? { collapsed: false } : { open: !where.open }),
    collapse: () => change({ collapsed: true }),
    onEscape(event: KeyboardEvent) {
      if (event.key !== 'Escape' || where.collapsed) return;
      event.stopPropagation();
      change(where.open ? { open: false } : { collapsed: true });
    },
    handleKey(event: KeyboardEvent) {
      const offset = keyMove(event.key, event.shiftKey, where);
      if (!offset) return;
      event.preventDefault();
      event.stopPropagation();
      change(reached(offset));
    },
    stripElement(element: HTMLElement | null) {
      if (!element || element === draggedElement) return;
      dragged?.abort();
      draggedElement = element;
      dragged = new AbortController();
      dragging(element, {
        offset: () => where,
        moving: offset => {
          moving = true;
          where = { ...where, ...offset };
          settle();
        },
        moved: () => {
          moving = false;
          change(reached(where));
        },
        signal: AbortSignal.any([signal, dragged.signal]),
      });
    },
  };
}
