/** The correlation heatmap of what a pool holds, and how many bets it amounts to. */
import type { StressedDistances } from '../../risk/decisions';
import { heatmapOrder } from '../../risk/heatmap-order';
import { age } from '../../ui/format';
import type { HeatmapView } from '../../ui/view';
import { sayDistance } from './remedies';
import type { Manner, PoolView, Subject } from './subject';

/** Null: fewer than two factors are held, or there are no statistics. */
export function heatmapView(
  view: PoolView,
  subject: Subject,
  stressed: StressedDistances | null,
  manner: Manner,
): HeatmapView | null {
  const { text, format, now } = manner;
  const risk = subject.risk?.whole;
  const pool = view.risk?.whole;
  const held = pool?.exposures.filter(each => each.exposure !== 0).map(each => each.factor) ?? [];
  if (!risk || !pool || held.length < 2) return null;
  const row = held.map(factor => risk.factors.findIndex(each => each.factor === factor));
  const known = row.map(i => row.map(j => (i < 0 || j < 0 ? null : (risk.correlation[i]?.[j] ?? null))));
  // A factor without statistics is drawn last; its cells are unknown, not uncorrelated.
  const withRow = held.map((_, k) => k).filter(k => row[k]! >= 0);
  const order = [
    ...heatmapOrder(withRow.map(a => withRow.map(b => known[a]![b]!))).map(k => withRow[k]!),
    ...held.map((_, k) => k).filter(k => row[k]! < 0),
  ];
  const bets = pool.effectiveBets;
  const drawn = order.map(a => order.map(b => known[a]![b]!));
  const names = order.map(k => held[k]!);
  return {
    caption:
      bets === null
        ? text('card_bets_unknown')
        : text('card_bets', String(view.pool.positions.filter(isHeld).length), format.count(bets)),
    detail: text(
      'card_heatmap_detail',
      risk.observations === null ? text('word_unknown') : String(Math.round(risk.observations / 24)),
      subject.pricesOfRiskAt === null ? text('word_unknown') : age(now - subject.pricesOfRiskAt),
    ),
    hint: text('card_heatmap_hint'),
    names,
    correlation: drawn,
    stresses: stressed ? stresses(drawn, names, risk.stable, stressed, manner) : [],
    level: pool.oneSided ? 'warn' : 'ok',
  };
}

/**
 * The same coins as now, all as one, and with half their correlations, as stress.ts has it: a coin at its peg keeps
 * to itself.
 */
function stresses(
  now: (number | null)[][],
  names: string[],
  stable: string[],
  distances: StressedDistances,
  manner: Manner,
): HeatmapView['stresses'] {
  const apart = names.map(name => stable.includes(name));
  const under = (change: (rho: number, i: number, j: number) => number) =>
    now.map((row, i) => row.map((rho, j) => (rho === null || i === j ? rho : change(rho, i, j))));
  const matrix = {
    normal: now,
    together: under((_, i, j) => (apart[i] || apart[j] ? 0 : 1)),
    apart: under(rho => rho / 2),
  };
  return (['normal', 'together', 'apart'] as const).map(kind => {
    const said = sayDistance(distances[kind], manner);
    const worse = distances.worse === kind && kind !== 'normal';
    return {
      label: manner.text(LABELS[kind]),
      said: worse ? manner.text('card_stress_worse', said) : said,
      worse,
      correlation: matrix[kind],
    };
  });
}

const LABELS = {
  normal: 'card_stress_now',
  together: 'card_stress_together',
  apart: 'card_stress_apart',
} as const;

function isHeld({ size }: { size?: unknown }): boolean {
  return typeof size === 'string' && /[1-9]/.test(size);
}
