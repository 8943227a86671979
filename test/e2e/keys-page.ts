/** What a trader does with the read-only keys on the options page. */
import type { ExtensionPage, TestBrowser } from './browser';
import { eventually } from './poll';

export interface TypedKey {
  venue: string;
  key: string;
  secret: string;
  passphrase?: string;
}

/** The options page, once its keys are drawn. */
export const openKeys = async ({ extension }: TestBrowser): Promise<ExtensionPage> => {
  const page = await extension.open('src/pages/options/index.html');
  await eventually(
    () => page.call(document => document.querySelector('.keys') !== null),
    drawn => drawn,
    { what: 'the keys on the options page' },
  );
  return page;
};

/** Fills fields by what is written beside them, and presses the button of that name. False: not there yet. */
export const fillKeys = (
  page: ExtensionPage,
  fields: Record<string, string>,
  press: string,
): Promise<boolean> =>
  page.call(
    async (document, wanted: Record<string, string>, name: string) => {
      const panel = document.querySelector('.keys')!;
      const pause = () => new Promise(resolve => setTimeout(resolve, 60));
      for (const [label, value] of Object.entries(wanted)) {
        const found = [...panel.querySelectorAll('label')].find(each =>
          each.textContent?.trim().startsWith(label),
        );
        const field = document.getElementById(found?.htmlFor ?? '') as HTMLInputElement | null;
        if (!field) return false;
        field.value = value;
        field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
        await pause();
      }
      const button = [...panel.querySelectorAll('button')].find(each => each.textContent?.trim() === name);
      if (!button || button.disabled) return false;
      button.click();
      return true;
    },
    fields,
    press,
  );

export interface ReadKeys {
  /** What the page answered last. */
  said: string;
  list: string[];
  /** What the fields hold: nothing, once a key is kept. */
  typed: string;
}

export const readKeys = (page: ExtensionPage): Promise<ReadKeys> =>
  page.call(document => {
    const panel = document.querySelector('.keys')!;
    return {
      said: panel.querySelector('.said')?.textContent ?? '',
      list: [...panel.querySelectorAll('.list li > span')].map(each => each.textContent ?? ''),
      typed: [...panel.querySelectorAll<HTMLInputElement>('input.secret')].map(each => each.value).join(''),
    };
  });

/** Makes the vault, or unlocks it. */
export const unlock = async (page: ExtensionPage, passphrase: string, first: boolean): Promise<void> => {
  const fields = { Passphrase: passphrase, ...(first ? { 'The same again': passphrase } : {}) };
  await eventually(
    () => fillKeys(page, fields, first ? 'Set the passphrase' : 'Unlock'),
    pressed => pressed,
    { what: 'the button of the passphrase' },
  );
};

export const addKey = async (page: ExtensionPage, { venue, key, secret, passphrase }: TypedKey) => {
  const fields = { Venue: venue, Key: key, Secret: secret };
  const before = await readKeys(page);
  await eventually(
    () =>
      fillKeys(
        page,
        passphrase ? { ...fields, 'Passphrase of the key': passphrase } : fields,
        'Test and keep',
      ),
    pressed => pressed,
    { what: 'the button that tests a key' },
  );
  return eventually(
    () => readKeys(page),
    read => read.said !== '' && (read.said !== before.said || read.list.length > before.list.length),
    { what: 'what the venue says of the key' },
  );
};
