import type { Settings, Watch } from '../../settings';
import type { Text } from '../../ui/text';
import { NumberField } from './number-field';

interface Props {
  alerts: Settings['alerts'];
  text: Text;
  change(alerts: Settings['alerts']): void;
}

/** What is notified beside margin used and distance: figures with thresholds, and conditions that hold or not. */
export function Watches({ alerts, text, change }: Props) {
  const figure = (
    name: 'sigmas' | 'probability' | 'bets',
    label: string,
    unit: string,
    [least, most]: [number, number],
    scale = 1,
  ) => {
    const watch = alerts[name];
    const set = (part: Partial<Watch>) => change({ ...alerts, [name]: { ...watch, ...part } });
    const threshold = (level: 'warn' | 'danger', words: string) => (
      <NumberField
        label={text('options_watch_of', label, words)}
        shown={words}
        unit={unit}
        value={watch[level] * scale}
        least={least}
        most={most}
        change={value => set({ [level]: value / scale })}
      />
    );
    return (
      <>
        <Switch label={label} on={watch.on} change={on => set({ on })} />
        {watch.on ? (
          <div class="indented">
            {threshold('warn', text('options_watch_warn'))}
            {threshold('danger', text('options_watch_danger'))}
          </div>
        ) : null}
      </>
    );
  };
  return (
    <section class="panel">
      <h2>{text('options_also')}</h2>
      {figure('sigmas', text('options_watch_sigmas'), text('options_sigmas'), [0.5, 8])}
      {figure('probability', text('options_watch_probability'), text('options_percent'), [0.01, 99], 100)}
      {figure('bets', text('options_watch_bets'), text('options_bets'), [1, 100])}
      <Switch
        label={text('options_without_stop')}
        on={alerts.withoutStop}
        change={withoutStop => change({ ...alerts, withoutStop })}
      />
      <Switch
        label={text('options_late_stop')}
        on={alerts.lateStop}
        change={lateStop => change({ ...alerts, lateStop })}
      />
      <p class="cap faint">{text('options_also_hint')}</p>
    </section>
  );
}

function Switch({ label, on, change }: { label: string; on: boolean; change(on: boolean): void }) {
  return (
    <label class="line">
      <span>{label}</span>
      <input type="checkbox" checked={on} onChange={event => change(event.currentTarget.checked)} />
    </label>
  );
}
