import { expect, it } from 'vitest';
import { announcer } from './announce';

it('says changes of the level, at most one in ten seconds, and never a change that was undone', () => {
  let at = 0;
  const say = announcer(() => at);
  expect(say('ok', 'safe')).toBeNull();
  expect(say('ok', 'safe')).toBeNull();
  expect(say('warn', 'caution')).toBe('caution');
  at = 3000;
  expect(say('danger', 'danger')).toBeNull();
  at = 9000;
  expect(say('warn', 'caution')).toBeNull();
  at = 11_000;
  expect(say('warn', 'caution')).toBeNull();
  at = 12_000;
  expect(say('danger', 'danger')).toBe('danger');
});
