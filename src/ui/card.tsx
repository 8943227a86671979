import { Figure } from './figure';
import { Heatmap } from './heatmap';
import { Ladder } from './ladder';
import { MarginGauge } from './margin-gauge';
import { Notes } from './notes';
import type { ThemeName } from './palette';
import { Path } from './path';
import { Positions } from './positions';
import { Remedies } from './remedies';
import { Sparkline } from './sparkline';
import { Table } from './table';
import type { Text } from './text';
import type { CardView, StripView } from './view';
import { Section, Why } from './why';

interface Props {
  card: CardView;
  strip: StripView;
  /** Under which of the heatmap's correlations it is looked at. */
  stress: number;
  choose(stress: number): void;
  theme: ThemeName;
  text: Text;
}

/** One click deeper: the distance, then the margin, then alone and together, then what it is made of. */
export function Card({ card, strip, stress, choose, theme, text }: Props) {
  const { after } = strip.joint;
  return (
    <>
      <section class="sec">
        <div class="h">
          <span>{card.title}</span>
          <span class={card.check.level === 'ok' ? '' : `l-${card.check.level}`}>{card.check.text}</span>
        </div>
        <div class="headline">
          <Why hint={strip.joint.hint}>
            <Figure figure={strip.joint} text={text} bare />
          </Why>
          {after.length === 1 ? <span class="cap">{text('after_order')}</span> : null}
        </div>
        <p class="sentence">
          {card.sentence}
          {card.odds ? (
            <>
              {' '}
              <Why hint={card.oddsHint}>{card.odds}</Why>
            </>
          ) : null}
        </p>
        {card.history ? <Sparkline history={card.history} text={text} /> : null}
        <Notes notes={card.warnings} />
        {strip.note && !card.warnings.some(warning => warning.text === strip.note) ? (
          <Notes notes={[{ text: strip.note, level: strip.level === 'ok' ? 'unknown' : strip.level }]} />
        ) : null}
      </section>
      <MarginGauge margin={card.margin} text={text} />
      <Ladder ladder={card.ladder} text={text} />
      {card.remedies ? <Remedies remedies={card.remedies} /> : null}
      {card.path ? <Path path={card.path} text={text} /> : null}
      {card.stops ? <Table table={card.stops} /> : null}
      {card.scenarios ? <Table table={card.scenarios} /> : null}
      {card.heatmap ? (
        <Heatmap heatmap={card.heatmap} stress={stress} choose={choose} theme={theme} text={text} />
      ) : null}
      <Positions rows={card.positions} text={text} />
      {card.leverage ? <Table table={card.leverage} /> : null}
      {card.isolation ? <Table table={card.isolation} /> : null}
      {card.exposure ? <Table table={card.exposure} folded /> : null}
      {card.basis.length ? (
        <Section class="basis" title={text('card_basis')} hint={text('card_basis_hint')}>
          <ul>
            {card.basis.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}
