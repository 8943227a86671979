import { heatmapInk } from './heatmap-ink';
import type { ThemeName } from './palette';
import type { Text } from './text';
import type { HeatmapView } from './view';
import { Section } from './why';

/** Above this many coins the cells are too small for figures, which follow on hover. */
const PRINTED = 12;

/** ".86", "−.12"; 1 only for what is 1. */
function printed(correlation: number): string {
  const text = Math.min(Math.abs(correlation), 0.99).toFixed(2).slice(1);
  return correlation < 0 ? `−${text}` : text;
}

interface Props {
  heatmap: HeatmapView;
  /** Which of the view's stresses is drawn. */
  stress: number;
  choose(stress: number): void;
  theme: ThemeName;
  text: Text;
}

export function Heatmap({ heatmap, stress: chosen, choose, theme, text }: Props) {
  const { names, stresses } = heatmap;
  const stress = stresses[chosen] ?? stresses[0];
  const correlation = stress?.correlation ?? heatmap.correlation;
  const figures = names.length <= PRINTED;
  const negative = correlation.some(row => row.some(value => value !== null && value < 0));
  return (
    <Section
      title={<span class={`l-${heatmap.level === 'ok' ? 'plain' : heatmap.level}`}>{heatmap.caption}</span>}
      detail={heatmap.detail}
      hint={heatmap.hint}
    >
      {stresses.length > 1 ? (
        <fieldset class="tabs">
          <legend class="sr">{text('card_correlations')}</legend>
          {stresses.map((each, k) => (
            <button type="button" key={each.label} aria-pressed={each === stress} onClick={() => choose(k)}>
              {each.label} <b class={each.worse ? 'l-warn' : ''}>{each.said}</b>
            </button>
          ))}
        </fieldset>
      ) : null}
      {names.length > 1 ? (
        <table class={`heat${figures ? '' : ' dense'}${names.length > 7 ? ' tight' : ''}`}>
          <thead>
            <tr>
              <td />
              {names.map(name => (
                <th scope="col" key={name} title={name}>
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name, i) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  <span>{name}</span>
                </th>
                {names.map((other, j) => (
                  <Cell
                    key={other}
                    pair={[name, other]}
                    value={i === j ? 1 : (correlation[i]?.[j] ?? null)}
                    same={i === j}
                    figures={figures}
                    theme={theme}
                    text={text}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {negative ? <div class="cap faint">{text('card_negative')}</div> : null}
    </Section>
  );
}

interface CellProps {
  pair: [string, string];
  value: number | null;
  same: boolean;
  figures: boolean;
  theme: ThemeName;
  text: Text;
}

function Cell({ pair, value, same, figures, theme, text }: CellProps) {
  if (same) return <td class="same">·</td>;
  const said = value === null ? text('word_unknown') : printed(value);
  const title = text('card_correlation', ...pair, said);
  if (value === null) {
    return (
      <td class="none" title={title}>
        ?
      </td>
    );
  }
  const { fill, ink } = heatmapInk(value, theme);
  return (
    <td class={value < 0 ? 'against' : ''} style={{ backgroundColor: fill, color: ink }} title={title}>
      <span>{figures ? said : null}</span>
    </td>
  );
}
