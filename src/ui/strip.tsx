import { Figure } from './figure';
import type { Text } from './text';
import type { StripView } from './view';

/** The body of the strip, 40 px high: the distance now → after; the word for the state; usage; the nearest alone. */
export function Strip({ strip, text }: { strip: StripView; text: Text }) {
  return (
    <>
      <span class="lead">
        <Figure figure={strip.joint} text={text} />
        <span class="under">
          <span class={`word l-${strip.level}`}>{strip.word}</span>
          <span class="note" title={strip.note ?? strip.joint.hint}>
            {strip.note ?? strip.joint.label}
          </span>
        </span>
      </span>
      <span class={`side${strip.joint.after.length > 1 ? ' two' : ''}`}>
        <Small figure={strip.usage} label={text('strip_used')} text={text} />
        <Small figure={strip.nearest} label={text('strip_alone')} text={text} />
      </span>
    </>
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
