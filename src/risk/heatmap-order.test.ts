import { expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { averageLinkage, heatmapOrder } from './heatmap-order';

const oracle = vector<{
  names: string[];
  corr: number[][];
  expected: {
    averageLinkageOrder: string[];
    mergeHeights: number[];
    merges: { members: string[]; height: number }[];
  };
  tolerance: { rel: number };
}>('18_heatmap_order');

test('like stands beside like', () => {
  const { merges, order } = averageLinkage(oracle.corr);
  expect(order.map(i => oracle.names[i])).toEqual(oracle.expected.averageLinkageOrder);
  expect(merges.map(({ members }) => members.map(i => oracle.names[i]))).toEqual(
    oracle.expected.merges.map(({ members }) => members),
  );
  expect(
    worst(
      merges.map(({ height }) => height),
      oracle.expected.mergeHeights,
    ),
  ).toBeLessThan(oracle.tolerance.rel);
});

test('none, one, and sixty of the same', () => {
  expect(heatmapOrder([])).toEqual([]);
  expect(heatmapOrder([[1]])).toEqual([0]);
  const same = Array.from({ length: 60 }, () => Array(60).fill(1) as number[]);
  expect(heatmapOrder(same)).toEqual([...Array(60).keys()]);
});
