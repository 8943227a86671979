import { ladderAxis } from './ladder-axis';
import type { Text } from './text';
import type { LadderPoint, LadderRow, LadderView } from './view';

const ROW = 22;
const AXIS = 20;
const x = (part: number) => `${(part * 100).toFixed(2)}%`;
const percent = (move: number) => `${move < 0 ? '−' : '+'}${Math.round(Math.abs(move) * 100)}%`;
/** "−9.9%" of "−9.9%, at 57,664". */
const moveOf = (point: LadderPoint) => point.text.split(', ')[0]!;

/** How far the price may move before liquidation: alone and together, on both sides, now and after the order. */
export function Ladder({ ladder, text }: { ladder: LadderView; text: Text }) {
  const { rows } = ladder;
  if (!rows.length) return null;
  const axis = ladderAxis(rows);
  const height = rows.length * ROW;
  const now = axis.at(0);
  const after = rows.some(row => row.belowAfter || row.aboveAfter);
  return (
    <section class="sec">
      <div class="h">
        <span>{text('card_ladder')}</span>
        <span class="key">
          <svg width="9" height="9" aria-hidden="true">
            <circle cx="4.5" cy="4.5" r="3.5" fill="currentColor" />
          </svg>
          {text('card_now')}
          {after ? (
            <>
              <svg width="10" height="10" aria-hidden="true">
                <circle cx="5" cy="5" r="3.6" fill="none" stroke="var(--warn)" stroke-width="1.8" />
              </svg>
              {text('card_after')}
            </>
          ) : null}
        </span>
      </div>
      <div class="ladder" role="img" aria-label={text('card_ladder_label')}>
        <div class="names" aria-hidden="true">
          {rows.map(row => (
            <span class={row.emphasised ? 'strong' : ''} key={row.label} title={row.label}>
              {row.label}
            </span>
          ))}
        </div>
        <svg width="100%" height={height + AXIS} aria-hidden="true">
          {axis.ticks.map(tick => (
            <g key={tick}>
              <line x1={x(axis.at(tick))} x2={x(axis.at(tick))} y1="0" y2={height} class="grid" />
              <text x={x(axis.at(tick))} y={height + 14} text-anchor={anchor(axis.at(tick))} class="tick">
                {percent(tick)}
              </text>
            </g>
          ))}
          <line x1={x(now)} x2={x(now)} y1="0" y2={height} class="nowline" />
          <text x={x(now)} y={height + 14} text-anchor={anchor(now)} class="tick">
            {text('card_now')}
          </text>
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
    </section>
  );
}

function anchor(part: number): 'start' | 'middle' | 'end' {
  return part < 0.06 ? 'start' : part > 0.94 ? 'end' : 'middle';
}

function spoken(row: LadderRow, text: Text): string {
  const now = [row.below, row.above].flatMap(point => (point ? [point.text] : []));
  const then = [row.belowAfter, row.aboveAfter].flatMap(point => (point ? [point.text] : []));
  const said = row.text ? [row.text, ...now] : now;
  return then.length ? [...said, `${text('after_order')} ${then.join(', ')}`].join(', ') : said.join(', ');
}

interface RungProps {
  row: LadderRow;
  y: number;
  axis: ReturnType<typeof ladderAxis>;
  text: Text;
}

function Rung({ row, y, axis, text }: RungProps) {
  const now = axis.at(0);
  const r = row.emphasised ? 5 : 3.5;
  const points = [row.below, row.above].filter(point => point !== null);
  const afters = [row.belowAfter, row.aboveAfter].filter(point => point !== null);
  const label = (point: LadderPoint | null, other: LadderPoint | null, side: -1 | 1) => {
    if (!point) return null;
    const places = [axis.at(point.move), other ? axis.at(other.move) : axis.at(point.move)];
    const outer = Math[side < 0 ? 'min' : 'max'](...places);
    const inner = Math[side < 0 ? 'max' : 'min'](...places);
    const outside = side < 0 ? outer > 0.2 : outer < 0.8;
    // Near the end of the axis the words stand on the line, where there is room; otherwise only on hover.
    if (!outside && Math.abs(inner - now) < 0.25) return null;
    const start = outside ? side > 0 : side < 0;
    return (
      <text
        x={x(outside ? outer : inner)}
        dx={start ? 9 : -9}
        y={y + 4}
        text-anchor={start ? 'start' : 'end'}
        class={`at${row.emphasised ? ' strong' : ''}`}
      >
        {moveOf(point)}
      </text>
    );
  };
  return (
    <g class={`rung l-${row.level}${row.emphasised ? ' strong' : ''}`}>
      {row.text && !points.length ? (
        <text
          x={x(now)}
          dx={now > 0.5 ? -8 : 8}
          y={y + 4}
          text-anchor={now > 0.5 ? 'end' : 'start'}
          class="tick"
        >
          {row.text}
        </text>
      ) : null}
      {points.map(point => (
        <line key={point.text} x1={x(axis.at(point.move))} x2={x(now)} y1={y} y2={y} class="reach" />
      ))}
      {points.map(point => (
        <Dot key={point.text} point={point} y={y} r={r} axis={axis} text={text} kind="dot" />
      ))}
      {afters.map(point => (
        <Dot key={point.text} point={point} y={y} r={r} axis={axis} text={text} kind="ring" />
      ))}
      {label(row.below, row.belowAfter, -1)}
      {label(row.above, row.aboveAfter, 1)}
    </g>
  );
}

function Dot(props: {
  point: LadderPoint;
  y: number;
  r: number;
  axis: RungProps['axis'];
  text: Text;
  kind: string;
}) {
  const { point, y, r, axis, text, kind } = props;
  const beyond = axis.beyond(point.move);
  const at = axis.at(point.move);
  return (
    <circle
      cx={x(Math.min(0.985, Math.max(0.015, at)))}
      cy={y}
      r={r}
      class={`${kind}${beyond ? ' beyond' : ''}`}
    >
      <title>{beyond ? `${point.text} (${text('card_beyond')})` : point.text}</title>
    </circle>
  );
}
