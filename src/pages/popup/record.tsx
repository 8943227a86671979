import { useEffect, useState } from 'preact/hooks';
import { browser } from '../../browser';
import type { RecordingProgress } from '../../messages';
import type { Text } from '../../ui/text';
import { ask } from '../ask';
import { saveFile } from '../save-file';

const SECONDS = 60;

/** For a bug report: what the page of this tab says, with addresses and keys blanked, saved where the trader wants. */
export function Record({ text }: { text: Text }) {
  const [progress, setProgress] = useState<RecordingProgress>({ state: 'none' });
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    const look = async () => {
      const reply = await ask<RecordingProgress>({ type: 'page-to-background/recording' });
      if (reply.ok) setProgress(reply.value);
    };
    void look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, []);
  const start = async () => {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    if (tab?.id === undefined) return;
    const reply = await ask<RecordingProgress>({
      type: 'page-to-background/record',
      tabId: tab.id,
      seconds: SECONDS,
    });
    setTrouble(reply.ok ? null : reply.message);
    if (reply.ok) setProgress(reply.value);
  };
  return (
    <section class="panel">
      <div class="line">
        {progress.state === 'recording' ? (
          <span class="l-warn">{text('popup_recording', String(progress.messages))}</span>
        ) : (
          <button type="button" class="link" onClick={start}>
            {text('popup_record')}
          </button>
        )}
        {progress.state === 'done' ? (
          <button
            type="button"
            class="button"
            onClick={() => saveFile('plimsoll-recording.json', progress.text)}
          >
            {text('popup_record_save')}
          </button>
        ) : null}
      </div>
      <p class={`cap ${trouble ? 'l-danger' : 'faint'}`}>{trouble ?? text('popup_record_hint')}</p>
    </section>
  );
}
