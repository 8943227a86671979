/** What the overlay of each tab is told: its setup, and the view of its page's account. */
import type { Place } from '../messages';
import type { Text } from '../ui/text';
import type { VenueId } from '../venues/venue';
import { accountId, type Known } from './accounts';
import type { Desk } from './desk';
import type { Sample } from './history';
import type { Clock } from './parts';
import { createPorts, type Ports } from './ports';
import { sayProblem } from './problems';
import type { Sessions, Source } from './sessions';
import { cardView, type Deeper } from './view/card';
import { emptyStrip } from './view/empty';
import { stripView } from './view/strip';
import type { Manner, Subject } from './view/subject';

export function createOverlays(parts: {
  clock: Clock;
  sessions: Sessions;
  desk: Desk;
  text: Text;
  manner: () => Manner;
  place: (venue: VenueId) => Place;
  history: (account: string) => readonly Sample[];
  known: () => Known[];
}): Ports {
  const { sessions, desk, text } = parts;
  const deeper = (source: Source, subject: Subject): Deeper => ({
    history: parts.history(accountId(source.venue.id, subject.reading)),
    advice: desk.adviceFor(source, subject),
    ...desk.exposures(parts.known()),
  });
  return createPorts({
    clock: parts.clock,
    onError: error => console.debug('Plimsoll', error),
    setup(tabId) {
      const source = sessions.get(`tab:${tabId}`);
      if (!source) return null;
      const { id } = source.venue;
      const { sites, theme } = parts.manner().settings;
      return {
        type: 'background-to-overlay/setup',
        enabled: sites[id],
        place: parts.place(id),
        venue: id,
        theme,
      };
    },
    view(tabId, open) {
      const source = sessions.get(`tab:${tabId}`);
      const manner = parts.manner();
      if (!source || !manner.settings.sites[source.venue.id]) return null;
      const subject = desk.ofSource(source, open);
      if (!subject) {
        const problem = source.problems.at(-1);
        const strip = emptyStrip({ text }, problem ? sayProblem(problem, text) : null);
        return { type: 'background-to-overlay/view', strip, card: null, accountAt: null };
      }
      const said = subject.sourceProblems.map(each => ({ ...each, message: sayProblem(each, text) }));
      const shown = { ...subject, sourceProblems: said };
      return {
        type: 'background-to-overlay/view',
        strip: stripView(shown, manner),
        card: open ? cardView(shown, manner, deeper(source, subject)) : null,
        accountAt: subject.reading.accountAt,
        ...(subject.reading.fromScreen ? { fromScreen: true as const } : {}),
      };
    },
  });
}
