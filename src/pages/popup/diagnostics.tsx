import type { Text } from '../../ui/text';
import type { SourceView } from '../../ui/view';

/** What was read and what was not, folded away: for whoever looks for the reason of a gap. */
export function Diagnostics({ sources, text }: { sources: SourceView[]; text: Text }) {
  if (sources.length === 0) return null;
  return (
    <details class="panel">
      <summary>{text('popup_diagnostics')}</summary>
      {sources.map(({ title, rows }) => (
        <table key={title} class="heard">
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{text('popup_heard_what')}</th>
              <th scope="col">{text('popup_heard_read')}</th>
              <th scope="col">{text('popup_heard_ignored')}</th>
              <th scope="col">{text('popup_heard_age')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.what} class={row.read === 0 ? 'faint' : undefined}>
                <td>{row.what}</td>
                <td>{row.read}</td>
                <td>{row.ignored}</td>
                <td>{row.age}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </details>
  );
}
