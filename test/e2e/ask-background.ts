/** Questions to the background, asked as the extension's own pages ask them. */
import type { PageToBackground, Reply } from '../../src/messages';
import type { Settings } from '../../src/settings';
import type { PopupView } from '../../src/ui/view';
import type { TestBrowser } from './browser';

/** Asks one after the other on one page of the extension, which is open meanwhile: it hides the tab before it. */
export const askBackground = async <T>(
  { extension }: TestBrowser,
  ...questions: PageToBackground[]
): Promise<T[]> => {
  const page = await extension.open('src/pages/options/index.html');
  const values: T[] = [];
  try {
    for (const question of questions) {
      const reply = await page.call((_document, asked: PageToBackground) => {
        const { browser, chrome } = globalThis as unknown as Record<string, Extension | undefined>;
        return (browser ?? chrome)?.runtime.sendMessage(asked);
      }, question);
      const answer = reply as Reply<T> | undefined;
      if (!answer?.ok) throw new Error(`${question.type}: ${JSON.stringify(answer)}`);
      values.push(answer.value);
    }
  } finally {
    await page.close();
  }
  return values;
};

interface Extension {
  runtime: { sendMessage(message: unknown): Promise<unknown> };
}

export const changeSettings = async (
  browser: TestBrowser,
  change: (settings: Settings) => Settings,
): Promise<void> => {
  const [settings] = await askBackground<Settings>(browser, { type: 'page-to-background/settings' });
  if (!settings) throw new Error('no settings');
  await askBackground(browser, {
    type: 'page-to-background/save-settings',
    settings: change(settings),
  });
};

export const popupView = async (browser: TestBrowser): Promise<PopupView> => {
  const [view] = await askBackground<PopupView>(browser, { type: 'page-to-background/popup' });
  if (!view) throw new Error('no popup');
  return view;
};
