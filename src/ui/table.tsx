import { Notes } from './notes';
import type { TableView } from './view';
import { Section } from './why';

/** Rows of words and figures under a heading, each told by text, not by colour alone. */
export function Table({ table, folded }: { table: TableView; folded?: boolean }) {
  return (
    <Section title={table.title} detail={table.detail} hint={table.hint} folded={folded}>
      {table.rows.length ? (
        <table class="rows">
          {table.head.length ? (
            <thead>
              <tr>
                <td />
                {table.head.map(name => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
          ) : null}
          <tbody>
            {table.rows.map(row => (
              <tr key={row.name} title={row.hint ?? undefined}>
                <th scope="row">{row.name}</th>
                {row.cells.map((cell, k) => (
                  <td key={k} class={`l-${cell.level}`}>
                    {cell.text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Notes notes={table.notes} />
    </Section>
  );
}
