/**
 * Reads Hyperliquid's order form by what it says: its class names change with every build. English labels only;
 * where the form says something else it is not read, rather than misread.
 */
import type { FormReading, VenueForm } from '../venue';
import { pages } from './pages';

const TYPED = /^(?:text|number|tel|search|)$/;
const SIZE = /^size\b/i;
const PRICE = /^(?:limit )?price\b/i;
const TRIGGER = /^(?:stop|trigger) price\b/i;
const BUY = /^buy(?:\s*\/\s*long)?$/i;
const SELL = /^sell(?:\s*\/\s*short)?$/i;
const LEVERAGE = /^(\d{1,3})x$/i;
const MODE = /^(cross|isolated)$/i;
const REDUCE = /^reduce only$/i;
const DOLLAR = /^(?:usd[a-z\d]{0,2}|\$)$/i;

/** The form reaches at most this many elements above its size field. */
const LEVELS = 12;

interface Found {
  form: HTMLElement;
  size: HTMLInputElement;
}

export const form: VenueForm = {
  anchor: document => find(document)?.form ?? null,
  read(document, url, near) {
    const symbol = pages.symbol(url);
    if (symbol === null) return null;
    const found = within(near ?? null) ?? find(document);
    return found && reading(found, symbol);
  },
};

/** In a form that was found before. */
function within(form: HTMLElement | null): Found | null {
  if (!form?.isConnected) return null;
  const inputs = [...form.querySelectorAll('input')];
  const size = inputs.find(isSize);
  return size ? { form, size } : null;
}

function find(document: Document): Found | null {
  for (const size of document.querySelectorAll('input')) {
    if (!isSize(size)) continue;
    const form = formOf(size);
    if (form) return { form, size };
  }
  return null;
}

/** The smallest element with the size field, both sides, and the row of leverage and margin mode if it is near. */
function formOf(size: HTMLElement): HTMLElement | null {
  let core: HTMLElement | null = null;
  let at = size.parentElement;
  for (let level = 0; at && level < LEVELS; level++, at = at.parentElement) {
    if (at === at.ownerDocument.body || at.querySelector('table, canvas')) break;
    // Its words first, all in one: to look at each would cost several times as much, on every level.
    const words = at.textContent ?? '';
    if (!/buy/i.test(words) || !/sell/i.test(words)) continue;
    const said = says(at);
    if (!core && said.some(([text]) => BUY.test(text)) && said.some(([text]) => SELL.test(text))) core = at;
    if (core && said.some(([text]) => LEVERAGE.test(text)) && said.some(([text]) => MODE.test(text)))
      return at;
  }
  return core;
}

function reading({ form, size }: Found, symbol: string): FormReading {
  const said = says(form);
  const inputs = [...form.querySelectorAll('input')].filter(isTyped);
  const trigger = inputs.find(input => TRIGGER.test(labelOf(input)));
  const price = trigger ?? inputs.find(input => PRICE.test(labelOf(input)));
  const leverages = only(said, LEVERAGE);
  const modes = only(said, MODE);
  const typedSize = typed(size.value);
  const typedPrice = price ? typed(price.value) : null;
  const unit = unitOf(size, symbol);
  const reduceOnly = reduces(said);
  const unsure =
    typedSize === undefined
      ? 'unreadable-size'
      : typedPrice === undefined
        ? 'unreadable-price'
        : unit === null
          ? 'unknown-unit'
          : reduceOnly === null
            ? 'unknown-reduce-only'
            : null;
  return {
    symbol,
    side: sideOf(said),
    type: trigger ? 'conditional' : price ? 'limit' : 'market',
    price: typedPrice ?? null,
    size: typedSize ?? null,
    sizeUnit: unit ?? 'base',
    leverage: leverages ? LEVERAGE.exec(leverages)![1]! : null,
    marginMode: modes ? (modes.toLowerCase() as 'cross' | 'isolated') : null,
    reduceOnly: reduceOnly ?? false,
    leg: null,
    action: null,
    unsure,
  };
}

type Said = [text: string, element: HTMLElement];

/** The short texts of an element, each with the innermost element that says all of it. */
function says(root: HTMLElement): Said[] {
  const said: Said[] = [];
  const walk = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let before: HTMLElement | null = null;
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    // A text may be in several nodes of one element.
    if (!element || element === before) continue;
    before = element;
    const text = textOf(element);
    if (text !== '' && text.length < 40) said.push([text, element]);
  }
  return said;
}

