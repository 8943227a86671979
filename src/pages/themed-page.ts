import type { Settings } from '../settings';
import { PALETTES, paletteCss, type ThemeName } from '../ui/palette';
import { ask } from './ask';

/** Gives an extension page its colours: the browser's wish at once, the trader's when it is known. */
export function themedPage(document: Document) {
  const light = matchMedia('(prefers-color-scheme: light)');
  let wished: Settings['theme'] = 'auto';
  const paint = () => {
    const theme: ThemeName = wished === 'auto' ? (light.matches ? 'light' : 'dark') : wished;
    document.documentElement.setAttribute(
      'style',
      `${paletteCss(theme)};--scheme:${theme};background:${PALETTES[theme].bg}`,
    );
  };
  paint();
  light.addEventListener('change', paint);
  const wish = (theme: Settings['theme']) => {
    wished = theme;
    paint();
  };
  void ask<Settings>({ type: 'page-to-background/settings' }).then(reply => {
    if (reply.ok) wish(reply.value.theme ?? 'auto');
  });
  return wish;
}
