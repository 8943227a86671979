import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DEFAULT_SETTINGS, type Settings } from '../../settings';
import '../../ui/drawing.css';
import { browserText } from '../../ui/text';
import { ask } from '../ask';
import '../page.css';
import { VENUES, venueIds } from '../../venues/ids';
import { themedPage } from '../themed-page';
import { Backup } from './backup';
import { Keys } from './keys/keys';
import { NumberField } from './number-field';
import { OwnScenario } from './own-scenario';
import './options.css';
import { Watches } from './watches';

const text = browserText();

interface Said {
  text: string;
  good: boolean;
}

function Options({ wish }: { wish(theme: Settings['theme']): void }) {
  const [settings, setSettings] = useState<Settings | null>(null);
  const [said, setSaid] = useState<Said>({ text: '', good: true });

  useEffect(() => {
    void ask<Settings>({ type: 'page-to-background/settings' }).then(reply => {
      if (reply.ok) setSettings(reply.value);
      else setSaid({ text: text('options_unreachable', reply.message), good: false });
    });
  }, []);

  /** The background checks and keeps; what it refuses stays on screen, with the reason. */
  const save = async (next: Settings, done = text('options_saved')) => {
    setSettings(next);
    const reply = await ask({ type: 'page-to-background/save-settings', settings: next });
    setSaid(
      reply.ok ? { text: done, good: true } : { text: text('options_refused', reply.message), good: false },
    );
    if (reply.ok) wish(next.theme);
  };

  return (
    <>
      <h1>{text('options_title')}</h1>
      <p class={`said ${said.good ? 'l-ok' : 'l-danger'}`} aria-live="polite">
        {said.text}
      </p>
      {settings ? <Fields settings={settings} save={save} /> : null}
      <Keys text={text} />
      <Backup
        settings={settings}
        text={text}
        save={save}
        refuse={reason => setSaid({ text: text('options_import_bad', reason), good: false })}
        reset={() => save(DEFAULT_SETTINGS)}
      />
    </>
  );
}

function Fields({ settings, save }: { settings: Settings; save(next: Settings): void }) {
  const threshold = (
    of: 'usage' | 'joint',
    level: 'warn' | 'danger',
    label: 'options_usage_warn' | 'options_usage_danger' | 'options_joint_warn' | 'options_joint_danger',
  ) => (
    <NumberField
      label={text(label)}
      unit={text('options_percent')}
      value={settings[of][level] * 100}
      least={1}
      most={99}
      change={percent => save({ ...settings, [of]: { ...settings[of], [level]: percent / 100 } })}
    />
  );
  return (
    <>
      <section class="panel">
        <h2>{text('options_thresholds')}</h2>
        {threshold('usage', 'warn', 'options_usage_warn')}
        {threshold('usage', 'danger', 'options_usage_danger')}
        {threshold('joint', 'warn', 'options_joint_warn')}
        {threshold('joint', 'danger', 'options_joint_danger')}
        <NumberField
          label={text('options_keep')}
          unit={text('options_sigmas')}
          value={settings.keepSigmas}
          least={0.5}
          most={8}
          change={keepSigmas => save({ ...settings, keepSigmas })}
        />
        <p class="cap faint">{text('options_thresholds_hint')}</p>
      </section>
      <section class="panel">
        <h2>{text('options_notify')}</h2>
        <label class="line">
          <span>{text('options_notify_label')}</span>
          <input
            type="checkbox"
            checked={settings.notify}
            onChange={event => save({ ...settings, notify: event.currentTarget.checked })}
          />
        </label>
        <NumberField
          label={text('options_cooldown')}
          unit={text('options_minutes')}
          value={settings.coolDownMinutes}
          least={0}
          most={1440}
          change={coolDownMinutes => save({ ...settings, coolDownMinutes })}
        />
      </section>
      <Watches alerts={settings.alerts} text={text} change={alerts => save({ ...settings, alerts })} />
      <OwnScenario
        own={settings.ownScenario}
        text={text}
        change={ownScenario => save({ ...settings, ownScenario })}
      />
      <section class="panel">
        <h2>{text('options_stale')}</h2>
        {venueIds.map(venue => (
          <NumberField
            key={venue}
            label={text('options_stale_venue', VENUES[venue].name)}
            unit={text('options_seconds')}
            value={settings.staleAfterSeconds[venue]}
            least={3}
            most={600}
            change={seconds =>
              save({ ...settings, staleAfterSeconds: { ...settings.staleAfterSeconds, [venue]: seconds } })
            }
          />
        ))}
      </section>
      <section class="panel">
        <h2>{text('options_sites')}</h2>
        {venueIds.map(venue => (
          <label class="line" key={venue}>
            <span>{text('options_site', VENUES[venue].name)}</span>
            <input
              type="checkbox"
              checked={settings.sites[venue]}
              onChange={event =>
                save({ ...settings, sites: { ...settings.sites, [venue]: event.currentTarget.checked } })
              }
            />
          </label>
        ))}
        <label class="line">
          <span>{text('options_theme')}</span>
          <select
            value={settings.theme}
            onChange={event => save({ ...settings, theme: event.currentTarget.value as Settings['theme'] })}
          >
            <option value="auto">{text('options_theme_auto')}</option>
            <option value="light">{text('options_theme_light')}</option>
            <option value="dark">{text('options_theme_dark')}</option>
          </select>
        </label>
      </section>
    </>
  );
}

const wish = themedPage(document);
document.title = text('options_title');
render(<Options wish={wish} />, document.getElementById('page')!);
