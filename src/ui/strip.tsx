import { Figure } from './figure';
import type { Text } from './text';
import type { StripView } from './view';

/** The body of the strip, 40 px high: the distance now → after; the word for the state; usage; the nearest alone. */
export function Strip({ strip, text }: { strip: StripView; text: Text }) {
  const { note } = strip;
  const usage = <Small figure={strip.usage} label={text('strip_used')} text={text} />;
  const nearest = <Small figure={strip.nearest} label={text('strip_alone')} text={text} />;
  const under = (
    <span class="under">
      <span class={`word l-${strip.level}`}>{strip.word}</span>
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
    <span class="lead">
      <span class="top">
        <Figure figure={strip.joint} text={text} />
        <span class="side">{usage}</span>
      </span>
      {under}
      <span class="sr">{nearest}</span>
    </span>
  );
}

/** When there is little room the label gives way first, then what follows the order; never the figure of now. */
function Small({ figure, label, text }: { figure: StripView['usage']; label: string; text: Text }) {
  return (
    <span class="small" title={`${figure.label}: ${figure.hint}`}>
      <Figure figure={figure} text={text} />
      <span class="label" aria-hidden="true">
        {label}
      </span>
    </span>
  );
}
