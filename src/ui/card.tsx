import { Figure } from './figure';
import { Heatmap } from './heatmap';
import { Ladder } from './ladder';
import { MarginGauge } from './margin-gauge';
import { Notes } from './notes';
import type { ThemeName } from './palette';
import { Path } from './path';
import { Positions } from './positions';
import type { Text } from './text';
import type { CardView, StripView } from './view';

interface Props {
  card: CardView;
  strip: StripView;
  theme: ThemeName;
  text: Text;
}

/** One click deeper: the distance, then the margin, then alone and together, then what it is made of. */
export function Card({ card, strip, theme, text }: Props) {
  const { after } = strip.joint;
  return (
    <>
      <section class="sec">
        <div class="h">
          <span>{card.title}</span>
          <span class={card.check.level === 'ok' ? '' : `l-${card.check.level}`}>{card.check.text}</span>
        </div>
        <div class="headline">
          <Figure figure={strip.joint} text={text} />
          {after.length === 1 ? <span class="cap">{text('after_order')}</span> : null}
        </div>
        <p class="sentence">
          {card.sentence}
          {card.odds ? <> {card.odds}</> : null}
        </p>
        <Notes notes={card.warnings} />
        {strip.note && !card.warnings.some(warning => warning.text === strip.note) ? (
          <Notes notes={[{ text: strip.note, level: strip.level === 'ok' ? 'unknown' : strip.level }]} />
        ) : null}
      </section>
      <MarginGauge margin={card.margin} text={text} />
      <Ladder ladder={card.ladder} text={text} />
      {card.path ? <Path path={card.path} text={text} /> : null}
      <Positions rows={card.positions} text={text} />
      {card.heatmap ? <Heatmap heatmap={card.heatmap} theme={theme} text={text} /> : null}
      {card.basis.length ? (
        <section class="sec basis">
          <div class="h">{text('card_basis')}</div>
          <ul>
            {card.basis.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
