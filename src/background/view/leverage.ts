/** How large the positions are for what stands behind them, and how restless each is. */
import type { Position } from '../../engine/account';
import { toFloat } from '../../engine/decimal';
import type { PositionRisk } from '../../risk/decisions';
import { normalTail, studentTail } from '../../risk/value-at-risk';
import type { TableView } from '../../ui/view';
import type { Advice } from '../advice';
import { coinOf } from './stops';
import type { Manner, PoolView } from './subject';

const ONE_IN_A_HUNDRED = 0.99;

export function leverageView(view: PoolView, { positions }: Advice, manner: Manner): TableView | null {
  const { text, format } = manner;
  if (!positions || positions.positions.length === 0) return null;
  const { unit } = view.report;
  const times = (leverage: number | null) =>
    leverage === null ? text('word_unknown') : text('leverage_times', format.times(leverage));
  const money = (sigma: number | null) => (sigma === null ? text('word_unknown') : `±${format.loss(sigma)}`);
  return {
    title: text('leverage_title'),
    detail: text('leverage_detail', times(positions.leverage), times(positions.netLeverage)),
    hint: text('leverage_hint'),
    head: [text('leverage_day'), text('leverage_money', unit)],
    rows: positions.positions.map(each => ({
      name: `${nameOf(each, positions.positions, view)}${each.symbol === positions.candidate ? ' ◆' : ''}`,
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
            { level: 'plain' as const, text: tailWords(positions.dailySigma, unit, manner) },
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

/** Value at risk and expected shortfall of a day, from normal moves to fat tails. */
function tailWords(sigma: number, unit: string, { text, format }: Manner): string {
  const normal = normalTail(sigma, ONE_IN_A_HUNDRED);
  const fat = studentTail(sigma, ONE_IN_A_HUNDRED);
  return text(
    'leverage_tail',
    format.loss(normal.valueAtRisk),
    `${format.loss(fat.valueAtRisk)} ${unit}`,
    format.loss(normal.expectedShortfall),
    `${format.loss(fat.expectedShortfall)} ${unit}`,
  );
}

/** Two legs of one contract by their sides: both lists are in the order of their sizes. */
function nameOf(one: PositionRisk, all: PositionRisk[], view: PoolView): string {
  const coin = coinOf(one.symbol, view);
  const twins = all.filter(each => each.symbol === one.symbol);
  if (twins.length < 2) return coin;
  const size = (position: Position) => Math.abs(toFloat(position.size));
  const legs = view.pool.positions
    .filter(each => each.symbol === one.symbol && size(each) > 0)
    .sort((a, b) => size(b) - size(a));
  const leg = legs[twins.indexOf(one)];
  return leg ? `${coin} ${toFloat(leg.size) < 0 ? '▼' : '▲'}` : coin;
}
