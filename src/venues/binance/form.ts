/**
 * Reads the order form of a Binance futures page; runs in the page, so it imports little and changes nothing.
 *
 * Documented selectors come first (`unitAmount-`, `limitPrice-`, `#position-direction`, `.bn-tabs__buySell`,
 * `data-tab-key`), the words of the form second. What neither tells is null, or a code in `unsure`.
 */
import type { FormReading, VenueForm } from '../venue';
import {
  all,
  BUTTON,
  CHECKBOX,
  fieldOf,
  find,
  labelled,
  type Parts,
  type Submit,
  textOf,
  within,
} from './form-box';
import {
  BUY_TAB,
  CLOSE_TAB,
  CROSS,
  ISOLATED,
  LEVERAGE,
  OPEN_TAB,
  orderType,
  PRICE_LABEL,
  REDUCE_ONLY,
  SELL_TAB,
  TRIGGER_LABEL,
} from './form-words';
import { pages } from './pages';
import { parseSymbol } from './symbols';

export const form: VenueForm = {
  anchor: document => find(document)?.box ?? null,
  read(document, url, near) {
    const symbol = pages.symbol(url);
    if (symbol === null) return null;
    const parts = within(near ?? null) ?? find(document);
    return parts && readForm(document, symbol, parts);
  },
};

function readForm(document: Document, symbol: string, { box, size, submits }: Parts): FormReading {
  const reading: FormReading = {
    symbol,
    side: null,
    type: 'limit',
    price: null,
    size: null,
    sizeUnit: 'base',
    leverage: null,
    marginMode: null,
    reduceOnly: false,
    leg: null,
    action: null,
    unsure: null,
  };
  const unsure = (code: string) => {
    reading.unsure ??= code;
  };
  if (size) readSize(reading, size, box, unsure);
  else unsure('no-size-field');
  readType(reading, box, unsure);
  readSide(reading, document, box, submits, unsure);
  readReduceOnly(reading, box, unsure);
  readPills(reading, box);
  return reading;
}

type Unsure = (code: string) => void;

function readSize(reading: FormReading, input: HTMLInputElement, box: Element, unsure: Unsure): void {
  const text = input.value.trim();
  reading.size = text === '' ? null : text;
  if (text.endsWith('%')) {
    reading.sizeUnit = 'percent';
    return;
  }
  const name = parseSymbol(reading.symbol);
  const field = fieldOf(input, box);
  const said = new Set(field ? leaves(field).filter(one => one === name?.base || one === name?.quote) : []);
  const [unit] = said;
  if (!name || said.size !== 1) unsure('unknown-unit');
  else reading.sizeUnit = unit === name.base ? 'base' : 'quote';
}

/** The texts that stand alone in a field: "BTC" beside an arrow, but not the "USDT" of "1,200 USDT". */
function leaves(field: Element): string[] {
  const texts: string[] = [];
  for (const element of [field, ...field.querySelectorAll('*')]) {
    for (const node of element.childNodes) {
      if (node.nodeType === 3) texts.push((node.textContent ?? '').trim());
    }
  }
  return texts;
}

function readType(reading: FormReading, box: Element, unsure: Unsure): void {
  const tabs = all(box, '[role="tab"][aria-selected="true"]').filter(
    tab => !tab.closest('#position-direction, .bn-tabs__buySell'),
  );
  const keyed = tabs.filter(tab => tab.hasAttribute('data-tab-key'));
  const types = (keyed.length > 0 ? keyed : tabs).map(tab =>
    orderType(tab.getAttribute('data-tab-key') ?? '', textOf(tab)),
  );
  const [type] = types;
  if (types.length !== 1 || !type) {
    unsure('unknown-type');
    return;
  }
  reading.type = type;
  if (type === 'market') return;
  const input = type === 'limit' ? limitField(box) : triggerField(box);
  if (!input) {
    unsure('no-price-field');
    return;
  }
  reading.price = input.value.trim();
}

const only = (found: HTMLInputElement[]): HTMLInputElement | null => (found.length === 1 ? found[0]! : null);
const limitField = (box: Element) =>
  only(all(box, 'input[id^="limitPrice-"]')) ?? labelled(box, PRICE_LABEL, TRIGGER_LABEL);
