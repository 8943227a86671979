/** What giving a position a pool of its own would do, and what it would not. */
import type { TableView } from '../../ui/view';
import type { Advice } from '../advice';
import { sayDistance } from './remedies';
import { coinOf } from './stops';
import type { Manner, PoolView } from './subject';

/** Of the most restless position for its size; null: there is nothing to isolate from. */
export function isolationView(
  view: PoolView,
  { remedies, isolation: one }: Advice,
  manner: Manner,
): TableView | null {
  const { text, format } = manner;
  if (!remedies || !one) return null;
  const coin = coinOf(one.symbol, view);
  const money = (amount: number | null) => (amount === null ? text('word_unknown') : format.loss(amount));
  const row = (name: string, cells: string[]) => ({
    name,
    cells: cells.map(each => ({ text: each, level: 'plain' as const })),
    hint: null,
  });
  return {
    title: text('isolate_title', coin),
    detail: text('isolate_margin', format.need(one.margin, view.report.unit)),
    hint: text('isolate_hint'),
    head: [text('isolate_now'), coin, text('isolate_rest')],
    rows: [
      row(text('isolate_distance'), [
        sayDistance(remedies.now, manner),
        sayDistance(one.isolated, manner),
        sayDistance(one.rest, manner),
      ]),
      row(text('isolate_loss'), [money(one.lossNow), money(one.lossIsolated), money(one.lossRest)]),
      row(text('isolate_expected'), [
        money(one.expectedNow),
        text('isolate_both', money(one.expectedAfter)),
        '',
      ]),
    ],
    notes: [
      one.hedge
        ? { level: 'warn', text: text('isolate_hedge', coin) }
        : { level: 'plain', text: text('isolate_not', coin) },
    ],
  };
}
