import type { ThemeName } from '../ui/palette';
import { backgroundsBehind, groundOf, themeOf } from './theme';

/** Attributes by which pages switch between dark and light. */
const ATTRIBUTES = ['class', 'style', 'data-theme', 'theme'];

interface Parts {
  window: Window & typeof globalThis;
  signal: AbortSignal;
  /** What the strip stands beside. */
  beside(): Element | null;
  changed(): void;
}

/** Dark or light: what the trader wished, else what lies behind the order form, else what the browser prefers. */
export function watchTheme({ window, signal, beside, changed }: Parts) {
  const { document } = window;
  const light = window.matchMedia('(prefers-color-scheme: light)');
  let wished: 'auto' | ThemeName = 'auto';
  let theme: ThemeName = light.matches ? 'light' : 'dark';

  let ground: string | null = null;

  const look = () => {
    const was = [theme, ground];
    const behind = document.body ? backgroundsBehind(beside(), document) : [];
    ground = groundOf(behind);
    if (wished !== 'auto') theme = wished;
    else if (document.body) theme = themeOf(behind, light.matches ? 'light' : 'dark');
    if (theme !== was[0] || ground !== was[1]) changed();
  };
  const attributes = new window.MutationObserver(look);
  light.addEventListener('change', look, { signal });
  signal.addEventListener('abort', () => attributes.disconnect());

  return {
    look,
    theme: () => theme,
    /** The page's own colour beside the strip, as CSS; null: it has none that can be read. */
    ground: () => ground,
    wish(next: 'auto' | ThemeName) {
      wished = next;
      look();
    },
    /** Once the document is there. */
    begin() {
      attributes.observe(document.documentElement, { attributeFilter: ATTRIBUTES });
      if (document.body) attributes.observe(document.body, { attributeFilter: ATTRIBUTES });
      look();
    },
  };
}
