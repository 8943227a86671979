/** The nearest price multiplier at which a pool changes between safe and liquidatable, exact. */
import { firstLeaving } from './curve';
import { Decimal, ONE, RESIDUE, ZERO } from './decimal';
import type { Moving } from './motion';

export type Trigger = 'at-or-below' | 'below';

/** True when headroom of this sign is liquidatable. */
export function liquidatable(sign: -1 | 0 | 1, trigger: Trigger): boolean {
  return sign < 0 || (sign === 0 && trigger === 'at-or-below');
}

/**
 * Walks from the mark (m = 1) down to 0 (side −1) or up without end (side 1), stretch by stretch, until the
 * state differs from that at the mark. What it returns is the boundary of the other state, which is 1 when
 * the state changes right beside the mark; null when it never changes.
 */
export function crossing(moving: Moving, side: 1 | -1, trigger: Trigger): Decimal | null {
  const before = liquidatable(moving.signAt(ONE), trigger);
  const keep = before ? -1 : 1;
  // Zero has left the state of the mark when it is safe at 0 and was not, or liquidatable at 0 and was not.
  const closed = liquidatable(0, trigger) !== before;
  const ends = moving
    .bounds()
    .filter(m => (side > 0 ? m.gt(ONE) : m.lt(ONE)))
    .sort((a, b) => side * a.cmp(b));
  let from = ONE;
  for (const to of [...ends, side > 0 ? null : ZERO]) {
    // Two bounds that differ by a rounding residue are one.
    if (to?.minus(from).abs().lte(from.times(NEARLY_NOTHING))) continue;
    const middle = to === null ? from.times(2) : from.plus(to).div(2);
    const left = firstLeaving(moving.curveAround(middle), { from, to }, keep, closed);
    if (left) return left;
    if (to === null || to.isZero()) return null;
    if (liquidatable(moving.signAt(to), trigger) !== before) return to;
    from = to;
  }
  return null;
}

const NEARLY_NOTHING = new Decimal(`1e-${RESIDUE}`);
