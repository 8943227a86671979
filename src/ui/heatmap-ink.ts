import { blend, contrast, type Rgb, rgb } from './contrast';
import { PALETTES, type ThemeName } from './palette';

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/**
 * Fill and ink of a cell with this correlation. The ramp runs over 0…1, where coins live: a scale from −1
 * would spend half its colours on what does not occur. Negative ones are hatched by the caller.
 */
export function heatmapInk(correlation: number, theme: ThemeName): { fill: string; ink: string } {
  const strength = Math.min(1, Math.abs(correlation));
  // Squared: the difference between .6 and .9 is what matters, and it gets most of the ramp.
  const fill = blend(rgb(PALETTES[theme].heat), rgb(PALETTES[theme].card), 0.08 + 0.87 * strength ** 2);
  const ink = contrast(BLACK, fill) > contrast(WHITE, fill) ? BLACK : WHITE;
  return { fill: `rgb(${fill.join(' ')})`, ink: `rgb(${ink.join(' ')})` };
}
