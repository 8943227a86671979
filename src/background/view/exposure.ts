/** What is held over all accounts, netted by coin: which says nothing of any one account's margin. */
import type { NetExposures } from '../../risk/decisions';
import type { Note, TableView } from '../../ui/view';
import type { Manner } from './subject';

/** More rows than this nobody reads. */
const MOST = 12;

/** Null: all that is held is in one pool, of which the card says everything already. */
export function exposureView(
  exposures: NetExposures | null,
  accounts: number,
  { text, format }: Manner,
): TableView | null {
  const { factors, excluded } = exposures ?? { factors: [], excluded: [] };
  const pools = new Set(
    factors.flatMap(({ parts }) => parts.map(each => [each.venue, each.account, each.pool].join(' '))),
  );
  if (pools.size + excluded.length < 2) return null;
  const money = (amount: number) => (amount === 0 ? '–' : format.usd(amount));
  const notes: Note[] = [];
  const opposed = factors.filter(each => each.opposed).map(each => each.factor);
  if (opposed.length > 0) notes.push({ level: 'warn', text: text('exposure_opposed', opposed.join(', ')) });
  notes.push({ level: 'plain', text: text('exposure_apart') });
  if (excluded.length > 0) {
    const names = excluded.map(({ venue, pool, reason }) => `${venue} ${pool}: ${reason}`);
    notes.push({ level: 'unknown', text: text('exposure_excluded', names.join('; ')) });
  }
  return {
    title: text('exposure_title'),
    detail: text('exposure_detail', String(accounts)),
    hint: text('exposure_hint'),
    head: [text('exposure_net'), text('card_long'), text('card_short')],
    rows: factors.slice(0, MOST).map(each => ({
      name: `${each.factor}${each.opposed ? ' ⇄' : ''}`,
      cells: [each.net, each.long, each.short].map(amount => ({ text: money(amount), level: 'plain' })),
      hint: each.parts.map(part => `${part.venue} ${part.pool} ${format.usd(part.exposure)}`).join(', '),
    })),
    notes,
  };
}
