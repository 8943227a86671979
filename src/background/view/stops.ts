/** Which stops fire before liquidation on the likely way to it, which come too late, what has none. */
import { toFloat } from '../../engine/decimal';
import type { StopVerdict, StopWalk } from '../../risk/shocks';
import type { Level, Note, TableRow, TableView } from '../../ui/view';
import type { Advice } from '../advice';
import { likelyWalks } from '../vigil';
import type { Manner, PoolView, Subject } from './subject';

/** Null: nothing is held, or no way to liquidation is known. */
export function stopsView(
  view: PoolView,
  { reading }: Pick<Subject, 'reading'>,
  { walks }: Advice,
  manner: Manner,
): TableView | null {
  const { text, format } = manner;
  const [walk] = likelyWalks(walks ?? []);
  if (!walk) return null;
  const protecting = walk.stops.filter(each => each.protects || each.verdict === 'unknown');
  const rows = [
    ...protecting.map(stop => row(stop, walk, view, manner)),
    ...walk.partly.map(({ symbol, open }) => ({
      name: coinOf(symbol, view),
      cells: [{ text: text('stops_partly', format.size(open)), level: 'warn' as const }],
      hint: null,
    })),
    ...without(walk, view, reading.fromScreen === true, manner),
  ];
  if (rows.length === 0) return null;
  return {
    title: text('stops_title'),
    detail: text('stops_slippage', format.probability(walk.assumptions.slippage)),
    hint: text('stops_hint', format.probability(walk.assumptions.slippage)),
    head: [],
    rows,
    notes: outcome(walk, protecting, view, manner),
  };
}

function row(stop: StopVerdict, walk: StopWalk, view: PoolView, manner: Manner): TableRow {
  const { text, format } = manner;
  const [said, level] = verdict(stop, walk, view, manner);
  return {
    name: text('stops_stop', coinOf(stop.symbol, view), format.size(stop.triggerPrice)),
    cells: [{ text: said, level }],
    hint: stop.basis === 'mark' ? null : text('stops_basis'),
  };
}

function verdict(
  stop: StopVerdict,
  walk: StopWalk,
  view: PoolView,
  { text, format }: Manner,
): [string, Level | 'plain'] {
  switch (stop.verdict) {
    case 'fires':
      return [text('stops_fires'), 'ok'];
    case 'late': {
      const price = walk.with?.marks.find(each => each.symbol === stop.symbol)?.price;
      const position = view.pool.positions.find(each => each.symbol === stop.symbol);
      if (price === undefined) return [text('stops_late'), 'danger'];
      const side = price < toFloat(position?.markPrice) ? 'below' : 'above';
      return [text('stops_late_at', format.liquidationPrice(price, side, position?.tick)), 'danger'];
    }
    case 'unfilled':
      return [text('stops_unfilled'), 'danger'];
    case 'away':
      return stop.beyondLiquidation ? [text('stops_beyond'), 'danger'] : [text('stops_away'), 'plain'];
    case 'idle':
      return [text('stops_idle'), 'plain'];
    default:
      return [text('word_unknown'), 'unknown'];
  }
}

function without(
  { withoutStop }: StopWalk,
  view: PoolView,
  fromScreen: boolean,
  { text }: Manner,
): TableRow[] {
  if (withoutStop.length === 0) return [];
  const names = withoutStop.map(symbol => coinOf(symbol, view)).join(', ');
  const cell = fromScreen
    ? { text: text('stops_screen'), level: 'unknown' as const }
    : { text: text('stops_none'), level: 'warn' as const };
  return [{ name: names, cells: [cell], hint: null }];
}

/** What the stops are good for, taken together. */
function outcome(walk: StopWalk, stops: StopVerdict[], view: PoolView, manner: Manner): Note[] {
  const { text, format } = manner;
  const fire = stops.filter(each => each.verdict === 'fires').length;
  if (fire === 0 || !walk.without) return [];
  const far = (at: number) =>
    walk.path === 'design' ? format.sigma(at) : format.move(walk.path === 'down' ? -at : at);
  const before = far(walk.without.at);
  const { gap } = walk;
  const inJump: Note[] =
    gap && gap.before <= 0 && gap.after > 0 ? [{ level: 'plain', text: text('stops_gap') }] : [];
  if (!walk.with) {
    const left = walk.equity === null ? '' : format.room(walk.equity, view.report.unit);
    return [
      { level: 'ok' as const, text: text(left ? 'stops_survives_with' : 'stops_survives', before, left) },
      ...inJump,
    ];
  }
  const later = walk.with.at > walk.without.at;
  return [
    {
      level: later ? 'ok' : 'warn',
      text: text(later ? 'stops_later' : 'stops_sooner', before, far(walk.with.at)),
    },
    ...inJump,
  ];
}

/** "BTC" of "BTCUSDT": the factor, where the pool has no other contract on it. */
export function coinOf(symbol: string, { pool }: PoolView): string {
  const own = pool.positions.find(each => each.symbol === symbol);
  const others = pool.positions.filter(each => each.factor === own?.factor && each.symbol !== symbol);
  return own && others.length === 0 ? own.factor : symbol;
}
