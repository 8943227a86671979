/** What a trader reads in the parts of the open card, by their headings. */
import type { Tab } from './browser';
import { openCard } from './overlay';
import { eventually } from './poll';

export interface ReadPart {
  detail: string;
  /** Name and cells of every row of its table. */
  rows: string[][];
  chips: { text: string; hint: string }[];
  notes: string[];
}

/** Null: the card has no part whose heading begins so (a pattern). */
export const readPart = (tab: Tab, heading: string): Promise<ReadPart | null> =>
  tab.overlay((root, wanted: string) => {
    const said = (node: Element | null | undefined) => node?.textContent?.trim() ?? '';
    const part = [...root.querySelectorAll('details.sec')].find(each =>
      new RegExp(`^${wanted}`).test(said(each.querySelector('summary > span'))),
    );
    if (!part) return null;
    return {
      detail: said(part.querySelector('summary .detail')),
      rows: [...part.querySelectorAll('tbody tr')].map(row => [...row.children].map(said)),
      chips: [...part.querySelectorAll('.chips .why')].map(chip => ({
        text: [...chip.childNodes]
          .filter(node => (node as Element).className !== 'tip')
          .map(node => node.textContent ?? '')
          .join('')
          .trim(),
        hint: said(chip.querySelector('.tip')),
      })),
      notes: [...part.querySelectorAll('.notes li > span:last-child')].map(said),
    };
  }, heading);

/** Opens the card and waits for a part of it. */
export const openPart = async (
  tab: Tab,
  heading: string,
  ready: (part: ReadPart) => boolean = () => true,
): Promise<ReadPart> => {
  await openCard(tab);
  const part = await eventually(
    () => readPart(tab, heading),
    read => read !== null && ready(read),
    { within: 15_000, what: `"${heading}" in the card` },
  );
  return part as ReadPart;
};

/** "48,145" → 48145; "−0.5" → −0.5. */
export const readNumber = (text: string): number => {
  const digits = /[−+]?[\d,]*\.?\d+/.exec(text)?.[0];
  if (digits === undefined) throw new Error(`no number in "${text}"`);
  return Number.parseFloat(digits.replace('−', '-').replaceAll(',', ''));
};
