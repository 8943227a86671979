import { Notes } from './notes';
import type { RemediesView } from './view';
import { Section, Why } from './why';

/** What restores the distance, one beside the other; each says what it comes to. */
export function Remedies({ remedies }: { remedies: RemediesView }) {
  return (
    <Section title={remedies.title} detail={remedies.detail} hint={remedies.hint}>
      {remedies.chips.length ? (
        <div class="chips">
          {remedies.chips.map((chip, k) => (
            // Figures change with every tick; who stands on one with the keyboard stays there.
            <Why hint={chip.hint} key={`${k} ${chip.lead}`}>
              {chip.lead} <b class={`l-${chip.level}`}>{chip.figure}</b>
            </Why>
          ))}
        </div>
      ) : null}
      <Notes notes={remedies.notes} />
    </Section>
  );
}
