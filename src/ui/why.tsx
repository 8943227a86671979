import type { ComponentChildren } from 'preact';

/** A figure that explains itself when it is pointed at, focused or touched: one sentence under it. */
export function Why({ hint, children }: { hint: string; children: ComponentChildren }) {
  return (
    <button type="button" class="why">
      {children}
      <span class="tip">{hint}</span>
    </button>
  );
}

interface SectionProps {
  title: ComponentChildren;
  detail?: ComponentChildren;
  hint: string;
  /** Folded at first. */
  folded?: boolean;
  class?: string;
  children: ComponentChildren;
}

/** A part of the card under its heading, which folds it away and says what it rests on. */
export function Section({ title, detail, hint, folded, class: name, children }: SectionProps) {
  return (
    <details class={`sec${name ? ` ${name}` : ''}`} open={!folded}>
      <summary class="h">
        <span>{title}</span>
        {detail ? <span class="detail">{detail}</span> : null}
        <span class="tip">{hint}</span>
      </summary>
      {children}
    </details>
  );
}
