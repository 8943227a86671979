/** The correlation heatmap of what a pool holds, and how many bets it amounts to. */
import { heatmapOrder } from '../../risk/heatmap-order';
import { age } from '../../ui/format';
import type { HeatmapView } from '../../ui/view';
import type { Manner, PoolView, Subject } from './subject';

/** Null: fewer than two factors are held, or there are no statistics. */
export function heatmapView(
  view: PoolView,
  subject: Subject,
  { text, format, now }: Manner,
): HeatmapView | null {
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
    names: order.map(k => held[k]!),
    correlation: order.map(a => order.map(b => known[a]![b]!)),
    stresses: [],
    level: pool.oneSided ? 'warn' : 'ok',
  };
}

function isHeld({ size }: { size?: unknown }): boolean {
  return typeof size === 'string' && /[1-9]/.test(size);
}
