import { describe, expect, it } from 'vitest';
import { contrast, type Rgb, rgb } from './contrast';
import { heatmapInk } from './heatmap-ink';
import { PALETTES } from './palette';

it('agrees with the published examples of WCAG', () => {
  expect(contrast(rgb('#000000'), rgb('#ffffff'))).toBeCloseTo(21, 5);
  // WebAIM's often quoted border case: #767676 on white is the lightest grey that passes.
  expect(contrast(rgb('#767676'), rgb('#ffffff'))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(rgb('#777777'), rgb('#ffffff'))).toBeLessThan(4.5);
});

describe.each(['dark', 'light'] as const)('%s', theme => {
  const palette = PALETTES[theme];
  it.each(['ink', 'dim', 'faint', 'ok', 'warn', 'danger'] as const)('%s is legible', name => {
    for (const ground of ['bg', 'card', 'raised'] as const) {
      expect(contrast(rgb(palette[name]), rgb(palette[ground])), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('prints every correlation legibly', () => {
    const channels = (text: string) => text.match(/\d+/g)!.map(Number) as unknown as Rgb;
    for (let hundredths = -100; hundredths <= 100; hundredths++) {
      const { fill, ink } = heatmapInk(hundredths / 100, theme);
      expect(contrast(channels(ink), channels(fill)), String(hundredths)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
