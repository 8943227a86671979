import { Afters, Figure, Now } from './figure';
import type { Text } from './text';
import type { Figure as FigureView, LargestView, StripView } from './view';

/** The body of the strip, 40 px high: the distance now → after; the word for the state; usage; the nearest alone. */
export function Strip({ strip, text }: { strip: StripView; text: Text }) {
  const { note } = strip;
  const usage = <Usage figure={strip.usage} text={text} />;
  const nearest = <Nearest figure={strip.nearest} text={text} />;
  const under = (
    <span class="under">
      <span class={`word l-${strip.level}`}>{strip.word}</span>
      {note === null && strip.largest ? <Largest largest={strip.largest} /> : null}
      <span class="note" title={note ?? strip.joint.hint}>
        {note ?? strip.joint.label}
      </span>
    </span>
  );
  if (note === null) {
    return (
      <>
        <span class="lead">
          <Figure figure={strip.joint} text={text} />
          {under}
        </span>
        <span class="side">
          {usage}
          {nearest}
        </span>
      </>
    );
  }
  // What has to be known before trusting the figures gets the width of the strip; the nearest is in the card.
  return (
    <span class="lead noted">
      <span class="top">
        <Figure figure={strip.joint} text={text} />
        <span class="side">{usage}</span>
      </span>
      {under}
      <span class="sr">{nearest}</span>
    </span>
  );
}

/** Where there is little room the distance that it keeps gives way first; a number is whole or not there. */
function Largest({ largest }: { largest: LargestView }) {
  const { label, sides, unit, target, hint } = largest;
  return (
    <>
      <span class="max" title={hint}>
        {label}
        {sides.map(({ side, size, level }) => (
          <span key={side} class={`l-${level}`}>
            {' '}
            {side ? <i aria-hidden="true">{side === 'buy' ? '▲' : '▼'}</i> : null}
            {size}
          </span>
        ))}
        {unit ? ` ${unit}` : ''}
      </span>
      <span class="keeps">{target}</span>
    </>
  );
}

/** Where there is little room the label gives way first, then what follows the order; never the figure of now. */
function Usage({ figure, text }: { figure: FigureView; text: Text }) {
  return (
    <span class="small" title={`${figure.label}: ${figure.hint}`}>
      <Figure figure={figure} text={text} />
      <span class="label" aria-hidden="true">
        {text('strip_used')}
      </span>
    </span>
  );
}

/**
 * Where there is little room the label gives way first, then the name; it is drawn as its coin and read out in
 * full. What follows the order is read out too, and drawn in the card.
 */
function Nearest({ figure, text }: { figure: FigureView; text: Text }) {
  return (
    <span class="small" title={`${figure.label}: ${figure.hint}`}>
      <span class="fig">
        <span class="sr">{figure.label}</span>
        <Now figure={figure} />
        <span class="sr">
          <Afters after={figure.after} text={text} />
        </span>
      </span>
      <span class="label" aria-hidden="true">
        {text('strip_alone')}
      </span>
    </span>
  );
}
