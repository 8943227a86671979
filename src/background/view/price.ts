/** A liquidation price in words of the format, also where the venue's tick is not known yet. */
import { toFloat } from '../../engine/decimal';
import type { Formats } from '../../ui/format';
import type { Crossing } from './nearest';

/** Without a tick six digits: an unrounded root has twenty, and none of them after the sixth is worth reading. */
export function priceOf(
  { price, side, tick }: Pick<Crossing, 'price' | 'side' | 'tick'>,
  format: Formats,
): string {
  return format.liquidationPrice(tick === null ? toFloat(price) : price, side, tick);
}
