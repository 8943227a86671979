import type { LadderAxis } from './ladder-axis';
import type { Text } from './text';
import type { After, LadderPoint, LadderRow } from './view';

const x = (part: number) => `${(part * 100).toFixed(2)}%`;

interface Props {
  row: LadderRow;
  /** The middle of the row, pixels. */
  y: number;
  axis: LadderAxis;
  text: Text;
}

/** One row of the ladder: from now to each price that liquidates, and where it moves after the order. */
export function Rung({ row, y, axis, text }: Props) {
  const now = axis.at(0);
  const points = [row.below, row.above].filter(point => point !== null);
  const hint = (point: LadderPoint) =>
    axis.beyond(point.move) ? `${point.text} (${text('card_beyond')})` : point.text;
  return (
    <g class={`rung l-${row.level}${row.emphasised ? ' strong' : ''}`}>
      {row.text && !points.length ? (
        <text
          x={x(now)}
          dx={now > 0.5 ? -8 : 8}
          y={y + 4}
          text-anchor={now > 0.5 ? 'end' : 'start'}
          class="said"
        >
          {row.text}
        </text>
      ) : null}
      {points.map(point => (
        <g key={point.text}>
          <line
            x1={x(axis.at(point.move))}
            x2={x(now)}
            y1={y}
            y2={y}
            class={`reach${axis.beyond(point.move) ? ' beyond' : ''}`}
          />
          {axis.beyond(point.move) ? (
            <Beyond point={point} y={y} axis={axis} hint={hint(point)} kind="dot" />
          ) : (
            <circle cx={x(axis.at(point.move))} cy={y} r={row.emphasised ? 5 : 3.5} class="dot">
              <title>{hint(point)}</title>
            </circle>
          )}
        </g>
      ))}
      {row.after.map(({ side, below, above }) =>
        [
          { point: below, now: row.below },
          { point: above, now: row.above },
        ].map(each =>
          each.point ? (
            <Then
              key={`${side}${each.point.text}`}
              point={each.point}
              now={each.now}
              side={side}
              y={y}
              strong={row.emphasised}
              axis={axis}
              hint={hint(each.point)}
            />
          ) : null,
        ),
      )}
    </g>
  );
}

interface ThenProps {
  point: LadderPoint;
  now: LadderPoint | null;
  side: After['side'];
  y: number;
  strong: boolean;
  axis: LadderAxis;
  hint: string;
}

/** A ring; while the side is open, a glyph for each: buying from under the line, selling from above it. */
function Then({ point, now, side, y, strong, axis, hint }: ThenProps) {
  if (axis.beyond(point.move)) {
    // Both are somewhere beyond: one arrow says so.
    if (now && axis.beyond(now.move)) return null;
    return <Beyond point={point} y={y} axis={axis} hint={hint} kind="ring" />;
  }
  const at = x(axis.at(point.move));
  if (side === null) {
    return (
      <circle cx={at} cy={y} r={strong ? 5 : 3.5} class="ring">
        <title>{hint}</title>
      </circle>
    );
  }
  const gap = strong ? 3 : 1.5;
  return (
    <svg x={at} y={y + (side === 'buy' ? gap : -gap)}>
      <title>{hint}</title>
      <path d={side === 'buy' ? 'M0,0 L4,7 L-4,7 Z' : 'M0,0 L4,-7 L-4,-7 Z'} class="side" />
    </svg>
  );
}

/** An arrow out of the scale: the price lies somewhere beyond. */
function Beyond({
  point,
  y,
  axis,
  hint,
  kind,
}: Pick<ThenProps, 'point' | 'y' | 'axis' | 'hint'> & { kind: string }) {
  return (
    <svg x={x(axis.at(point.move))} y={y}>
      <title>{hint}</title>
      <path d={point.move < 0 ? 'M-3,0 L5,-4.5 L5,4.5 Z' : 'M3,0 L-5,-4.5 L-5,4.5 Z'} class={kind} />
    </svg>
  );
}
