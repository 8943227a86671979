import type { LadderRow } from './view';

/**
 * The axis of the ladder: moves of the price on a square-root scale, so that the near end, which matters,
 * gets the room. Both sides share one unit of length; a side without a point takes no room.
 */
export interface LadderAxis {
  /** Where a move stands, 0…1 from the left; moves beyond the scale stand at its end. */
  at(move: number): number;
  beyond(move: number): boolean;
  /** Marked moves, without "now". */
  ticks: number[];
}

const BELOW = [0.1, 0.25, 0.5, 0.9];
const ABOVE = [0.1, 0.25, 0.5, 1];
const MARKS = [0.05, 0.1, 0.25, 0.5, 0.75, 1];
/** About the part of the width that a mark's words take. */
const WORDS = 0.21;

export function ladderAxis(rows: LadderRow[]): LadderAxis {
  const moves = rows.flatMap(row =>
    [row, ...row.after].flatMap(({ below, above }) =>
      [below, above].flatMap(point => (point && Number.isFinite(point.move) ? [point.move] : [])),
    ),
  );
  // What lies beyond the scale stands at its end, and does not stretch it.
  const reach = (scale: number[], distances: number[]) => {
    const seen = distances.filter(distance => distance > 0);
    if (!seen.length) return 0;
    const far = Math.max(0, ...seen.filter(distance => distance <= scale[scale.length - 1]!));
    return scale.find(end => far <= end)!;
  };
  const below = reach(
    BELOW,
    moves.map(move => -move),
  );
  const above = reach(ABOVE, moves);
  // An empty ladder still shows which way down is.
  const low = below || (above ? 0 : 0.9);
  const width = Math.sqrt(low) + Math.sqrt(above);
  const now = Math.sqrt(low) / width;
  const clamp = (move: number) => Math.min(above, Math.max(-low, move));
  const at = (move: number) => now + (Math.sign(move) * Math.sqrt(Math.abs(clamp(move)))) / width;

  const ticks: number[] = [];
  for (const sign of [-1, 1]) {
    let last = now;
    for (const mark of MARKS) {
      const move = sign * mark;
      if (clamp(move) !== move || Math.abs(centre(at(move)) - centre(last)) < WORDS) continue;
      ticks.push(move);
      last = at(move);
    }
  }
  return { at, beyond: move => clamp(move) !== move, ticks: ticks.sort((a, b) => a - b) };
}

/** Where the middle of a mark's words falls: at the ends they are set inwards. */
function centre(part: number): number {
  return Math.min(1 - WORDS / 2, Math.max(WORDS / 2, part));
}
