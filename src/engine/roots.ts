/**
 * Curves of the float64 walk, and their roots: c0 + c1·s + c2·s² + Σ k_j·s/(1 + d_j·s), where s is the move
 * from the mark. The hyperbolas are those of inverse contracts, one for each speed d at which a mark moves.
 */
export interface FloatCurve {
  c0: number;
  c1: number;
  c2: number;
  /** Coefficients of the hyperbolas, in the order of `speeds`; entries beyond its length mean nothing. */
  k: Float64Array;
  speeds: number[];
}

/** The curve that is zero everywhere. */
export function emptyCurve(speeds: number[]): FloatCurve {
  return { c0: 0, c1: 0, c2: 0, k: new Float64Array(Math.max(1, speeds.length)), speeds };
}

export function valueAt({ c0, c1, c2, k, speeds }: FloatCurve, s: number): number {
  let value = c0 + s * (c1 + s * c2);
  for (let j = 0; j < speeds.length; j++) {
    if (k[j] !== 0) value += (k[j]! * s) / (1 + speeds[j]! * s);
  }
  return value;
}

/**
 * The polynomial with the sign of the curve where 1 + d·s > 0 (coefficients by ascending power): the curve
 * itself, or the curve times 1 + d·s for its one hyperbola. Null when it has several.
 */
export function numerator({ c0, c1, c2, k, speeds }: FloatCurve): [number, number, number, number] | null {
  let only = -1;
  for (let j = 0; j < speeds.length; j++) {
    if (k[j] === 0) continue;
    if (only >= 0) return null;
    only = j;
  }
  if (only < 0) return [c0, c1, c2, 0];
  const d = speeds[only]!;
  return [c0, c1 + c0 * d + k[only]!, c2 + c1 * d, c2 * d];
}

/** Roots of a + b·s + c·s² in ascending order. */
export function quadratic(a: number, b: number, c: number): number[] {
  if (c === 0) return b === 0 ? [] : [-a / b];
  const discriminant = b * b - 4 * a * c;
  if (!(discriminant >= 0)) return [];
  const q = -(b + (b < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  if (q === 0) return [0];
  const first = q / c;
  const second = a / q;
  return first < second ? [first, second] : [second, first];
}

/** Every root of the curve in the open interval from `a` to `b`, ascending; b may be infinite. */
export function rootsWithin(curve: FloatCurve, a: number, b: number): number[] {
  const polynomial = numerator(curve);
  if (!polynomial) return subdivided(curve, a, b);
  const [p0, p1, p2, p3] = polynomial;
  if (p3 === 0) return quadratic(p0, p1, p2).filter(s => s > a && s < b);
  // Between two turns the cubic is monotone, and beyond its Cauchy bound it has no root.
  const evaluate = (s: number) => p0 + s * (p1 + s * (p2 + s * p3));
  const bound = 1 + Math.max(Math.abs(p0 / p3), Math.abs(p1 / p3), Math.abs(p2 / p3));
  const end = Math.min(b, Math.max(a, bound));
  const turns = quadratic(p1, 2 * p2, 3 * p3).filter(s => s > a && s < end);
  const found: number[] = [];
  let left = a;
  for (const right of [...turns, end]) {
    const root = bracketed(evaluate, left, right);
    if (root !== null && root > a && root < b && root !== found.at(-1)) found.push(root);
    left = right;
  }
  return found;
}

/** The root of a function that is monotone from `left` to `right`; null when its sign does not change. */
export function bracketed(evaluate: (s: number) => number, left: number, right: number): number | null {
  let low = left;
  let high = right;
  const atLow = evaluate(low);
  const atHigh = evaluate(high);
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (atLow < 0 === atHigh < 0) return null;
  // Halving until the bracket is two neighbouring floats: at most some hundred rounds, each cheap.
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    const value = evaluate(middle);
    if (value === 0) return middle;
    if (value < 0 === atLow < 0) low = middle;
    else high = middle;
  }
}

/** Width, relative to 1 + |s|, at which an interval that may hold a root is taken for one. */
const FINE = 1e-13;

/**
 * Roots of a curve with several hyperbolas. Each part of the curve and of its slope is monotone on its own,
 * so that the ends of an interval bound them: intervals without a root are dropped, those on which the curve
 * is monotone are solved, others are halved.
 */
function subdivided(curve: FloatCurve, a: number, b: number): number[] {
  const end = Number.isFinite(b) ? b : Math.max(beyondRoots(curve, a), a);
  const found: number[] = [];
  const open: [number, number][] = [[a, end]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [low, high] = next;
    const [least, most] = range(curve, low, high);
    if (least > 0 || most < 0) continue;
    const [flattest, steepest] = slopeRange(curve, low, high);
    if (flattest > 0 || steepest < 0) {
      const root = bracketed(s => valueAt(curve, s), low, high);
      if (root !== null && root > a && root < b && root !== found.at(-1)) found.push(root);
      continue;
    }
    const middle = low + (high - low) / 2;
    if (high - low <= FINE * (1 + Math.abs(middle))) {
      if (middle > a && middle < b) found.push(middle);
      continue;
    }
    // The lower half is taken first.
    open.push([middle, high], [low, middle]);
  }
  return found;
}

/** Bounds of the curve between two moves of one sign, by the bounds of its monotone parts. */
function range({ c0, c1, c2, k, speeds }: FloatCurve, low: number, high: number): [number, number] {
  let least = c0;
  let most = c0;
  const add = (x: number, y: number) => {
    least += Math.min(x, y);
    most += Math.max(x, y);
  };
  add(c1 * low, c1 * high);
  add(c2 * low * low, c2 * high * high);
  for (let j = 0; j < speeds.length; j++) {
    add((k[j]! * low) / (1 + speeds[j]! * low), (k[j]! * high) / (1 + speeds[j]! * high));
  }
  return [least, most];
}

function slopeRange({ c1, c2, k, speeds }: FloatCurve, low: number, high: number): [number, number] {
  let least = c1 + 2 * Math.min(c2 * low, c2 * high);
  let most = c1 + 2 * Math.max(c2 * low, c2 * high);
  for (let j = 0; j < speeds.length; j++) {
    const x = k[j]! / (1 + speeds[j]! * low) ** 2;
    const y = k[j]! / (1 + speeds[j]! * high) ** 2;
    least += Math.min(x, y);
    most += Math.max(x, y);
  }
  return [least, most];
}

/** A move beyond which the leading part outweighs all others, so that no root lies there. */
function beyondRoots({ c0, c1, c2, k, speeds }: FloatCurve, a: number): number {
  // s/(1 + d·s) tends to 1/d from below (d > 0: the walk ends before 1 + d·s = 0 otherwise).
  let tail = 0;
  let level = c0;
  let slack = 0;
  for (let j = 0; j < speeds.length; j++) {
    tail += Math.abs(k[j]! / speeds[j]!);
    level += k[j]! / speeds[j]!;
    slack += Math.abs(k[j]! / speeds[j]! ** 2);
  }
  const rest = Math.abs(c0) + tail;
  let end = a + 1;
  if (c2 !== 0) end = 1 + (Math.abs(c1) + rest) / Math.abs(c2);
  else if (c1 !== 0) end = 1 + rest / Math.abs(c1);
  else if (level !== 0) end = 1 + slack / Math.abs(level);
  else end = 1e15;
  return Math.min(Math.max(end, a + 1), 1e300);
}
