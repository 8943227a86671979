/** What every source has said so far, and how much of it was of use. */
import { age } from '../../ui/format';
import type { SourceView } from '../../ui/view';
import type { Sessions, Source } from '../sessions';
import type { Manner } from './subject';

export function diagnosticsView(
  sessions: Pick<Sessions, 'all' | 'heard'>,
  { text, now }: Pick<Manner, 'text' | 'now'>,
): SourceView[] {
  const way = ({ keyId, address }: Source) =>
    text(keyId !== null ? 'popup_by_key' : address !== null ? 'popup_by_address' : 'popup_by_page');
  return sessions.all().map(source => ({
    title: `${source.venue.name} · ${way(source)}`,
    rows: sessions
      .heard(source)
      .map(({ what, read, ignored, at }) => ({ what, read, ignored, age: age(now - at) })),
  }));
}
