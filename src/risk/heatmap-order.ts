/**
 * The order of a correlation heatmap in which like stands beside like: the leaves of an average-linkage
 * (UPGMA) tree on the distance √(2(1 − ρ)).
 */

export interface Merge {
  /** Indices into the matrix, ascending. */
  members: number[];
  /** Mean distance of the two halves. */
  height: number;
}

interface Cluster {
  /** In the order in which they are drawn. */
  leaves: number[];
  first: number;
}

/** The tree, merge by merge, from the nearest pair on; and its leaves in order. */
export function averageLinkage(correlation: readonly (readonly number[])[]): {
  merges: Merge[];
  order: number[];
} {
  let clusters: Cluster[] = correlation.map((_, i) => ({ leaves: [i], first: i }));
  // Distances between clusters, by the index of their first member.
  const distance = correlation.map(row => row.map(rho => Math.sqrt(Math.max(0, 2 * (1 - rho)))));
  const merges: Merge[] = [];
  while (clusters.length > 1) {
    const { a, b, height } = nearest(clusters, distance);
    for (const other of clusters) {
      if (other === a || other === b) continue;
      const toA = distance[a.first]![other.first]! * a.leaves.length;
      const toB = distance[b.first]![other.first]! * b.leaves.length;
      const mean = (toA + toB) / (a.leaves.length + b.leaves.length);
      distance[a.first]![other.first] = mean;
      distance[other.first]![a.first] = mean;
    }
    const merged: Cluster = { leaves: [...a.leaves, ...b.leaves], first: a.first };
    merges.push({ members: [...merged.leaves].sort((i, j) => i - j), height });
    clusters = clusters.filter(each => each !== b).map(each => (each === a ? merged : each));
  }
  return { merges, order: clusters[0]?.leaves ?? [] };
}

/** The order alone. The half with the smaller first index comes first; ties go to the earlier pair. */
export function heatmapOrder(correlation: readonly (readonly number[])[]): number[] {
  return averageLinkage(correlation).order;
}

function nearest(clusters: Cluster[], distance: number[][]) {
  let best: { a: Cluster; b: Cluster; height: number } | null = null;
  clusters.forEach((a, i) => {
    for (const b of clusters.slice(i + 1)) {
      const height = distance[a.first]![b.first]!;
      if (!best || height < best.height) best = { a, b, height };
    }
  });
  return best!;
}