function textOf(node: Node): string {
  return (node.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The one text of this kind; two different ones tell nothing. */
function only(said: Said[], kind: RegExp): string | null {
  const texts = new Set(said.map(([text]) => text).filter(text => kind.test(text)));
  return texts.size === 1 ? [...texts][0]! : null;
}

const isTyped = (input: HTMLInputElement): boolean => TYPED.test(input.type) && isShown(input);

const isSize = (input: HTMLInputElement): boolean =>
  TYPED.test(input.type) && SIZE.test(labelOf(input)) && isShown(input);

/** `checkVisibility` where there is one: it wants the styles, boxes would want the whole page laid out. */
function isShown(input: HTMLInputElement): boolean {
  return typeof input.checkVisibility === 'function'
    ? input.checkVisibility()
    : input.getClientRects().length > 0;
}

/** What a field is called: by itself, or by the first text beside it before another field comes. */
function labelOf(input: HTMLInputElement): string {
  const own = input.getAttribute('aria-label') ?? (input.labels?.[0] ? textOf(input.labels[0]) : '');
  if (own) return own;
  const beside = besideOf(input)[0]?.[0] ?? '';
  return beside || input.placeholder;
}

function besideOf(input: HTMLInputElement): Said[] {
  let at = input.parentElement;
  for (let level = 0; at && level < 4; level++, at = at.parentElement) {
    if ([...at.querySelectorAll('input')].some(other => other !== input)) return [];
    const said = says(at);
    if (said.length > 0) return said;
  }
  return [];
}

/** The unit stands in the size field; null: it is none that is known. */
function unitOf(size: HTMLInputElement, symbol: string): FormReading['sizeUnit'] | null {
  const coin = symbol.slice(symbol.indexOf(':') + 1);
  const units = new Set<FormReading['sizeUnit']>();
  for (const [text] of besideOf(size)) {
    // "BTC ▾" opens a menu of units; "Size (USDC)" names its unit in the label.
    const word = /\(([^)]+)\)$/.exec(text)?.[1] ?? text.replace(/[^\w%$]+$/, '');
    if (word === coin || word === symbol) units.add('base');
    else if (DOLLAR.test(word)) units.add('quote');
    else if (word === '%') units.add('percent');
  }
  return units.size === 1 ? [...units][0]! : null;
}

/** Which of the two sides is chosen; null: it cannot be told. */
function sideOf(said: Said[]): 'buy' | 'sell' | null {
  const buy = said.find(([text]) => BUY.test(text))?.[1];
  const sell = said.find(([text]) => SELL.test(text))?.[1];
  if (!buy || !sell) return null;
  const [a, b] = [chosen(buy), chosen(sell)];
  if (a !== null && b !== null) return a === b ? null : a ? 'buy' : 'sell';
  // The chosen one is filled with colour, the other is not.
  const [x, y] = [isFilled(buy), isFilled(sell)];
  return x === y ? null : x ? 'buy' : 'sell';
}

/** As the element, or the control that it is the text of, says for assistive technology. */
function chosen(element: HTMLElement): boolean | null {
  for (const at of [element, element.parentElement]) {
    for (const name of ['aria-pressed', 'aria-selected', 'aria-checked']) {
      const value = at?.getAttribute(name);
      if (value === 'true' || value === 'false') return value === 'true';
    }
  }
  return null;
}

function isFilled(element: HTMLElement): boolean {
  const view = element.ownerDocument.defaultView;
  return [element, element.parentElement].some(at => {
    // The parent of both sides tells nothing.
    if (!at || !view || (at !== element && textOf(at) !== textOf(element))) return false;
    const alpha = /^rgba\(.*[,/]\s*([\d.]+%?)\)$/.exec(view.getComputedStyle(at).backgroundColor)?.[1];
    return alpha === undefined || !/^0(?:\.0*)?%?$/.test(alpha);
  });
}

/** Null: the form has the switch, but it does not say how it stands. */
function reduces(said: Said[]): boolean | null {
  const label = said.find(([text]) => REDUCE.test(text))?.[1];
  if (!label) return false;
  // Further out stand the boxes of other switches.
  let at: HTMLElement | null = label;
  for (; at && REDUCE.test(textOf(at)); at = at.parentElement) {
    const box = at.querySelector<HTMLElement>('input[type=checkbox], [role=checkbox], [role=switch]');
    if (!box) continue;
    if (box.tagName === 'INPUT') return (box as HTMLInputElement).checked;
    const checked = box.getAttribute('aria-checked');
    return checked === 'true' ? true : checked === 'false' ? false : null;
  }
  return null;
}

/** A number as it is typed: null: nothing yet; undefined: something else. */
function typed(value: string): string | null | undefined {
  const text = value.replace(/\s/g, '');
  if (text === '') return null;
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text;
  const [, whole, part] = /^(\d*)(?:\.(\d*))?$/.exec(plain) ?? [];
  if (whole === undefined || !(whole || part)) return plain === '.' ? null : undefined;
  return part ? `${whole || '0'}.${part}` : whole;
}
