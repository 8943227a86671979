import { expect, it } from 'vitest';
import messages from '../../public/_locales/en/messages.json';
import { textOf } from '../ui/text';
import type { Figure, StripView } from '../ui/view';
import { isFromBefore, staleStrip, waitingStrip } from './waiting';

const text = textOf(messages);
const figure = (now: string): Figure => ({
  label: 'x',
  now,
  level: 'danger',
  after: [{ side: 'buy', text: '−5.0%', level: 'danger' }],
  hint: '',
});
const strip: StripView = {
  level: 'danger',
  word: 'danger',
  joint: figure('−9.8%'),
  usage: figure('91%'),
  nearest: figure('none'),
  largest: null,
  note: null,
};

it('marks every figure stale and keeps what was said', () => {
  const stale = staleStrip(strip, 'no contact', text);
  expect(stale).toMatchObject({ level: 'stale', word: 'stale', note: 'no contact' });
  for (const each of [stale.joint, stale.usage, stale.nearest]) {
    expect(each.level).toBe('stale');
    expect(each.after.map(after => after.level)).toEqual(['stale']);
  }
  expect(stale.joint.now).toBe('−9.8%');
  expect(strip.joint.level).toBe('danger');
});

it('leaves unknown unknown: what was never known cannot be stale', () => {
  const stale = staleStrip(waitingStrip(text), 'no contact', text);
  expect(stale).toMatchObject({ level: 'unknown', note: 'no contact' });
  expect(stale.usage.now).toBe('unknown');
});

it('knows figures from before the page began, and tells nothing by a clock that was set back', () => {
  expect(isFromBefore(999, 1000, 1500)).toBe(true);
  expect(isFromBefore(1000, 1000, 1500)).toBe(false);
  expect(isFromBefore(null, 1000, 1500)).toBe(false);
  expect(isFromBefore(400, 1000, 500)).toBe(false);
});
