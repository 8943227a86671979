/** What a trader reads and does in the popup, which is opened as a page. */
import type { ExtensionPage, TestBrowser } from './browser';

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

export const openPopup = ({ extension }: TestBrowser): Promise<ExtensionPage> =>
  extension.open('src/pages/popup/index.html');

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
        watched: account.querySelector('.link') !== null,
      })),
      alerts: texts(document, '.alerts li > span'),
      problems: texts(document, '.panel:not(.account) .note, .panel:not(.account) .notes li'),
    };
  });
