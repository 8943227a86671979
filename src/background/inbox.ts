/** What overlays say, taken in: traffic to the state of its page, the form, the overlay's visibility and place. */
import type { Place, Traffic } from '../messages';
import type { Settings } from '../settings';
import { tableRead } from '../venues/page/table-reading';
import type { Venue, VenueId, VenueMessage } from '../venues/venue';
import type { PageForm } from './desk';
import { receiveFromOverlay } from './incoming';
import type { Ports } from './ports';
import type { Recorder } from './recorder';
import type { Sessions, Source } from './sessions';

export function createInbox(parts: {
  venueOf: (url: string) => Venue | null;
  sessions: Sessions;
  ports: Ports;
  recorder: Recorder;
  settings: () => Settings;
  now: () => number;
  onTraffic: (source: Source) => void;
  onForm: (tabId: number, page: PageForm) => void;
  onPlace: (venue: VenueId, place: Place) => void;
}): (tabId: number, url: string, raw: unknown) => void {
  const { sessions, ports } = parts;

  const hear = (source: Source, traffic: Traffic[]) => {
    const time = parts.now();
    // A page cannot make its word fresher than now, whatever its clock says.
    const messages: VenueMessage[] = traffic.map(each => ({ ...each, at: Math.min(each.at, time) }));
    for (const message of messages) parts.recorder.heard(source.key, message);
    sessions.ingest(source, messages);
    parts.onTraffic(source);
  };

  /** `url` is the browser's word for where the message comes from; what stands in `raw` is not trusted. */
  return (tabId, url, raw) => {
    const source = sessions.page(tabId, url);
    if (!source || !parts.settings().sites[source.venue.id]) return;
    const { message, problems } = receiveFromOverlay(raw);
    if (problems.length > 0) {
      sessions.problem(source, problems);
      ports.touch(tabId);
    }
    switch (message?.type) {
      case 'overlay-to-background/traffic':
        hear(source, message.traffic);
        return;
      case 'overlay-to-background/form':
        // The page may say where it is, but not that it is another site.
        if (parts.venueOf(message.url) !== source.venue) return;
        parts.onForm(tabId, { url: message.url, form: message.form });
        ports.touch(tabId, true);
        return;
      case 'overlay-to-background/table': {
        // What a page says of its traffic can be replayed; what stood on its screen cannot, and is not recorded.
        if (!source.venue.screen || parts.venueOf(message.url) !== source.venue) return;
        const at = parts.now();
        const body = tableRead(message.tables);
        if (!body) return;
        sessions.ingest(source, [{ at, via: 'screen', url: message.url, direction: 'in', body }]);
        parts.onTraffic(source);
        return;
      }
      case 'overlay-to-background/shown':
        ports.shown(tabId, message);
        return;
      case 'overlay-to-background/place':
        parts.onPlace(source.venue.id, message.place);
    }
  };
}
