import { expect, test } from 'vitest';
import { parseStartOptions } from './options';

const parse = (line: string, hasDisplay = true) =>
  parseStartOptions(line.split(' ').filter(Boolean), hasDisplay, ['calm', 'crash']);

test('nothing said opens Hyperliquid in a window, in a calm market', () => {
  expect(parse('')).toMatchObject({
    venue: 'hyperliquid',
    scenario: 'calm',
    headless: false,
    screenshot: null,
  });
});

test('without a display the run is headless', () => {
  expect(parse('', false).headless).toBe(true);
});

test('a picture may be named or not, and makes the run headless', () => {
  expect(parse('--screenshot').screenshot).toBe('plimsoll.png');
  expect(parse('--headless --screenshot look.png --seconds 3')).toMatchObject({
    headless: true,
    screenshot: 'look.png',
    seconds: 3,
  });
  expect(parse('--screenshot --venue binance')).toMatchObject({
    screenshot: 'plimsoll.png',
    venue: 'binance',
  });
  expect(parse('--screenshot=a.png').headless).toBe(true);
});

test.each([
  ['--venue mars', '--venue is one of hyperliquid, binance, bybit, okx, dydx, deribit, not "mars"'],
  ['--scenario', '--scenario takes a value'],
  ['--scenario boom', '--scenario is one of calm, crash, not "boom"'],
  ['--seconds soon', '--seconds takes a whole number, not "soon"'],
  ['--what', '"--what" is not understood'],
])('%s is refused by name', (line, message) => {
  expect(() => parse(line)).toThrow(message);
});
