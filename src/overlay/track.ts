import { afterPaint } from './after-paint';
import type { Box } from './placement';

/** Controls of a form. Whatever can be pressed or typed into must stay in the open. */
const CONTROLS =
  'button,input,select,textarea,a[href],[role=button],[role=tab],[role=switch],[role=checkbox],[role=radio],[role=slider],[role=combobox]';
const MOST_CONTROLS = 300;

/**
 * Follows the box of an element without polling: scrolling and resizing say when it may have moved, and an
 * IntersectionObserver whose window is cropped to the last known box says so for everything else (a banner
 * above it that opens, a panel that is dragged). The box is measured once a frame at most: within the frame when
 * the trader moves it, after the paint when the page does.
 */
export function track(
  window: Window & typeof globalThis,
  element: HTMLElement | null,
  signal: AbortSignal,
  moved: () => void,
) {
  const { document } = window;
  let frame = 0;
  let crop: IntersectionObserver | null = null;

  const now = () => {
    moved();
    watch();
  };
  const later = afterPaint(window, signal, now);
  const inFrame = () => {
    if (frame || signal.aborted) return;
    frame = window.requestAnimationFrame(() => {
      frame = 0;
      if (!signal.aborted) now();
    });
  };
  /** A list that scrolls beside the element moves nothing. */
  const scrolled = ({ target }: Event) => {
    if (!element || (target as Node).contains(element)) inFrame();
  };

  /** Fires as soon as the element leaves the box that it has now, by a pixel. `whole`: how much of it is seen. */
  const watch = (whole = 1) => {
    crop?.disconnect();
    if (!element?.isConnected || signal.aborted) return;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return;
    const { clientWidth, clientHeight } = document.documentElement;
    const margin = [box.top, clientWidth - box.right, clientHeight - box.bottom, box.left]
      .map(side => `${-Math.floor(side)}px`)
      .join(' ');
    let first = true;
    crop = new window.IntersectionObserver(
      entries => {
        const seen = entries[entries.length - 1]!.intersectionRatio;
        if (!first) return later();
        first = false;
        // A part is outside of the window: the part that is seen is what must not change.
        if (seen !== whole && seen > 0) watch(seen);
      },
      { rootMargin: margin, threshold: whole },
    );
    crop.observe(element);
  };

  // The first word is what was measured a moment ago.
  let told = false;
  const sizes = new window.ResizeObserver(() => {
    if (told) later();
    told = true;
  });
  sizes.observe(document.documentElement);
  if (element) sizes.observe(element);
  window.addEventListener('scroll', scrolled, { capture: true, passive: true, signal });
  window.addEventListener('resize', inFrame, { passive: true, signal });
  signal.addEventListener('abort', () => {
    sizes.disconnect();
    crop?.disconnect();
    window.cancelAnimationFrame(frame);
  });
  watch();
}

const boxOf = ({ left, top, width, height }: DOMRect): Box => ({ left, top, width, height });

/** The box of the form and of its controls; null: it is not on screen. */
export function measure(anchor: HTMLElement | null): { anchor: Box | null; obstacles: Box[] } {
  if (!anchor?.isConnected) return { anchor: null, obstacles: [] };
  const box = boxOf(anchor.getBoundingClientRect());
  if (!box.width || !box.height) return { anchor: null, obstacles: [] };
  // A button of the form may stand just outside of the element that the venue's reader took for it.
  const around = anchor.parentElement ?? anchor;
  const obstacles = [...around.querySelectorAll(CONTROLS)]
    .slice(0, MOST_CONTROLS)
    .map(each => boxOf(each.getBoundingClientRect()))
    .filter(each => each.width > 0 && each.height > 0);
  return { anchor: box, obstacles };
}
