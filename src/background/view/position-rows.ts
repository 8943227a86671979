/** The positions of a pool, each with its own distance and the price that the venue prints. */
import { toFloat } from '../../engine/decimal';
import type { PositionRow } from '../../ui/view';
import type { Verdict } from '../cross-check-window';
import { distanceLevel } from './levels';
import { alone, nearest } from './nearest';
import { priceOf } from './price';
import type { Manner, PoolView, Subject } from './subject';

export function positionRows(view: PoolView, subject: Subject, manner: Manner): PositionRow[] {
  const { text, format, settings } = manner;
  const { pool, report } = view;
  return report.positions.flatMap((each, k) => {
    const position = pool.positions[k];
    if (!position || position.symbol !== each.symbol) return [];
    const size = position.size ?? null;
    const sign = Math.sign(toFloat(size));
    if (sign === 0) return [];
    const one = { ...pool, positions: [position], collateral: [] };
    const closest =
      report.state === 'safe' ? nearest(alone(one, { ...report, positions: [each], collateral: [] })) : null;
    return [
      {
        symbol: position.symbol,
        side: sign > 0 ? ('long' as const) : sign < 0 ? ('short' as const) : ('flat' as const),
        size: size === null ? text('word_unknown') : format.size(size),
        value:
          each.value === null
            ? text('word_unknown')
            : text('card_value', format.size(rounded(each.value)), position.settle ?? pool.unit),
        alone:
          report.state === 'unknown'
            ? text('word_unknown')
            : report.state === 'liquidatable'
              ? text('word_now')
              : closest
                ? text('card_distance', format.move(closest.move), priceOf(closest, format))
                : text('card_no_price'),
        venue: venuePrice(view, k, subject, manner),
        level:
          report.state === 'unknown'
            ? ('unknown' as const)
            : report.state === 'liquidatable'
              ? ('danger' as const)
              : distanceLevel(closest ? Math.abs(closest.move) : Number.POSITIVE_INFINITY, settings),
      },
    ];
  });
}

/** What the venue prints is shown as it printed it; beside it whether ours agreed when it did. */
function venuePrice(
  { pool }: PoolView,
  k: number,
  subject: Subject,
  { text, format }: Manner,
): PositionRow['venue'] {
  const position = pool.positions[k]!;
  const checked = subject.reading.checked?.pools.find(each => each.id === pool.id);
  const twin = checked?.positions.find(
    each =>
      each.symbol === position.symbol && Math.sign(toFloat(each.size)) === Math.sign(toFloat(position.size)),
  );
  const printed = (position.reported ?? twin?.reported)?.liquidationPrice;
  const verdict = subject.verdicts.find(each => isOf(each, pool.id, position.symbol));
  return {
    text:
      printed === undefined
        ? text('word_not_printed')
        : printed === null
          ? text('word_none')
          : format.price(shortened(printed), position.tick),
    agrees: printed === undefined ? null : (verdict?.agrees ?? null),
  };
}

function isOf(verdict: Verdict, pool: string, symbol: string): boolean {
  return verdict.pool === pool && verdict.symbol === symbol && verdict.what === 'liquidation-price';
}

/** A value in whole cents is fine enough for the eye; the decimal text is cut, never computed with. */
function rounded(value: string): string {
  const [whole, part = ''] = value.split('.') as [string, string?];
  const digits = part.slice(0, whole.replace('-', '').length >= 4 ? 0 : 2);
  return digits ? `${whole}.${digits}` : whole;
}

/** Without a tick a price keeps all its digits: ten are enough for the eye. */
function shortened(price: string): string {
  return price.length > 14 ? price.slice(0, 14).replace(/\.$/, '') : price;
}
