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

/** What is now; of a name as much is drawn as is needed ("BTC" of "BTCUSDT"), and all of it is read out. */
export function Now({ figure: { now, coin, level } }: { figure: FigureView }) {
  const space = now.lastIndexOf(' ');
  const name = now.slice(0, Math.max(0, space));
  const at = coin ? name.indexOf(coin) : -1;
  if (!name) return <span class={`now l-${level}`}>{now}</span>;
  return (
    <span class={`now l-${level}`}>
      <span class="coin">
        {coin && at >= 0 ? (
          <>
            <span class="sr">{name.slice(0, at)}</span>
            {coin}
            <span class="sr">{name.slice(at + coin.length)}</span>
          </>
        ) : (
          name
        )}
      </span>{' '}
      <span class="n">{now.slice(space + 1)}</span>
    </span>
  );
}

/** Now, and after the order. Numbers never move by themselves: they are replaced. */
export function Figure({
  figure,
  text,
  name,
  bare,
}: {
  figure: FigureView;
  text: Text;
  name?: string;
  /** What surrounds it explains it. */
  bare?: boolean;
}) {
  return (
    <span class={`fig${figure.after.length > 1 ? ' two' : ''}`} title={bare ? undefined : figure.hint}>
      <span class="sr">{name ?? figure.label}</span>
      <Now figure={figure} />
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
