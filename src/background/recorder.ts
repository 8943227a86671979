/** Records what one page says for a while, redacted, as a `plimsoll.recording/1` for a bug report. */
import type { RecordingProgress } from '../messages';
import type { VenueId, VenueMessage } from '../venues/venue';
import type { Difference } from './cross-check-window';
import type { Clock } from './parts';
import { createRedactor, type Redactor } from './redact';

export interface Recorder {
  start(source: string, venue: VenueId, page: string, seconds: number): void;
  /** Takes what a source heard; ignored unless it is the one being recorded. */
  heard(source: string, message: VenueMessage): void;
  progress(): RecordingProgress;
}

/** Characters; beyond it a recording stops taking more, and says how many it left out. */
const LIMIT = 16 * 1_048_576;

interface Running {
  source: string;
  venue: VenueId;
  page: string;
  until: number;
  redactor: Redactor;
  messages: VenueMessage[];
  size: number;
  left: number;
}

export function createRecorder(parts: {
  clock: Clock;
  /** Found so far for this source: figures that differ from the venue's. */
  differences: (source: string) => Difference[];
  onDone: () => void;
}): Recorder {
  const { clock } = parts;
  let running: Running | null = null;
  let done: RecordingProgress = { state: 'none' };
  let cancel: (() => void) | null = null;

  const finish = () => {
    if (!running) return;
    const { venue, page, messages, left, source, redactor } = running;
    const differences = parts.differences(source);
    const recording = {
      format: 'plimsoll.recording/1',
      venue,
      page: redactor.text(page),
      messages,
      ...(left > 0 ? { left } : {}),
      ...(differences.length > 0
        ? { differences: JSON.parse(redactor.text(JSON.stringify(differences))) }
        : {}),
    };
    done = { state: 'done', at: clock.now(), messages: messages.length, text: JSON.stringify(recording) };
    running = null;
    parts.onDone();
  };

  return {
    start(source, venue, page, seconds) {
      cancel?.();
      running = {
        source,
        venue,
        page,
        until: clock.now() + seconds * 1000,
        redactor: createRedactor(),
        messages: [],
        size: 0,
        left: 0,
      };
      cancel = clock.after(seconds * 1000, finish);
    },
    heard(source, message) {
      if (running?.source !== source) return;
      const text = JSON.stringify(message);
      if (running.size + text.length > LIMIT) {
        running.left++;
        return;
      }
      const { redactor } = running;
      running.size += text.length;
      // Bodies are text that holds JSON: redacted as text, so that no number is read and written anew.
      running.messages.push({
        ...message,
        url: redactor.text(message.url),
        ...(message.request === undefined ? {} : { request: redacted(message.request, redactor) }),
        ...(message.body === undefined ? {} : { body: redacted(message.body, redactor) }),
      });
    },
    progress: () =>
      running ? { state: 'recording', until: running.until, messages: running.messages.length } : done,
  };
}

function redacted(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.text(value);
  return JSON.parse(redactor.text(JSON.stringify(value)));
}
