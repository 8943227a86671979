import { useState } from 'preact/hooks';
import { parseSettings, type Settings } from '../../settings';
import type { Text } from '../../ui/text';
import { saveFile } from '../save-file';

/** A settings file larger than this is none. */
const FILE_LIMIT = 64 * 1024;

interface Props {
  settings: Settings | null;
  text: Text;
  save(next: Settings, done: string): Promise<void>;
  refuse(reason: string): void;
  reset(): void;
}

/** The settings as a file, and back by the same parser that guards the store. Accounts and addresses are not in it. */
export function Backup({ settings, text, save, refuse, reset }: Props) {
  const [sure, setSure] = useState(false);
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > FILE_LIMIT) return refuse(file.name);
    let value: unknown;
    try {
      value = JSON.parse(await file.text());
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
    const parsed = parseSettings(value);
    if (parsed.ok) return save(parsed.value, text('options_imported'));
    refuse(`${parsed.path} ${parsed.message}`.trim());
  };
  return (
    <section class="panel">
      <h2>{text('options_backup')}</h2>
      <div class="buttons">
        <button
          type="button"
          class="button"
          disabled={settings === null}
          onClick={() => saveFile('plimsoll-settings.json', `${JSON.stringify(settings, null, 2)}\n`)}
        >
          {text('options_export')}
        </button>
        <label class="button file">
          {text('options_import')}
          <input
            type="file"
            accept="application/json,.json"
            class="sr"
            onChange={event => {
              void read(event.currentTarget.files?.[0]);
              // The same file may be chosen again after it was mended.
              event.currentTarget.value = '';
            }}
          />
        </label>
        <button
          type="button"
          class={`button${sure ? ' l-danger' : ''}`}
          onClick={() => {
            if (sure) reset();
            setSure(!sure);
          }}
          onBlur={() => setSure(false)}
        >
          {text(sure ? 'options_reset_sure' : 'options_reset')}
        </button>
      </div>
    </section>
  );
}
