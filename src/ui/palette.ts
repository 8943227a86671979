/**
 * The colours, dark and light. Blue and orange stay apart for every kind of colour vision; no state is told
 * by colour alone. Each text colour reaches a contrast of 4.5 on `card` and on `raised` (the test beside).
 */
export interface Palette {
  /** Behind everything on the extension's own pages. */
  bg: string;
  card: string;
  /** A row that is pointed at, a chip, an input. */
  raised: string;
  line: string;
  ink: string;
  dim: string;
  faint: string;
  ok: string;
  warn: string;
  danger: string;
  /** The full colour of the heatmap. */
  heat: string;
}

export type ThemeName = 'dark' | 'light';

export const PALETTES: Record<ThemeName, Palette> = {
  dark: {
    bg: '#0f1318',
    card: '#151a21',
    raised: '#1c222b',
    line: '#2a323d',
    ink: '#e9edf2',
    dim: '#9aa6b4',
    faint: '#8692a1',
    ok: '#56b4e9',
    warn: '#e69f00',
    danger: '#ff7a45',
    heat: '#56b4e9',
  },
  light: {
    bg: '#eef1f4',
    card: '#ffffff',
    raised: '#f3f5f7',
    line: '#dbe1e8',
    ink: '#14181d',
    dim: '#4f5a67',
    faint: '#616d7a',
    ok: '#0069a6',
    warn: '#8f5d00',
    danger: '#b83c0a',
    heat: '#0072b2',
  },
};

/** The palette as CSS custom properties. */
export function paletteCss(theme: ThemeName): string {
  return Object.entries(PALETTES[theme])
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}
