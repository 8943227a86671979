/** What a trader reads in the overlay, as lines of text. */
import type { Tab } from './browser';

/** Null while there is no overlay in the page. */
export const overlayText = (tab: Tab): Promise<string | null> =>
  tab.overlay(root => {
    const lines: string[] = [];
    const walk = (node: Node) => {
      if (node instanceof Text) {
        const text = node.data.trim();
        if (text !== '') lines.push(text);
      } else if (!(node instanceof HTMLStyleElement)) for (const child of node.childNodes) walk(child);
    };
    walk(root);
    return lines.join('\n');
  });
