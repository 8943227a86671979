import type { Text } from './text';
import type { After, Figure as FigureView } from './view';

/** The order's afters: told apart by glyph and spoken word when the side is not chosen yet. */
export function Afters({ after, text }: { after: After[]; text: Text }) {
  return after.map(each => (
    <span class={`after l-${each.level}`} key={each.side ?? ''}>
      <span class="arrow" aria-hidden="true">
        {after.length > 1 ? (each.side === 'buy' ? '▲' : '▼') : '→'}
      </span>
      <span class="sr">
        {text(each.side === 'buy' ? 'after_buy' : each.side === 'sell' ? 'after_sell' : 'after_order')}
      </span>
      <span class="v">{each.text}</span>
    </span>
  ));
}

/** Now, and after the order. Numbers never move by themselves: they are replaced. */
export function Figure({ figure, text, name }: { figure: FigureView; text: Text; name?: string }) {
  return (
    <span class={`fig${figure.after.length > 1 ? ' two' : ''}`} title={figure.hint}>
      <span class="sr">{name ?? figure.label}</span>
      <span class={`now l-${figure.level}`}>{figure.now}</span>
      {figure.after.length ? (
        <span class="afters">
          {figure.after.length > 1 ? (
            <span class="arrow" aria-hidden="true">
              →
            </span>
          ) : null}
          <Afters after={figure.after} text={text} />
        </span>
      ) : null}
    </span>
  );
}
