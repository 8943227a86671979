import { Figure } from './figure';
import type { Text } from './text';
import type { MarginView } from './view';

const percent = (part: number) => `${Math.min(1, Math.max(0, part)) * 100}%`;

/** A straight bar: full is liquidation on every venue, whichever way its own ratio runs. */
export function MarginGauge({ margin, text }: { margin: MarginView; text: Text }) {
  const { figure, used, usedAfter, threshold } = margin;
  const more = used !== null && usedAfter !== null && usedAfter > used;
  const less = used !== null && usedAfter !== null && usedAfter < used;
  return (
    <section class="sec">
      <div class="row">
        <span class="name" title={figure.hint}>
          {figure.label}
        </span>
        <Figure figure={figure} text={text} />
      </div>
      <div class={`bar${used === null ? ' unknown' : ''}`} aria-hidden="true">
        {used === null ? null : <i class={`l-${figure.level}`} style={{ width: percent(used) }} />}
        {more ? <u style={{ left: percent(used), width: percent(usedAfter - used) }} /> : null}
        {less ? (
          <u class="less" style={{ left: percent(usedAfter), width: percent(used - usedAfter) }} />
        ) : null}
        <s style={{ left: percent(threshold) }} title={text('card_threshold')} />
      </div>
      <div class="row cap">
        <span>{margin.room}</span>
        <span class="faint">{text('card_liquidates')}</span>
      </div>
    </section>
  );
}
