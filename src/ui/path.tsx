import type { Text } from './text';
import type { PathRow, PathView } from './view';
import { Section } from './why';

/** The likeliest way to liquidation: what each coin does on it, and how much of the loss it brings. */
export function Path({ path, text }: { path: PathView; text: Text }) {
  const most = Math.max(...path.rows.map(({ share }) => Math.abs(share ?? 0)));
  return (
    <Section title={text('card_path')} detail={text('card_path_share')} hint={text('card_path_hint')}>
      <table class="path">
        <thead>
          <tr>
            <th scope="col">{text('card_path_coin')}</th>
            <th scope="col">{text('card_path_move')}</th>
            <th scope="col">{text('card_path_price')}</th>
            <th scope="col" colSpan={2}>
              <span class="sr">{text('card_path_share')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {path.rows.map(row => (
            <Row key={row.coin} row={row} most={most} />
          ))}
        </tbody>
      </table>
      {path.rest ? <div class="cap faint">{path.rest}</div> : null}
    </Section>
  );
}

/** What gains on the way (a hedge) has a hollow bar, and its minus sign. */
function Row({ row, most }: { row: PathRow; most: number }) {
  const { share } = row;
  const width = share === null || !most ? 0 : (Math.abs(share) / most) * 100;
  return (
    <tr>
      <th scope="row" title={row.coin}>
        {row.coin}
      </th>
      <td>{row.move}</td>
      <td>{row.price}</td>
      <td class="share" aria-hidden="true">
        <i class={share !== null && share < 0 ? 'gains' : ''} style={{ width: `${width.toFixed(1)}%` }} />
      </td>
      <td>{row.said}</td>
    </tr>
  );
}
