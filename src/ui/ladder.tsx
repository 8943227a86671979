import { type LadderAxis, ladderAxis } from './ladder-axis';
import { Rung } from './rung';
import type { Text } from './text';
import type { LadderPoint, LadderRow, LadderView } from './view';
import { Section } from './why';

const ROW = 22;
const AXIS = 20;
const x = (part: number) => `${(part * 100).toFixed(2)}%`;
const percent = (move: number) => `${move < 0 ? '−' : '+'}${Math.round(Math.abs(move) * 100)}%`;

/** How far the price may move before liquidation: alone and together, on both sides, now and after the order. */
export function Ladder({ ladder, text }: { ladder: LadderView; text: Text }) {
  const { rows } = ladder;
  if (!rows.length) return null;
  const axis = ladderAxis(rows);
  return (
    <Section
      title={text('card_ladder')}
      detail={<Key rows={rows} text={text} />}
      hint={text('card_ladder_hint')}
    >
      <div class="ladder" role="img" aria-label={text('card_ladder_label')}>
        <div class="names" aria-hidden="true">
          {rows.map(row => (
            <span class={row.emphasised ? 'strong' : ''} key={row.label} title={row.label}>
              {row.label}
            </span>
          ))}
        </div>
        <div class="names values" aria-hidden="true">
          {rows.map(row => (
            <span class={row.emphasised ? `strong l-${row.level}` : ''} key={row.label}>
              {nearer(row)}
            </span>
          ))}
        </div>
        <svg width="100%" height={rows.length * ROW + AXIS} aria-hidden="true">
          <Scale axis={axis} height={rows.length * ROW} text={text} />
          {rows.map((row, i) => (
            <Rung key={row.label} row={row} y={i * ROW + ROW / 2} axis={axis} text={text} />
          ))}
        </svg>
      </div>
      <ul class="sr">
        {rows.map(row => (
          <li key={row.label}>{text('card_ladder_row', row.label, spoken(row, text))}</li>
        ))}
      </ul>
    </Section>
  );
}

/** What the glyphs mean: only those that are drawn. */
function Key({ rows, text }: { rows: LadderRow[]; text: Text }) {
  const sides = rows.flatMap(row => row.after.map(each => each.side));
  const chosen = sides.includes(null);
  return (
    <span class="key">
      <svg width="9" height="9" aria-hidden="true">
        <circle cx="4.5" cy="4.5" r="3.5" fill="currentColor" />
      </svg>
      {text('card_now')}
      {chosen ? (
        <>
          <svg width="10" height="10" aria-hidden="true">
            <circle cx="5" cy="5" r="3.6" fill="none" stroke="var(--warn)" stroke-width="1.8" />
          </svg>
          {text('card_after')}
        </>
      ) : null}
      {sides.includes('buy') ? (
        <>
          <b aria-hidden="true">▲</b>
          {text('after_buy')}
        </>
      ) : null}
      {sides.includes('sell') ? (
        <>
          <b aria-hidden="true">▼</b>
          {text('after_sell')}
        </>
      ) : null}
    </span>
  );
}

function Scale({ axis, height, text }: { axis: LadderAxis; height: number; text: Text }) {
  const now = axis.at(0);
  return (
    <>
      {axis.ticks.map(tick => (
        <g key={tick}>
          <line x1={x(axis.at(tick))} x2={x(axis.at(tick))} y1="0" y2={height} class="grid" />
          <text x={x(axis.at(tick))} y={height + 14} text-anchor={anchor(axis.at(tick))}>
            {percent(tick)}
          </text>
        </g>
      ))}
      <line x1={x(now)} x2={x(now)} y1="0" y2={height} class="nowline" />
      <text x={x(now)} y={height + 14} text-anchor={anchor(now)}>
        {text('card_now')}
      </text>
    </>
  );
}

function anchor(part: number): 'start' | 'middle' | 'end' {
  return part < 0.06 ? 'start' : part > 0.94 ? 'end' : 'middle';
}

/** "−9.9%" of "−9.9%, at 57,664", of the nearer side. */
function nearer({ below, above }: LadderRow): string {
  const points = [below, above].filter(point => point !== null);
  const [nearest] = points.sort((a, b) => Math.abs(a.move) - Math.abs(b.move));
  return nearest ? nearest.text.split(', ')[0]! : '';
}

function spoken(row: LadderRow, text: Text): string {
  const words = ({ below, above }: { below: LadderPoint | null; above: LadderPoint | null }) =>
    [below, above].flatMap(point => (point ? [point.text] : []));
  const then = row.after.flatMap(each => {
    const points = words(each).join(', ');
    const when = each.side === 'buy' ? 'after_buy' : each.side === 'sell' ? 'after_sell' : 'after_order';
    return points ? [`${text(when)} ${points}`] : [];
  });
  return [...(row.text ? [row.text] : []), ...words(row), ...then].join(', ');
}
