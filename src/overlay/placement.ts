/** Where the strip and the card go. Pure: all boxes are in CSS pixels of the viewport. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Surroundings {
  viewport: { width: number; height: number };
  /** The order form; null: none on this page. */
  anchor: Box | null;
  /** Buttons and inputs of the form: never covered. */
  obstacles: Box[];
  /** How far the trader moved the strip from where it docks. */
  offset: { dx: number; dy: number };
  collapsed: boolean;
  open: boolean;
}

export interface Placement {
  strip: Box;
  /** `height` is the most that it may take; null: closed. */
  card: Box | null;
  dock: 'below' | 'above' | 'left' | 'right' | 'corner';
  /** The strip stands exactly there; false: the trader has moved it. */
  atDock: boolean;
}

export const STRIP_HEIGHT = 40;
const GAP = 8;
const EDGE = 8;
const WIDTH = { least: 240, usual: 352, most: 480, pill: 148 };
/** What the card is worth opening in, and what shows most of it. */
const CARD = { least: 180, fair: 420, most: 760 };

const right = (box: Box) => box.left + box.width;
const bottom = (box: Box) => box.top + box.height;

export function overlaps(a: Box, b: Box): boolean {
  return a.left < right(b) && b.left < right(a) && a.top < bottom(b) && b.top < bottom(a);
}

const clamp = (value: number, low: number, high: number) =>
  Math.max(low, Math.min(value, Math.max(low, high)));

export function place(around: Surroundings): Placement {
  const docked = dock(around);
  const moved = moveTo(
    { ...docked.strip, left: docked.strip.left + around.offset.dx, top: docked.strip.top + around.offset.dy },
    around,
  );
  return {
    strip: moved,
    card: around.open ? cardBox(moved, around) : null,
    dock: docked.dock,
    atDock: moved.left === docked.strip.left && moved.top === docked.strip.top,
  };
}

function dock(around: Surroundings): Pick<Placement, 'strip' | 'dock'> {
  const { viewport, anchor, collapsed } = around;
  const height = STRIP_HEIGHT;
  const width = (wish: number) =>
    Math.min(collapsed ? WIDTH.pill : clamp(wish, WIDTH.least, WIDTH.most), viewport.width - 2 * EDGE);
  const usual = width(WIDTH.usual);
  const corner: Box = {
    left: viewport.width - EDGE - usual,
    top: viewport.height - EDGE - height,
    width: usual,
    height,
  };
  const seen = anchor && overlaps(anchor, { left: 0, top: 0, ...viewport });
  if (!seen) return { strip: moveTo(corner, around), dock: 'corner' };

  const own = width(anchor.width);
  const low = Math.min(bottom(anchor), viewport.height - EDGE) - height;
  const high = Math.max(anchor.top, EDGE);
  const candidates: [Placement['dock'], Box][] = [
    ['below', { left: anchor.left, top: bottom(anchor) + GAP, width: own, height }],
    ['left', { left: anchor.left - GAP - usual, top: low, width: usual, height }],
    ['right', { left: right(anchor) + GAP, top: low, width: usual, height }],
    ['above', { left: anchor.left, top: anchor.top - GAP - height, width: own, height }],
    ['left', { left: anchor.left - GAP - usual, top: high, width: usual, height }],
    ['right', { left: right(anchor) + GAP, top: high, width: usual, height }],
  ];
  for (const [name, box] of candidates) {
    // A form at the very edge of the window may leave a pixel or two of the strip outside: that is no reason to move away.
    const strip = { ...box, left: clamp(box.left, 0, viewport.width - box.width) };
    if (Math.abs(strip.left - box.left) <= EDGE && inside(strip, around) && isFree(strip, around)) {
      return { strip, dock: name };
    }
  }
  return { strip: moveTo(corner, around), dock: 'corner' };
}

function inside(box: Box, { viewport }: Surroundings): boolean {
  return box.left >= 0 && box.top >= 0 && right(box) <= viewport.width && bottom(box) <= viewport.height;
}

