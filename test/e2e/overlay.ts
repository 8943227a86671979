/** What a trader reads and does in the overlay. */
import type { Tab } from './browser';

export interface ReadFigure {
  now: string;
  /** One text for an order with a side; two, buy first, when the side is still open. */
  after: string[];
}

export interface ReadStrip {
  joint: ReadFigure;
  usage: ReadFigure;
  nearest: ReadFigure;
  word: string;
  note: string;
}

/** Null while there is no strip in the page. */
export const readStrip = (tab: Tab): Promise<ReadStrip | null> =>
  tab.overlay(root => {
    const strip = root.querySelector('.strip');
    const figures = [...(strip?.querySelectorAll('.fig') ?? [])].map(figure => ({
      now: figure.querySelector('.now')?.textContent ?? '',
      after: [...figure.querySelectorAll('.after .v')].map(after => after.textContent ?? ''),
    }));
    const [joint, usage, nearest] = figures;
    if (!strip || !joint || !usage || !nearest) return null;
    return {
      joint,
      usage,
      nearest,
      word: strip.querySelector('.word')?.textContent ?? '',
      note: strip.querySelector('.note')?.getAttribute('title') ?? '',
    };
  });

const lines = (tab: Tab, selector: string): Promise<string | null> =>
  tab.overlay((root, wanted: string) => {
    const found: string[] = [];
    const walk = (node: Node) => {
      if (node.nodeType === 3) {
        const text = node.textContent?.trim() ?? '';
        if (text !== '') found.push(text);
      } else if (node.nodeName !== 'STYLE' && !(node as Element).matches?.('.sr, .tip'))
        for (const child of node.childNodes) walk(child);
    };
    for (const part of root.querySelectorAll(wanted)) walk(part);
    return found.length === 0 ? null : found.join('\n');
  }, selector);

export const stripText = (tab: Tab): Promise<string | null> => lines(tab, '.strip');

/** Null while the card is closed. */
export const cardText = (tab: Tab): Promise<string | null> => lines(tab, '.card');

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where a part of the overlay stands in the window; null: it is not there. */
export const boxOf = (tab: Tab, selector: string): Promise<Box | null> =>
  tab.overlay((root, wanted: string) => {
    const box = root.querySelector(wanted)?.getBoundingClientRect();
    return box ? { left: box.left, top: box.top, width: box.width, height: box.height } : null;
  }, selector);

/** A real click of the mouse on a part of the overlay. */
export const clickIn = async (tab: Tab, selector: string): Promise<void> => {
  const box = await boxOf(tab, selector);
  if (box === null) throw new Error(`the overlay has no ${selector}`);
  await tab.page.mouse.click(box.left + box.width / 2, box.top + box.height / 2);
};

export const openCard = async (tab: Tab): Promise<void> => {
  if ((await boxOf(tab, '.card')) === null) await clickIn(tab, '.strip .main');
};
