/** What the extension's own pages may ask, and the answers: popup, watching, sites, settings, recording. */
import type { Problem } from '../engine/report';
import type { PageToBackground, Reply } from '../messages';
import { parseSettings, type Settings } from '../settings';
import type { Text } from '../ui/text';
import type { PopupView } from '../ui/view';
import type { Venue } from '../venues/venue';
import type { Accounts } from './accounts';
import type { Alerting } from './alerting';
import type { Requester } from './api';
import type { Candles } from './candles';
import type { Desk } from './desk';
import { type History, historyCsv } from './history';
import type { Keys } from './keys';
import { isAboutKeys } from './keys/answers';
import { KEYS } from './memory';
import type { Area, Permissions } from './parts';
import type { Polling } from './polling';
import { problemNotes } from './problems';
import { publicUrl } from './public-api';
import type { Recorder } from './recorder';
import type { Review } from './review';
import type { Sessions, Source } from './sessions';
import { diagnosticsView } from './view/diagnostics';
import { popupView } from './view/popup';
import type { Manner } from './view/subject';

interface Parts {
  venues: readonly Venue[];
  sessions: Sessions;
  accounts: Accounts;
  alerting: Alerting;
  history: History;
  candles: Candles;
  desk: Desk;
  polling: Polling;
  requester: Requester;
  recorder: Recorder;
  review: Review;
  keys: Pick<Keys, 'answer' | 'problems'>;
  permissions: Permissions;
  session: Area;
  text: Text;
  now: () => number;
  manner: () => Manner;
  /** What is wrong with the store and the settings. */
  troubles: () => Problem[];
  /** An address is watched from now on: keep it, ask for it. */
  watched: (source: Source) => Promise<void>;
  /** An account was forgotten, with the sources that watched it. */
  forgotten: (account: string, watches: Source[]) => Promise<void>;
  apply: (settings: Settings) => Promise<void>;
}

/** Problems of a source are said for this long after they last happened. */
const PROBLEM_AGE = 10 * 60_000;

export function refuse(code: string, message: string): Reply<never> {
  return { ok: false, code, message };
}

export function failed(error: unknown): Reply<never> {
  return refuse('failed', error instanceof Error ? error.message : String(error));
}

export function createAnswers(parts: Parts): (message: PageToBackground) => Promise<Reply<unknown>> {
  const { sessions, accounts, recorder, text, now } = parts;

  const popup = async (): Promise<PopupView> => {
    parts.review.now();
    const known = accounts.all().flatMap(each => {
      const subject = parts.desk.ofAccount(each);
      return subject ? [{ id: each.id, subject, history: parts.history.of(each.id) }] : [];
    });
    const manner = parts.manner();
    const sites = await Promise.all(
      parts.venues.map(async venue => {
        const url = publicUrl(venue);
        const granted = url === null || (await parts.permissions.granted(url));
        return { venue: venue.id, name: venue.name, enabled: manner.settings.sites[venue.id], granted };
      }),
    );
    const problems = problemNotes({
      problems: [
        ...parts.troubles(),
        ...parts.keys.problems(),
        ...parts.candles.problems(),
        ...sessions.all().flatMap(({ problems: list }) => list.filter(each => now() - each.at < PROBLEM_AGE)),
      ],
      forbidden: parts.polling.forbidden().map(each => each.host),
      resting: parts.requester.resting(),
      now: now(),
      text,
    });
    const alerts = parts.alerting
      .recent()
      .map(({ title, message, at }) => ({ text: text('alert_line', title, message), at }));
    return popupView(
      { accounts: known, sites, alerts, problems, diagnostics: diagnosticsView(sessions, manner) },
      manner,
    );
  };

  return async message => {
    if (isAboutKeys(message)) return parts.keys.answer(message);
    switch (message.type) {
      case 'page-to-background/popup':
        return { ok: true, value: await popup() };
      case 'page-to-background/watch': {
        const typed = message.address.trim();
        const venue = parts.venues.find(each => each.address(typed) !== null);
        const source = venue ? sessions.watch(venue.id, typed) : null;
        if (!source) return refuse('bad-address', text('refused_bad_address'));
        await parts.watched(source);
        return { ok: true, value: `${source.venue.id}:${source.address}` };
      }
      case 'page-to-background/forget': {
        const id = message.account;
        const watches = sessions.all().filter(({ venue, address }) => `${venue.id}:${address}` === id);
        const known = accounts.forget(id);
        if (!known && watches.length === 0) return refuse('unknown-account', text('refused_unknown_account'));
        await parts.forgotten(id, watches);
        return { ok: true, value: null };
      }
      case 'page-to-background/history':
        return { ok: true, value: historyCsv(parts.history.of(message.account)) };
      case 'page-to-background/site': {
        const { settings } = parts.manner();
        await parts.apply({ ...settings, sites: { ...settings.sites, [message.venue]: message.enabled } });
        return { ok: true, value: null };
      }
      case 'page-to-background/settings':
        return { ok: true, value: parts.manner().settings };
      case 'page-to-background/save-settings': {
        const parsed = parseSettings(message.settings);
        if (!parsed.ok) {
          return refuse('bad-settings', text('refused_settings', parsed.path, parsed.message));
        }
        await parts.apply(parsed.value);
        return { ok: true, value: parsed.value };
      }
      case 'page-to-background/record': {
        const source = sessions.get(`tab:${message.tabId}`);
        if (!source) return refuse('no-page', text('refused_no_page'));
        recorder.start(source.key, source.venue.id, source.url ?? '', message.seconds);
        return { ok: true, value: recorder.progress() };
      }
      case 'page-to-background/recording': {
        const progress = recorder.progress();
        if (progress.state !== 'none') return { ok: true, value: progress };
        const kept = await parts.session.get([KEYS.recording]);
        return { ok: true, value: kept[KEYS.recording] ?? progress };
      }
    }
  };
}
