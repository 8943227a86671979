import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, overlaps, place, type Surroundings } from './placement';

const viewport = { width: 1440, height: 900 };
const form = (over: Partial<Box> = {}): Box => ({ left: 1100, top: 80, width: 320, height: 560, ...over });
/** Inputs and two buttons, at the places where forms have them. */
const controls = (anchor: Box): Box[] => [
  { left: anchor.left + 10, top: anchor.top + 10, width: anchor.width - 20, height: 30 },
  { left: anchor.left + 10, top: anchor.top + 120, width: anchor.width - 20, height: 36 },
  { left: anchor.left + 10, top: anchor.top + anchor.height - 50, width: anchor.width / 2 - 15, height: 40 },
  {
    left: anchor.left + anchor.width / 2 + 5,
    top: anchor.top + anchor.height - 50,
    width: anchor.width / 2 - 15,
    height: 40,
  },
];
const around = (anchor: Box | null, over: Partial<Surroundings> = {}): Surroundings => ({
  viewport,
  anchor,
  obstacles: anchor ? controls(anchor) : [],
  offset: { dx: 0, dy: 0 },
  collapsed: false,
  open: false,
  ...over,
});

describe('the strip', () => {
  it('tells a strip at its dock from one that was moved', () => {
    expect(place(around(form())).atDock).toBe(true);
    expect(place({ ...around(form()), offset: { dx: -40, dy: 0 } }).atDock).toBe(false);
  });

  it('docks directly under the form, as wide as it', () => {
    const { strip, dock } = place(around(form()));
    expect(dock).toBe('below');
    expect(strip).toEqual({ left: 1100, top: 648, width: 320, height: 40 });
  });

  it('goes beside a form that reaches the bottom of the window', () => {
    const anchor = form({ height: 900 });
    const { strip, dock } = place(around(anchor));
    expect(dock).toBe('left');
    expect(strip.left + strip.width).toBe(1092);
    expect(overlaps(strip, anchor)).toBe(false);
  });

  it('goes to the right of a form that stands at the left', () => {
    expect(place(around(form({ left: 0, height: 900 }))).dock).toBe('right');
  });

  it('goes into a corner when there is no form, or when it is scrolled away', () => {
    for (const anchor of [null, form({ top: -700 })]) {
      const { strip, dock } = place(around(anchor));
      expect(dock).toBe('corner');
      expect(strip).toMatchObject({ left: 1440 - 8 - 352, top: 900 - 8 - 40 });
    }
  });

  it('stays within the window however far it was moved', () => {
    const { strip } = place(around(form(), { offset: { dx: 5000, dy: -5000 } }));
    expect(strip).toMatchObject({ left: 1120, top: 0 });
  });

  it('moves off a button that it was dropped on, by little', () => {
    const anchor = form();
    const { strip } = place(around(anchor, { offset: { dx: 0, dy: -60 } }));
    expect(controls(anchor).some(each => overlaps(each, strip))).toBe(false);
    expect(Math.abs(strip.top - 588)).toBeLessThan(60);
  });

  it('is small when collapsed', () => {
    expect(place(around(form(), { collapsed: true })).strip.width).toBe(148);
  });
});

describe('the card', () => {
  it('opens under the strip when there is room', () => {
    const { strip, card } = place(around(form({ height: 300 }), { open: true }));
    expect(card!.top).toBe(strip.top + 44);
    expect(card!.top + card!.height).toBeLessThanOrEqual(900);
  });

  it('opens beside the form when there is little room under it', () => {
    const anchor = form();
    const { card } = place(around(anchor, { open: true }));
    expect(card!.left + card!.width).toBeLessThanOrEqual(anchor.left);
    expect(card!.height).toBeGreaterThan(420);
  });

  it('opens above a strip in the corner', () => {
    const { strip, card } = place(around(null, { open: true, viewport: { width: 400, height: 800 } }));
    expect(card!.top + card!.height).toBe(strip.top - 4);
  });
});

it('never covers a control of the form, wherever that is and wherever the strip was moved', () => {
  const box = fc.record({
    left: fc.integer({ min: 0, max: 1200 }),
    top: fc.integer({ min: -100, max: 700 }),
    width: fc.integer({ min: 220, max: 420 }),
    height: fc.integer({ min: 240, max: 900 }),
  });
  fc.assert(
    fc.property(
      box,
      fc.record({ dx: fc.integer({ min: -1500, max: 1500 }), dy: fc.integer({ min: -900, max: 900 }) }),
      fc.boolean(),
      fc.boolean(),
      (anchor, offset, open, collapsed) => {
        const surroundings = around(anchor, { offset, open, collapsed });
        const { strip, card } = place(surroundings);
        for (const obstacle of surroundings.obstacles) {
          expect(overlaps(strip, obstacle)).toBe(false);
          if (card) expect(overlaps(card, obstacle)).toBe(false);
        }
        for (const each of card ? [strip, card] : [strip]) {
          expect(each.left).toBeGreaterThanOrEqual(0);
          expect(each.top).toBeGreaterThanOrEqual(0);
          expect(each.left + each.width).toBeLessThanOrEqual(viewport.width);
          expect(each.top + each.height).toBeLessThanOrEqual(viewport.height);
        }
        if (card) expect(overlaps(card, strip)).toBe(false);
      },
    ),
    { numRuns: 2000 },
  );
});

it('finds the card a place on a usual screen in every docking', () => {
  for (const anchor of [
    form(),
    form({ height: 900 }),
    form({ left: 0 }),
    form({ left: 700, height: 820 }),
    null,
  ]) {
    expect(place(around(anchor, { open: true })).card?.height ?? 0).toBeGreaterThanOrEqual(400);
  }
});
