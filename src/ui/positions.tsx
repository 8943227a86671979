import type { Text } from './text';
import type { PositionRow } from './view';
import { Section } from './why';

const GLYPH = { long: '▲', short: '▼', flat: '–' };
const NAME = { long: 'card_long', short: 'card_short', flat: 'card_flat' } as const;

/** Two lines a position: what it is and how far it is alone; how large, and what the venue prints. */
export function Positions({ rows, text }: { rows: PositionRow[]; text: Text }) {
  if (!rows.length) return null;
  return (
    <Section
      title={text('card_positions')}
      detail={text('card_positions_note')}
      hint={text('card_positions_hint')}
    >
      <ul class="positions">
        {rows.map(row => (
          <li key={`${row.symbol}${row.side}`}>
            <span class="name">
              <b>{row.symbol}</b> <span class="dim">{GLYPH[row.side]}</span>{' '}
              <span class="dim">{text(NAME[row.side])}</span>
            </span>
            <span class={`num l-${row.level}`}>{row.alone}</span>
            <span class="faint">
              {row.size} · {row.value}
            </span>
            <span class="faint num">
              {text('card_venue', row.venue.text)} <Agreement agrees={row.venue.agrees} text={text} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Agreement({ agrees, text }: { agrees: boolean | null; text: Text }) {
  const [glyph, level, key] =
    agrees === null
      ? (['–', 'unknown', 'card_venue_unknown'] as const)
      : agrees
        ? (['✓', 'ok', 'card_venue_agrees'] as const)
        : (['≠', 'danger', 'card_venue_differs'] as const);
  return (
    <span class={`l-${level}`} title={text(key)}>
      <span aria-hidden="true">{glyph}</span>
      <span class="sr">{text(key)}</span>
    </span>
  );
}
