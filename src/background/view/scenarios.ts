/** The scenario table: what is left after each shock, for the pool that is shown. */
import type { LookBack } from '../../risk/look-back';
import type { Scenario, ScenarioPool } from '../../risk/shocks';
import type { TableRow, TableView } from '../../ui/view';
import type { Advice } from '../advice';
import { usageLevel } from './levels';
import type { Manner, PoolView } from './subject';

/** Coins that a hint names; the rest is counted. */
const NAMED = 8;

export function scenariosView(view: PoolView, { scenarios, past }: Advice, manner: Manner): TableView | null {
  const { text } = manner;
  const rows = (scenarios ?? []).flatMap(scenario => {
    const pool = scenario.pools.find(each => each.id === view.report.id);
    return pool ? [row(scenario, pool, view, manner)] : [];
  });
  if (rows.length === 0) return null;
  return {
    title: text('scenarios_title'),
    detail: text('scenarios_detail', view.report.unit),
    hint: text('scenarios_hint'),
    head: [text('scenarios_equity'), text('scenarios_used'), text('scenarios_outcome')],
    rows,
    notes: past
      ? [{ level: past.liquidated > 0 ? 'danger' : 'plain', text: pastWords(past, view, manner) }]
      : [],
  };
}

/** What the positions of now would have made of the last weeks. */
function pastWords({ days, usual, worst, liquidated }: LookBack, { report }: PoolView, manner: Manner) {
  const { text, format } = manner;
  const span = String(Math.round(days));
  if (liquidated > 0) return text('scenarios_past_end', span, format.usage(liquidated));
  if (worst <= 0) return text('scenarios_past_gain', span);
  const lost = (amount: number) => `${format.loss(amount)} ${report.unit}`;
  return usual > 0
    ? text('scenarios_past', span, lost(worst), lost(usual))
    : text('scenarios_past_worst', span, lost(worst));
}

function row(scenario: Scenario, pool: ScenarioPool, view: PoolView, manner: Manner): TableRow {
  const { text, format, settings } = manner;
  const { outcome, equity, usage } = pool;
  const known = outcome === 'survives' || outcome === 'untouched';
  // What a liquidated account would be worth by the prices alone is not what its owner has left.
  const nothing = { text: '–', level: 'plain' as const };
  return {
    name: nameOf(scenario, view, manner),
    cells: [
      known && equity !== null ? { text: format.room(equity, '').trim(), level: 'plain' } : nothing,
      known && usage !== null
        ? {
            text: format.usage(usage),
            level: usageLevel(usage, settings) === 'ok' ? 'plain' : usageLevel(usage, settings),
          }
        : nothing,
      outcome === 'liquidated'
        ? { text: text('scenarios_liquidated'), level: 'danger' }
        : outcome === 'unknown'
          ? { text: text('word_unknown'), level: 'unknown' }
          : {
              text: text(outcome === 'untouched' ? 'scenarios_untouched' : 'scenarios_survives'),
              level: 'ok',
            },
    ],
    hint: hintOf(scenario, pool, manner),
  };
}

function nameOf({ id, market, asset, pools }: Scenario, view: PoolView, { text, format, settings }: Manner) {
  const moved = (coin: string, move: number) => text('scenarios_move', coin, format.shift(move));
  switch (id) {
    case 'october-2025':
      return text('scenarios_october');
    case 'together':
      return text('scenarios_together');
    case 'apart':
      return text('scenarios_apart');
    case 'depeg': {
      const move = pools.flatMap(({ moves }) => moves).find(({ factor }) => factor === asset)?.move;
      return text('scenarios_depeg', move === undefined ? (asset ?? '') : moved(asset ?? '', move));
    }
    case 'own': {
      const own = Object.entries(settings.ownScenario?.moves ?? {});
      return text('scenarios_own', own.map(([coin, move]) => moved(coin, move)).join(', '));
    }
    default:
      return moved(view.risk?.joint?.market ?? text('scenarios_market'), market ?? 0);
  }
}

function hintOf({ illustrative, source }: Scenario, pool: ScenarioPool, { text, format }: Manner): string {
  const moves = pool.moves.slice(0, NAMED).map(({ factor, move }) => `${factor} ${format.move(move)}`);
  const more = pool.moves.length - moves.length;
  return [
    [...moves, ...(more > 0 ? [text('card_path_more', String(more))] : [])].join(', '),
    ...(pool.guessed.length > 0 ? [text('scenarios_guessed', pool.guessed.join(', '))] : []),
    ...(illustrative ? [text('scenarios_illustrative')] : []),
    ...(source ? [source] : []),
  ]
    .filter(Boolean)
    .join(' · ');
}
