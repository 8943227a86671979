/** One line of `npm run bench`: figures are printed, never asserted; the machines are too noisy for that. */
export interface BenchRow {
  name: string;
  /** With its unit: "12.3 µs". */
  median: string;
  target?: string;
  note?: string;
}

export const medianOf = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? Number.NaN, sorted[middle] ?? Number.NaN];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
};

export const percentileOf = (values: number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
};
