import type { Text } from './text';
import type { HistoryView } from './view';
import { Why } from './why';

/** The distance of the last 24 hours; the bottom is liquidation. Where nothing was known there is no line. */
export function Sparkline({ history, text }: { history: HistoryView; text: Text }) {
  const { line, warn, danger, top } = history;
  return (
    <div class="spark">
      <Why hint={history.hint}>{history.caption}</Why>
      <svg viewBox="0 -4 960 108" preserveAspectRatio="none" aria-hidden="true">
        <path class="l-warn" d={`M0 ${warn}H960`} />
        <path class="l-danger" d={`M0 ${danger}H960`} />
        <path d="M0 100H960" />
        <path class="line" d={line} />
      </svg>
      <div class="row" aria-hidden="true">
        <span>{text('history_start')}</span>
        <span>{text('history_top', top)}</span>
        <span>{text('card_now')}</span>
      </div>
    </div>
  );
}
