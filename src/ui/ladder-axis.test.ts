import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ladderAxis } from './ladder-axis';
import type { LadderRow } from './view';

const row = (below: number | null, above: number | null = null): LadderRow => ({
  label: 'x',
  emphasised: false,
  level: 'ok',
  below: below === null ? null : { move: below, text: '' },
  above: above === null ? null : { move: above, text: '' },
  after: [],
  text: null,
});

it('puts "now" at the right end when nothing above liquidates, at the left when nothing below does', () => {
  expect(ladderAxis([row(-0.1)]).at(0)).toBe(1);
  expect(ladderAxis([row(null, 0.3)]).at(0)).toBe(0);
  expect(ladderAxis([]).at(0)).toBe(1);
});

it('gives both sides the same unit', () => {
  const axis = ladderAxis([row(-0.2, 0.4)]);
  expect(axis.at(0) - axis.at(-0.1)).toBeCloseTo(axis.at(0.1) - axis.at(0), 12);
});

it('chooses the narrowest scale and stands far points at its end', () => {
  expect(ladderAxis([row(-0.09)]).at(-0.1)).toBe(0);
  const axis = ladderAxis([row(-0.97, 26)]);
  expect(axis.at(26)).toBe(1);
  expect(axis.beyond(26)).toBe(true);
  expect(axis.beyond(-0.97)).toBe(true);
  expect(axis.beyond(-0.5)).toBe(true);
  expect(ladderAxis([row(-0.5, 26)]).at(0)).toBeGreaterThan(0.6);
});

it('is monotone, within 0…1, and keeps its marks apart', () => {
  const move = fc.double({ min: -1, max: 40, noNaN: true });
  fc.assert(
    fc.property(fc.array(move, { minLength: 2, maxLength: 8 }), moves => {
      const axis = ladderAxis(moves.map(m => (m < 0 ? row(m) : row(null, m))));
      const places = [...moves].sort((a, b) => a - b).map(axis.at);
      for (let i = 0; i < places.length; i++) {
        expect(places[i]).toBeGreaterThanOrEqual(-1e-9);
        expect(places[i]).toBeLessThanOrEqual(1 + 1e-9);
        if (i) expect(places[i]! + 1e-9).toBeGreaterThanOrEqual(places[i - 1]!);
      }
      const marks = axis.ticks.map(axis.at);
      for (let i = 1; i < marks.length; i++) expect(marks[i]! - marks[i - 1]!).toBeGreaterThan(0.1);
    }),
  );
});
