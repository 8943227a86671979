import { Figure } from './figure';
import type { Text } from './text';
import type { MarginView } from './view';
import { Why } from './why';

const percent = (part: number) => `${Math.min(1, Math.max(0, part)) * 100}%`;

/** A straight bar: full is liquidation on every venue, whichever way its own ratio runs. */
export function MarginGauge({ margin, text }: { margin: MarginView; text: Text }) {
  const { figure, used, threshold } = margin;
  return (
    <section class="sec">
      <div class="row">
        <span class="name">{figure.label}</span>
        <Why hint={figure.hint}>
          <Figure figure={figure} text={text} bare />
        </Why>
      </div>
      <div class={`bar${used === null ? ' unknown' : ''}`} aria-hidden="true">
        {used === null ? null : <i class={`l-${figure.level}`} style={{ width: percent(used) }} />}
        <After margin={margin} />
        <s style={{ left: percent(threshold) }} title={text('card_threshold')} />
      </div>
      <div class="row cap">
        <span>{margin.room}</span>
        <span class="faint">{text('card_liquidates')}</span>
      </div>
    </section>
  );
}

/** One order is hatched: what it adds, or frees. While the side is open, each side has its glyph on the bar. */
function After({ margin }: { margin: MarginView }) {
  const { used, usedAfter } = margin;
  const [one, other] = usedAfter;
  if (!one || used === null) return null;
  if (other) {
    return usedAfter.map(each =>
      each.used === null ? null : (
        <b class={each.side ?? ''} key={each.side} style={{ left: percent(each.used) }}>
          {each.side === 'buy' ? '▲' : '▼'}
        </b>
      ),
    );
  }
  if (one.used === null || one.used === used) return null;
  const [from, to] = one.used > used ? [used, one.used] : [one.used, used];
  return (
    <u class={one.used > used ? '' : 'less'} style={{ left: percent(from), width: percent(to - from) }} />
  );
}
