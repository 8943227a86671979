/** What a trader does on the pages: finds a field by what is written beside it, types, chooses, presses. */
import type { ElementHandle } from 'puppeteer-core';
import type { Tab } from './browser';

export type VenueName = 'hyperliquid' | 'binance' | 'bybit' | 'okx' | 'dydx' | 'deribit';

const names: VenueName[] = ['hyperliquid', 'binance', 'bybit', 'okx', 'dydx', 'deribit'];

export const venueOf = (tab: Tab): VenueName => {
  const { hostname } = new URL(tab.page.url());
  return names.find(name => hostname.includes(name)) ?? 'binance';
};

const element = async (tab: Tab, find: (...args: never[]) => unknown, ...args: unknown[]) => {
  const handle = await tab.page.evaluateHandle(find as (...args: unknown[]) => unknown, ...args);
  const found = handle.asElement() as ElementHandle<HTMLElement> | null;
  if (found === null) throw new Error(`nothing on the page for ${JSON.stringify(args)}`);
  return found;
};

const labelled = (tab: Tab, label: string) =>
  element(
    tab,
    (wanted: string) => {
      const texts = [...document.querySelectorAll('span, label, div')].filter(
        node => node.children.length === 0 && node.textContent?.trim().startsWith(wanted),
      );
      return (
        texts.map(node => node.parentElement?.querySelector('input[type=text]')).find(input => input) ?? null
      );
    },
    label,
  );

const button = (tab: Tab, text: string) =>
  element(
    tab,
    (wanted: string) =>
      [...document.querySelectorAll('button, [role=tab]')].find(
        node => node.textContent?.replace(/\s/g, '') === wanted.replace(/\s/g, ''),
      ) ?? null,
    text,
  );

const selected = (tab: Tab, selector: string) =>
  element(tab, (wanted: string) => document.querySelector(wanted), selector);

export const sizeField = (tab: Tab): Promise<ElementHandle<HTMLElement>> => {
  if (venueOf(tab) === 'hyperliquid') return labelled(tab, 'Size');
  if (venueOf(tab) === 'bybit') return labelled(tab, 'Order Quantity');
  if (venueOf(tab) === 'deribit') return labelled(tab, 'Amount');
  if (venueOf(tab) === 'okx') return labelled(tab, 'Amount');
  return selected(tab, venueOf(tab) === 'dydx' ? '#trade-amount' : 'input[id^="unitAmount-"]');
};

export const priceField = (tab: Tab): Promise<ElementHandle<HTMLElement>> => {
  if (venueOf(tab) === 'bybit') return labelled(tab, 'Order Price');
  if (venueOf(tab) === 'deribit') return labelled(tab, 'Price');
  if (venueOf(tab) === 'hyperliquid' || venueOf(tab) === 'okx') return labelled(tab, 'Price');
  return selected(tab, venueOf(tab) === 'dydx' ? '[id="price.limitPrice"]' : 'input[id^="limitPrice-"]');
};

type Find = (tab: Tab) => Promise<ElementHandle<HTMLElement>>;

/**
 * The pages rebuild their forms as frameworks do: what was found may be gone by the time it is clicked, and a
 * press whose node is replaced before the release is no click. People are slower than that.
 */
const click = async (tab: Tab, find: Find, count = 1): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await tab.page.evaluate(
        () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      await (await find(tab)).click({ count });
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
};

/** Replaces what stands in the field, key by key. */
export const type = async (tab: Tab, field: Find, text: string): Promise<void> => {
  await click(tab, field, 3);
  await tab.page.keyboard.press('Backspace');
  await tab.page.keyboard.type(text);
};

/** A market order of this size stands in the form; nothing is pressed. */
export const typeSize = async (tab: Tab, size: string): Promise<void> => {
  await chooseType(tab, 'Market');
  await type(tab, sizeField, size);
};

/** The tab of the form, not the button of the same name that closes a position. */
export const chooseType = async (tab: Tab, name: 'Market' | 'Limit'): Promise<void> =>
  click(tab, at =>
    element(
      at,
      (wanted: string) =>
        [...document.querySelectorAll('button, [role=tab]')].find(
          node =>
            node.textContent?.trim() === wanted &&
            ['Market', 'Limit'].every(type => node.parentElement?.textContent?.includes(type)),
        ) ?? null,
      name,
    ),
  );

/** Hyperliquid's and dYdX's forms have a side; those of Binance, Bybit and OKX have a button for each. */
export const chooseSide = async (tab: Tab, side: 'buy' | 'sell'): Promise<void> => {
  const sides = {
    hyperliquid: { buy: 'Buy / Long', sell: 'Sell / Short' },
    dydx: { buy: 'Buy', sell: 'Sell' },
    binance: null,
    bybit: null,
    deribit: null,
    okx: null,
  }[venueOf(tab)];
  if (sides) await click(tab, at => button(at, sides[side]));
};

export const submit = async (tab: Tab, side: 'buy' | 'sell'): Promise<void> => {
  const names: Record<VenueName, string> = {
    hyperliquid: 'Place Order',
    dydx: 'Place Market Order',
    binance: side === 'buy' ? 'Buy/Long' : 'Sell/Short',
    bybit: side === 'buy' ? 'Long' : 'Short',
    deribit: side === 'buy' ? 'Buy' : 'Sell',
    okx: side === 'buy' ? 'Buy (Long)' : 'Sell (Short)',
  };
  const name = names[venueOf(tab)];
  await click(tab, at => button(at, name));
};

/** Goes to another contract as the page's own links do, without a load. */
export const goTo = (tab: Tab, symbol: string): Promise<void> =>
  click(tab, at =>
    element(
      at,
      (wanted: string) =>
        [...document.querySelectorAll('a, button')].find(node => node.textContent?.trim() === wanted) ?? null,
      symbol,
    ),
  );

/** Opens a menu by its button and takes one of what it offers; both by what is written on them. */
export const choose = async (tab: Tab, menu: string | RegExp, entry: RegExp): Promise<void> => {
  for (const wanted of [menu, entry])
    await click(tab, at =>
      element(
        at,
        (source: string) =>
          [...document.querySelectorAll('button')].find(node =>
            new RegExp(source).test(node.textContent?.trim() ?? ''),
          ) ?? null,
        typeof wanted === 'string' ? `^${wanted}$` : wanted.source,
      ),
    );
};