function isFree(box: Box, { obstacles }: Surroundings): boolean {
  return !obstacles.some(obstacle => overlaps(box, obstacle));
}

/** The place nearest to this one that is inside the window and covers no button of the form. */
function moveTo(wish: Box, around: Surroundings): Box {
  const { viewport, obstacles } = around;
  const into = (box: Box): Box => ({
    ...box,
    left: clamp(box.left, 0, viewport.width - box.width),
    top: clamp(box.top, 0, viewport.height - box.height),
  });
  const start = into(wish);
  if (isFree(start, around)) return start;
  // Any nearest free place touches an obstacle or keeps the wish in one direction: only those need trying.
  const lefts = [
    start.left,
    ...obstacles.flatMap(each => [each.left - GAP / 2 - start.width, right(each) + GAP / 2]),
  ];
  const tops = [
    start.top,
    ...obstacles.flatMap(each => [each.top - GAP / 2 - start.height, bottom(each) + GAP / 2]),
  ];
  const far = (box: Box) => Math.hypot(box.left - start.left, box.top - start.top);
  let best: Box | null = null;
  const take = (box: Box) => {
    if ((!best || far(box) < far(best)) && inside(box, around) && isFree(box, around)) best = box;
  };
  for (const left of lefts) take({ ...start, left });
  for (const top of tops) take({ ...start, top });
  if (!best) for (const left of lefts) for (const top of tops) take({ ...start, left, top });
  return best ?? start;
}

/** Below the strip, beside the form, above the strip: the first with room enough, else the roomiest. */
function cardBox(strip: Box, around: Surroundings): Box | null {
  const { viewport, anchor, obstacles } = around;
  const width = Math.min(Math.max(strip.width, WIDTH.usual), viewport.width - 2 * EDGE);
  const taken = anchor && !overlaps(anchor, strip) ? [...obstacles, anchor] : obstacles;
  const end = viewport.height - EDGE;
  const left = clamp(
    strip.left + width > viewport.width - EDGE ? right(strip) - width : strip.left,
    EDGE,
    // At the window's edge the card ends where the strip does.
    Math.max(viewport.width - EDGE, right(strip)) - width,
  );
  const beside = anchor && overlaps({ ...anchor, left: 0, width: viewport.width }, strip) ? anchor : strip;
  const outerLeft = Math.min(strip.left, beside.left);
  const outerRight = Math.max(right(strip), right(beside));

  const column = (from: number): Box[] => {
    const across = (box: Box) => box.left < from + width && from < right(box);
    const under = taken.filter(box => across(box) && bottom(box) > bottom(strip));
    const over = taken.filter(box => across(box) && box.top < strip.top);
    const floor = Math.min(end, ...under.map(box => box.top - GAP / 2));
    const ceiling = Math.max(EDGE, ...over.map(box => bottom(box) + GAP / 2));
    return [
      { left: from, top: bottom(strip) + GAP / 2, width, height: floor - bottom(strip) - GAP / 2 },
      { left: from, top: ceiling, width, height: strip.top - GAP / 2 - ceiling },
    ];
  };
  const [below, above] = column(left) as [Box, Box];
  const aside = (from: number): Box => ({ left: from, top: EDGE, width, height: end - EDGE });
  const sides = [aside(outerLeft - GAP - width), aside(outerRight + GAP)].filter(
    box =>
      box.left >= 0 &&
      right(box) <= viewport.width &&
      !overlaps(box, strip) &&
      !taken.some(obstacle => overlaps(box, obstacle)),
  );
  const candidates = [below, ...sides, above].map(box => {
    const height = Math.min(box.height, CARD.most);
    if (box === above) return { ...box, top: strip.top - GAP / 2 - height, height };
    // Beside, the card starts level with the strip as far as there is room under it.
    if (box !== below) return { ...box, top: clamp(strip.top, EDGE, end - height), height };
    return { ...box, height };
  });
  const roomiest = candidates.reduce((a, b) => (b.height > a.height ? b : a));
  const chosen = candidates.find(box => box.height >= CARD.fair) ?? roomiest;
  return chosen.height >= CARD.least ? chosen : null;
}
