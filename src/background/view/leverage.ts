/** How large the positions are for what stands behind them, and how restless each is. */
import type { TableView } from '../../ui/view';
import type { Advice } from '../advice';
import { coinOf } from './stops';
import type { Manner, PoolView } from './subject';

export function leverageView(view: PoolView, { positions }: Advice, manner: Manner): TableView | null {
  const { text, format } = manner;
  if (!positions || positions.positions.length === 0) return null;
  const { unit } = view.report;
  const times = (leverage: number | null) =>
    leverage === null ? text('word_unknown') : text('leverage_times', format.times(leverage));
  const money = (sigma: number | null) =>
    sigma === null ? text('word_unknown') : `±${format.need(sigma, '').trim()}`;
  return {
    title: text('leverage_title'),
    detail: text('leverage_detail', times(positions.leverage), times(positions.netLeverage)),
    hint: text('leverage_hint'),
    head: [text('leverage_day'), text('leverage_money', unit)],
    rows: positions.positions.map(each => ({
      name: `${coinOf(each.symbol, view)}${each.symbol === positions.candidate ? ' ◆' : ''}`,
      cells: [
        {
          text: each.volatility === null ? text('word_unknown') : `±${format.part(each.volatility)}`,
          level: 'plain',
        },
        { text: money(each.dailySigma), level: 'plain' },
      ],
      hint: each.guessed ? text('leverage_guessed') : null,
    })),
    notes: [
      ...(positions.dailySigma === null
        ? []
        : [
            {
              level: 'plain' as const,
              text: text('leverage_together', `${money(positions.dailySigma)} ${unit}`),
            },
          ]),
      ...(positions.candidate === null
        ? []
        : [
            {
              level: 'plain' as const,
              text: text('leverage_candidate', coinOf(positions.candidate, view)),
            },
          ]),
    ],
  };
}
