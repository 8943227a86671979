import type { Level } from './view';

/** The Plimsoll mark: a circle with the load line through it, in the colour of the level. */
export function Mark({ level }: { level: Level }) {
  return (
    <svg class={`mark l-${level}`} viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <circle cx="10" cy="10" r="6.6" fill="none" stroke="var(--ink)" stroke-width="1.6" />
      <line x1=".5" x2="19.5" y1="10" y2="10" stroke="currentColor" stroke-width="2.4" />
    </svg>
  );
}
