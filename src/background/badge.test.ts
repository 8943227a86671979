import { expect, it } from 'vitest';
import { formats } from '../ui/format';
import { badgeView, createBadge } from './badge';

const format = formats('en');
const text = (...accounts: Parameters<typeof badgeView>[0]) => badgeView(accounts, format).text;

it('shows the worst account in at most four characters, rounded up', () => {
  expect(text({ level: 'ok', usage: 0.301 })).toBe('31%');
  expect(text({ level: 'ok', usage: 0.4 }, { level: 'warn', usage: 0.35 })).toBe('35%');
  expect(text({ level: 'ok', usage: 0.4 }, { level: 'ok', usage: 0.1 })).toBe('40%');
  expect(text({ level: 'danger', usage: 1.7 })).toBe('100%');
  expect(text({ level: 'danger', usage: Number.POSITIVE_INFINITY })).toBe('100%');
});

it('shows a question mark for what is stale or unknown, and nothing for nobody', () => {
  expect(text({ level: 'stale', usage: 0.3 })).toBe('?');
  expect(text({ level: 'unknown', usage: null })).toBe('?');
  expect(text()).toBe('');
});

it('lets danger that is known come before what cannot be told, and that before safety', () => {
  expect(text({ level: 'stale', usage: 0.3 }, { level: 'danger', usage: 0.85 })).toBe('85%');
  expect(text({ level: 'stale', usage: 0.3 }, { level: 'ok', usage: 0.1 })).toBe('?');
});

it('calls the browser only when something changed, and again after the browser cleared it', () => {
  const calls: string[] = [];
  const badge = createBadge({ set: (tab, shown) => void calls.push(`${tab} ${shown}`) });
  const view = { text: '31%', colour: '#56b4e9' };
  badge.show(1, view);
  badge.show(1, view);
  badge.show(null, view);
  badge.cleared(1);
  badge.show(1, view);
  expect(calls).toEqual(['1 31%', 'null 31%', '1 31%']);
});
