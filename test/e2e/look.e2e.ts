/** The look that the trader wishes is whole, whatever the page's own is: every word of the overlay can be read. */
import { expect, test } from 'vitest';
import { contrast, type Rgb } from '../../src/ui/contrast';
import { changeSettings } from './ask-background';
import type { Tab } from './browser';
import { cardText, openCard } from './overlay';
import { eventually } from './poll';
import { inBothBrowsers, openTrading } from './stage';
import { typeSize } from './trader';

interface Word {
  text: string;
  ink: string;
  ground: string;
}

/** Every text that is drawn, with its computed colour and the first opaque ground behind it. */
const words = (tab: Tab): Promise<Word[] | null> =>
  tab.overlay(root => {
    const found: { text: string; ink: string; ground: string }[] = [];
    const groundOf = (element: Element | null): string => {
      const css = element ? getComputedStyle(element).backgroundColor : 'none';
      const clear = css === 'transparent' || css === 'rgba(0, 0, 0, 0)';
      return element && clear ? groundOf(element.parentElement) : css;
    };
    for (const element of root.querySelectorAll('.strip *, .card *')) {
      const own = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent);
      const text = own.join('').trim();
      if (text === '' || element.nodeName === 'title' || element.closest('.sr')) continue;
      const { color, fill } = getComputedStyle(element);
      found.push({ text, ink: element.closest('svg') ? fill : color, ground: groundOf(element) });
    }
    return found;
  });

const channels = (css: string) => (css.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number) as unknown as Rgb;

inBothBrowsers('look', {}, stage => {
  test.each(['light', 'dark'] as const)('%s: every word is legible on a dark page', async theme => {
    const { browser } = stage();
    await changeSettings(browser, settings => ({ ...settings, theme }));
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    await typeSize(tab, '0.3');
    await openCard(tab);
    await eventually(
      () => cardText(tab),
      text => text?.includes('as the venue') ?? false,
      { what: 'the card' },
    );
    const drawn = (await words(tab)) ?? [];
    expect(drawn.length).toBeGreaterThan(80);
    const faint = drawn.filter(({ ink, ground }) => contrast(channels(ink), channels(ground)) < 4.5);
    expect(faint).toEqual([]);
    const card = drawn.find(({ text }) => text.startsWith('Hyperliquid'));
    expect(channels(card?.ground ?? '')[0] > 127).toBe(theme === 'light');
    await tab.close();
  });
});
