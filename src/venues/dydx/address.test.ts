import { describe, expect, it } from 'vitest';
import { address, nameOf, ofChannel, splitName } from './address';

describe('an address that is typed', () => {
  // The first two are those of captures of 2024 (v4-abacus), the third of one of 2025 (nautilus_trader).
  it.each([
    'dydx1jd8uuuwcfr2xg6ek0g3mes2kppzm54qd65npwe',
    'dydx155va0m7wz5n8zcqscn9afswwt04n4usj46wvp5',
    'dydx1n56z5fhmemtffzkt2eqyf9kuc7ycjfs86mvqy7',
  ])('%s is one', text => {
    expect(address(text)).toBe(text);
    expect(address(` ${text.toUpperCase()} `)).toBe(text);
    expect(address(`${text}/0`)).toBe(text);
    expect(address(`${text}/3`)).toBe(`${text}/3`);
  });

  it('is none when a sign is wrong, missing or too many, of another chain, or has no such number', () => {
    const good = 'dydx1jd8uuuwcfr2xg6ek0g3mes2kppzm54qd65npwe';
    for (let at = 5; at < good.length; at++) {
      const other = good[at] === 'q' ? 'p' : 'q';
      expect(address(good.slice(0, at) + other + good.slice(at + 1)), `sign ${at}`).toBeNull();
    }
    for (const text of [
      good.slice(0, -1),
      `${good}q`,
      good.replace('dydx1', 'cosmos1'),
      `${good}/128`,
      `${good}/x`,
      '',
      'dydx1',
      '0x00',
    ])
      expect(address(text), text).toBeNull();
  });
});

it('names an account by its parent subaccount, and reads the ids of channels', () => {
  expect(nameOf('dydx1x', 0)).toBe('dydx1x');
  expect(nameOf('dydx1x', 128)).toBe('dydx1x');
  expect(nameOf('dydx1x', 257)).toBe('dydx1x/1');
  expect(splitName('dydx1x/12')).toEqual({ address: 'dydx1x', parent: 12 });
  expect(ofChannel('dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4/1')).toBe(
    'dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4/1',
  );
  expect(ofChannel('dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4/0')).toBe(
    'dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4',
  );
  for (const id of ['BTC-USD', 'BTC-USD/1HOUR', '/0', 'dydx1/0', '']) expect(ofChannel(id), id).toBeNull();
});
