import type { ThemeName } from '../ui/palette';
import { backgroundsBehind, groundOf, themeOf } from './theme';

/** Attributes by which pages switch between dark and light. */
const ATTRIBUTES = ['class', 'style', 'data-theme', 'theme'];

interface Parts {
  window: Window & typeof globalThis;
  signal: AbortSignal;
  /** What the strip stands beside. */
  beside(): Element | null;
  /** The page may have switched: it wants a look. */
  changed(): void;
}

/** Dark or light: what the trader wished, else what lies behind the order form, else what the browser prefers. */
export function watchTheme({ window, signal, beside, changed }: Parts) {
  const { document } = window;
  let light: MediaQueryList | null = null;
  let wished: 'auto' | ThemeName = 'auto';
  let theme: ThemeName = 'dark';
  let ground: string | null = null;
  const attributes = new window.MutationObserver(changed);
  signal.addEventListener('abort', () => attributes.disconnect());

  return {
    /** Reads styles: when the page has just been painted that costs next to nothing. */
    look() {
      const behind = document.body ? backgroundsBehind(beside(), document) : [];
      ground = groundOf(behind);
      theme = wished === 'auto' ? themeOf(behind, light?.matches ? 'light' : 'dark') : wished;
    },
    theme: () => theme,
    /** The page's own colour beside the strip, as CSS; null: it has none that can be read. */
    ground: () => ground,
    wish(next: 'auto' | ThemeName) {
      wished = next;
    },
    /** Once the document is there. */
    begin() {
      light = window.matchMedia('(prefers-color-scheme: light)');
      light.addEventListener('change', changed, { signal });
      attributes.observe(document.documentElement, { attributeFilter: ATTRIBUTES });
      if (document.body) attributes.observe(document.body, { attributeFilter: ATTRIBUTES });
    },
  };
}
