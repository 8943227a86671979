import { expect, it } from 'vitest';
import { groundOf, opaqueColour, themeOf } from './theme';

it('reads computed colours', () => {
  expect(opaqueColour('rgb(11, 14, 17)')).toEqual([11, 14, 17]);
  expect(opaqueColour('rgba(0, 0, 0, 0)')).toBeNull();
  expect(opaqueColour('rgba(255, 255, 255, 0.9)')).toEqual([255, 255, 255]);
  expect(opaqueColour('color(srgb 1 0.5 0 / 0.2)')).toBeNull();
  expect(opaqueColour('color(srgb 1 0.5 0)')).toEqual([255, 127.5, 0]);
  expect(opaqueColour('oklch(0.2 0.1 200)')).toBeNull();
  expect(opaqueColour('transparent')).toBeNull();
});

it('takes the first opaque background, and the browser’s wish when there is none', () => {
  expect(themeOf(['rgba(0, 0, 0, 0)', 'rgb(11, 14, 17)', 'rgb(255, 255, 255)'], 'light')).toBe('dark');
  expect(themeOf(['rgb(250, 250, 250)'], 'dark')).toBe('light');
  expect(themeOf(['rgba(0, 0, 0, 0)', 'oklch(1 0 0)'], 'dark')).toBe('dark');
  expect(themeOf([], 'light')).toBe('light');
});

it('makes the first opaque background fully so, and makes none up', () => {
  expect(groundOf(['rgba(0, 0, 0, 0)', 'rgba(11, 14, 17, 0.9)', 'rgb(255, 255, 255)'])).toBe('rgb(11 14 17)');
  expect(groundOf(['color(srgb 1 0.5 0)'])).toBe('rgb(255 128 0)');
  expect(groundOf(['transparent', 'oklch(1 0 0)'])).toBeNull();
});
