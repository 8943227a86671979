/** The look that the trader wishes is whole, whatever the page's own is: every word of the overlay can be read. */
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { contrast, type Rgb } from '../../src/ui/contrast';
import { changeSettings } from './ask-background';
import type { Tab, TestBrowser } from './browser';
import { openPart } from './card';
import { boxOf, cardText, openCard } from './overlay';
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

/** What is drawn now, as a page of its own: axe does not look into a closed root. */
const copied = async (tab: Tab, { browser }: TestBrowser, width: number): Promise<Page> => {
  const html = (await tab.overlay(root => root.innerHTML)) ?? '';
  const page = await browser.newPage();
  await page.setViewport({ width, height: 1400 });
  await page.setContent(
    `<!doctype html><html lang="en"><head><title>copy</title></head><body><main>${html}</main></body></html>`,
  );
  return page;
};

interface Finding {
  id: string;
  nodes: string[];
}

/** Faults by WCAG 2.2 A and AA; the copy's own place in its page is not the overlay's. */
const faults = async (page: Page): Promise<Finding[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await run.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(each => `${each.html.slice(0, 120)} ${each.failureSummary?.slice(0, 160)}`),
    }));
  });
};

/** The element that has the focus inside the closed root, in a few words. */
const focused = (tab: Tab) =>
  tab.overlay(root => {
    const at = root.activeElement;
    const tip = at?.querySelector(':scope > .tip');
    return {
      what: at ? at.className || at.tagName : '',
      name: at?.textContent?.trim().slice(0, 40) ?? '',
      tip: tip ? getComputedStyle(tip).display : 'none',
      open: at?.parentElement?.hasAttribute('open') ?? false,
    };
  });

/** Folds the part whose heading has the focus, and unfolds it. */
const foldBy = async (tab: Tab) => {
  for (const [key, open] of [
    ['Enter', false],
    [' ', true],
  ] as const) {
    await tab.page.keyboard.press(key);
    await eventually(
      () => focused(tab),
      at => at?.what === 'h' && at.open === open,
      { what: `a part that is ${open ? 'un' : ''}folded by "${key}"` },
    );
  }
};

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
    const copy = await copied(tab, browser, 1440);
    expect(await faults(copy)).toEqual([]);
    await copy.close();
    await tab.close();
  });

  test('the keyboard reaches every part of the card: each explains itself, folds and unfolds', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'standard');
    const { keyboard } = tab.page;
    const parts = ['How', 'To', 'The', 'Stops', 'If', '5', 'Positions', 'Leverage', 'What'];
    const focusStrip = () => tab.overlay(root => root.querySelector<HTMLElement>('.strip .main')?.focus());
    // The card is where it was left: open, after another case.
    if ((await boxOf(tab, '.card')) !== null) {
      await focusStrip();
      await keyboard.press('Enter');
      await eventually(
        () => boxOf(tab, '.card'),
        box => box === null,
        { what: 'no card' },
      );
    }
    await focusStrip();
    await keyboard.press('Enter');
    // Parts that need hourly prices come when these have.
    for (const part of parts) await openPart(tab, part);
    await focusStrip();
    const seen: { what: string; name: string; tip: string; open: boolean }[] = [];
    for (let step = 0; step < 60; step++) {
      await keyboard.press('Tab');
      const at = await focused(tab);
      if (!at || at.what === '') break;
      if (at.what === 'h' && seen.every(({ what }) => what !== 'h')) await foldBy(tab);
      seen.push(at);
    }
    const headings = seen.filter(({ what }) => what === 'h').map(({ name }) => name);
    for (const part of parts)
      expect(
        headings.some(each => each.startsWith(part)),
        part,
      ).toBe(true);
    const explained = seen.filter(({ what }) => what === 'h' || what === 'why');
    expect(explained.length).toBeGreaterThan(12);
    expect(explained.filter(({ tip }) => tip !== 'block')).toEqual([]);
    await focusStrip();
    await keyboard.press('Escape');
    await eventually(
      () => boxOf(tab, '.card'),
      box => box === null,
      { what: 'no card' },
    );
    await tab.close();
  });

  test('at any width the strip is one line of whole numbers, and the card does not scroll sideways', async () => {
    const { browser } = stage();
    const tab = await openTrading(stage(), 'binance', 'oneway');
    await typeSize(tab, '0.3');
    await openPart(tab, 'Stops on the way');
    const copy = await copied(tab, browser, 520);
    for (const width of [240, 280, 320, 352, 400, 480]) {
      const found = await copy.evaluate(wide => {
        const strip = document.querySelector<HTMLElement>('.strip')!;
        const card = document.querySelector<HTMLElement>('.card')!;
        strip.style.cssText = `left:0;top:0;width:${wide}px`;
        card.style.cssText = `left:0;top:60px;width:${Math.max(320, wide)}px`;
        const cut: string[] = [];
        for (const [holder, parts] of [
          ['.under', '.word, .max, .keeps'],
          ['.small', '.n, .after'],
          ['.lead > .fig', '.now, .after'],
        ]) {
          for (const line of strip.querySelectorAll(holder!)) {
            const row = line.getBoundingClientRect();
            for (const part of line.querySelectorAll(parts!)) {
              if (part.closest('.sr')) continue;
              const box = part.getBoundingClientRect();
              const shown = box.top < row.bottom - 1;
              const whole =
                box.left >= row.left - 1 && box.right <= row.right + 1 && box.bottom <= row.bottom + 4;
              if (shown && !whole) cut.push(`${part.className} "${part.textContent}"`);
            }
          }
        }
        const inner = strip.querySelector('.main')!.getBoundingClientRect();
        return {
          cut,
          height: strip.offsetHeight,
          joint: strip.querySelector('.now')!.getBoundingClientRect().right <= inner.right,
          sideways: [...card.querySelectorAll('*')]
            .filter(each => !each.closest('.sr, .tip, svg'))
            .filter(each => each.getBoundingClientRect().right > card.getBoundingClientRect().right)
            .map(each => `${each.className} ${each.textContent?.slice(0, 60)}`),
        };
      }, width);
      expect({ width, ...found }).toEqual({ width, cut: [], height: 40, joint: true, sideways: [] });
    }
    await copy.close();
    await tab.close();
  });
});
