/** Two figures of two computations, which round at their own places. */
import { expect } from 'vitest';

/** Compares within `usual` of the greater (of 1 at least), unless another tolerance is given; null: there is none. */
export const nearBy =
  (usual: number) =>
  (ours: string | null | undefined, theirs: number | null, what: string, tolerance = usual) => {
    if (theirs === null) return expect(ours ?? null, what).toBeNull();
    const value = Number(ours);
    expect(Number.isFinite(value), `${what}: ${ours}`).toBe(true);
    expect(
      Math.abs(value - theirs) / Math.max(1, Math.abs(theirs)),
      `${what}: ${ours} and ${theirs}`,
    ).toBeLessThan(tolerance);
  };