/** The price at which a conditional order starts; its limit, if it has one, lies close by. */
const triggerField = (box: Element) =>
  only(all(box, 'input[id^="stopPrice-"], input[id^="triggerPrice-"]')) ?? labelled(box, TRIGGER_LABEL, null);

/** Tabs choose the side in one layout; in the other both buttons stand there and one of them is pending. */
function readSide(
  reading: FormReading,
  document: Document,
  box: Element,
  submits: Submit[],
  unsure: Unsure,
): void {
  const actions = new Set(submits.map(one => one.meaning.action));
  const direction = all(box, '#position-direction [role="tab"][aria-selected="true"]')[0];
  const said = direction ? directionOf(textOf(direction)) : null;
  const [action] = actions;
  // Buttons that speak of buying and selling are those of the one-way mode, whatever tabs there are.
  if (actions.size !== 1 || action === undefined) {
    unsure('unknown-direction');
    return;
  }
  if (direction && action !== null && said !== action) {
    unsure('unknown-direction');
    return;
  }
  reading.action = action;
  const tab = all(box, '.bn-tabs__buySell [role="tab"][aria-selected="true"]')[0];
  if (tab) {
    const text = textOf(tab);
    const side = BUY_TAB.test(text) ? 'buy' : SELL_TAB.test(text) ? 'sell' : null;
    if (side === null) {
      unsure('unknown-side');
      return;
    }
    reading.side = side;
  } else {
    const pending = submits.find(({ element }) => isPending(document, element)) ?? only1(submits);
    reading.side = pending?.meaning.side ?? null;
  }
  if (action === null || reading.side === null) return;
  reading.leg = (action === 'open') === (reading.side === 'buy') ? 'long' : 'short';
}

/** A form with one button can only be sent that way. */
const only1 = (submits: Submit[]): Submit | null => (submits.length === 1 ? submits[0]! : null);

const directionOf = (text: string): 'open' | 'close' | null =>
  OPEN_TAB.test(text) ? 'open' : CLOSE_TAB.test(text) ? 'close' : null;

/** Under the pointer or the keyboard focus: the order that would be sent next. */
const isPending = (document: Document, button: Element): boolean =>
  button.matches(':hover') || (document.activeElement !== null && button.contains(document.activeElement));

function readReduceOnly(reading: FormReading, box: Element, unsure: Unsure): void {
  const checkbox = all(box, CHECKBOX).find(one => {
    const near = [
      one.getAttribute('aria-label'),
      textOf(one),
      one.parentElement && textOf(one.parentElement),
    ];
    const label = one.closest('label') ?? one.parentElement?.parentElement?.querySelector('label');
    return [...near, label && textOf(label)].some(text => text && REDUCE_ONLY.test(text));
  });
  if (checkbox) {
    const aria = checkbox.getAttribute('aria-checked');
    const checked = aria ?? ('checked' in checkbox ? String(checkbox.checked) : null);
    if (checked === null || checked === 'mixed') {
      unsure('reduce-only-unclear');
      return;
    }
    reading.reduceOnly = checked === 'true';
  } else if (leaves(box).some(text => REDUCE_ONLY.test(text))) {
    // The words are there, but not what tells whether they hold.
    unsure('reduce-only-unclear');
  }
}

/**
 * Leverage and margin mode stand on two buttons above the form; without them the account's settings serve. Only
 * the pair is taken: a lone "20x" may be that of a position in the table.
 */
function readPills(reading: FormReading, box: HTMLElement): void {
  let root: HTMLElement | null = box;
  for (let depth = 0; root && depth < 4; depth++, root = root.parentElement) {
    const texts = all(root, BUTTON).map(textOf);
    const leverages = texts.flatMap(text => LEVERAGE.exec(text)?.[1] ?? []);
    const modes = texts.filter(text => CROSS.test(text) || ISOLATED.test(text));
    if (leverages.length > 1 || modes.length > 1) return;
    if (leverages.length === 0 || modes.length === 0) continue;
    reading.leverage = leverages[0]!;
    reading.marginMode = CROSS.test(modes[0]!) ? 'cross' : 'isolated';
    return;
  }
}
