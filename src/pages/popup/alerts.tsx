import { age } from '../../ui/format';
import type { Text } from '../../ui/text';
import type { PopupView } from '../../ui/view';

const SHOWN = 5;

export function Alerts({ alerts, text }: { alerts: PopupView['alerts']; text: Text }) {
  const latest = [...alerts].sort((a, b) => b.at - a.at).slice(0, SHOWN);
  return (
    <section class="panel">
      <h2>{text('popup_alerts')}</h2>
      {latest.length ? (
        <ul class="alerts">
          {latest.map(alert => (
            <li key={`${alert.at}${alert.text}`}>
              <span>{alert.text}</span>
              <time class="faint" dateTime={new Date(alert.at).toISOString()}>
                {text('popup_alert_ago', age(Date.now() - alert.at))}
              </time>
            </li>
          ))}
        </ul>
      ) : (
        <p class="faint">{text('popup_no_alerts')}</p>
      )}
    </section>
  );
}
