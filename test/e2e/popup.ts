/** What a trader reads and does in the popup, which is opened as a page. */
import type { ExtensionPage, TestBrowser } from './browser';
import { eventually } from './poll';

export interface ReadAccount {
  title: string;
  age: string;
  /** "−8.8%" by its label: "all together", "margin used", "nearest alone". */
  figures: Record<string, string>;
  check: string;
  notes: string[];
  watched: boolean;
}

export interface ReadPopup {
  accounts: ReadAccount[];
  /** Newest first, as it is written. */
  alerts: string[];
  problems: string[];
}

/** The popup, once it is drawn. */
export const openPopup = async ({ extension }: TestBrowser): Promise<ExtensionPage> => {
  const page = await extension.open('src/pages/popup/index.html');
  await eventually(
    () => page.call(document => document.querySelector('#address') !== null),
    drawn => drawn,
    { what: 'the popup' },
  );
  return page;
};

export const readPopup = (page: ExtensionPage): Promise<ReadPopup> =>
  page.call(document => {
    const texts = (root: ParentNode, selector: string) =>
      [...root.querySelectorAll(selector)].map(node => node.textContent?.trim() ?? '');
    return {
      accounts: [...document.querySelectorAll('.account')].map(account => ({
        title: texts(account, '.h span')[0] ?? '',
        age: account.querySelector('.line.cap > span')?.getAttribute('title') ?? '',
        figures: Object.fromEntries(
          [...account.querySelectorAll('.figures > div')].map(figure => [
            texts(figure, '.faint')[0] ?? '',
            texts(figure, '.now')[0] ?? '',
          ]),
        ),
        check: texts(account, '.line.cap > span')[0] ?? '',
        notes: texts(account, '.note, .notes li'),
        watched: account.querySelector('.link:not(.save)') !== null,
      })),
      alerts: texts(document, '.alerts li > span'),
      problems: texts(document, '.panel:not(.account) .note, .panel:not(.account) .notes li'),
    };
  });

/** Types an address into the popup's own field and sends it, as the trader does. */
export const watchAddress = (page: ExtensionPage, address: string): Promise<void> =>
  page.call((document, wanted: string) => {
    const field = document.querySelector<HTMLInputElement>('#address');
    if (field === null) throw new Error('the popup has no field for an address');
    field.value = wanted;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    // What was typed is in the state of the form by the next task.
    setTimeout(() => field.form?.requestSubmit(), 50);
  }, address);

/** What the popup answers beside the field. */
export const watchAnswer = (page: ExtensionPage): Promise<string> =>
  page.call(document => document.querySelector('#address-said')?.textContent ?? '');

/** Presses the switch of one venue. */
export const switchSite = (page: ExtensionPage, name: string): Promise<void> =>
  page.call((document, wanted: string) => {
    const label = [...document.querySelectorAll('label')].find(each => each.textContent?.startsWith(wanted));
    const box = label?.querySelector<HTMLInputElement>('input[type=checkbox]');
    if (!box) throw new Error(`the popup has no switch for ${wanted}`);
    box.click();
  }, name);
