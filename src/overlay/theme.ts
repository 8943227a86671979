import { luminance } from '../ui/contrast';
import type { ThemeName } from '../ui/palette';

/**
 * Red, green, blue 0…255 of a computed colour; null when it is (nearly) transparent or in a notation that
 * cannot be read. Computed backgrounds are rgb(), rgba() or color(srgb …).
 */
export function opaqueColour(css: string): [number, number, number] | null {
  const numbers = css.match(/-?[\d.]+(?:e-?\d+)?%?/gi)?.map(part => {
    const value = Number.parseFloat(part);
    return part.endsWith('%') ? value / 100 : value;
  });
  if (!numbers || numbers.length < 3 || (numbers[3] ?? 1) < 0.5) return null;
  const scale = css.startsWith('rgb') ? 1 : css.startsWith('color(srgb') ? 255 : null;
  if (scale === null) return null;
  return [numbers[0]! * scale, numbers[1]! * scale, numbers[2]! * scale];
}

/** Dark or light, by the first of these backgrounds that is opaque; `otherwise` when none is. */
export function themeOf(backgrounds: string[], otherwise: ThemeName): ThemeName {
  for (const css of backgrounds) {
    const colour = opaqueColour(css);
    if (colour) return luminance(colour) < 0.18 ? 'dark' : 'light';
  }
  return otherwise;
}

/** The first of these backgrounds that is opaque, made fully so; null when none is. */
export function groundOf(backgrounds: string[]): string | null {
  for (const css of backgrounds) {
    const colour = opaqueColour(css);
    if (colour) return `rgb(${colour.map(Math.round).join(' ')})`;
  }
  return null;
}

/** The backgrounds that lie behind this element, its own first, the page's last. */
export function backgroundsBehind(element: Element | null, document: Document): string[] {
  const found: string[] = [];
  const view = document.defaultView!;
  for (let each = element ?? document.body; each; each = each.parentElement!) {
    found.push(view.getComputedStyle(each).backgroundColor);
  }
  return found;
}
