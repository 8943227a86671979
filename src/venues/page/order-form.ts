/**
 * Reads an order form by what it says, in English and Chinese: the labels of its fields, the words of its
 * buttons, which of them are chosen. A venue refines it with the selectors that it is known to keep and with
 * its own words. What cannot be told is null, or a code in `unsure`; nothing is guessed and nothing is written.
 *
 * Runs in the page: it imports nothing from outside this room.
 */
import type { FormReading, VenueForm } from '../venue';
import { chosenOf, isFilled, isPending, stateOf } from './chosen';
import { kindOf, typed, unitOf } from './field';
import { find, type Pills, type Place, pillsOf, type SideControl, sidesOf, within } from './form-place';
import { type FieldKind, type FormWords, typeMeaning, WORDS } from './form-words';
import { all, CHECKBOX, CONTROL, isShown, says, textOf, typedFields } from './sight';

export interface FormHints {
  /** The contract that a page trades, in the venue's own name; null: none. */
  symbol(url: string): string | null;
  /** What a word in the size field says of its unit; null: nothing. "%" is known. */
  unit(word: string, symbol: string): FormReading['sizeUnit'] | null;
  /** Selectors of fields that the venue is known to keep; they come before the labels. */
  fields?: Partial<Record<FieldKind, string>>;
  /** An attribute of the controls for the kind of order, and what its values mean; null: not understood. */
  type?: { attribute: string; means(value: string): FormReading['type'] | null };
  words?: Partial<FormWords>;
}

export function orderForm(hints: FormHints): VenueForm {
  const words: FormWords = { ...WORDS, ...hints.words };
  const selector = hints.fields?.size;
  return {
    anchor: document => find(document, words, selector)?.box ?? null,
    read(document, url, near) {
      const symbol = hints.symbol(url);
      if (symbol === null) return null;
      const place = within(near ?? null, words, selector) ?? find(document, words, selector);
      return place && readForm(place, symbol, words, hints);
    },
  };
}

type Unsure = (code: string) => void;

function readForm({ box, size }: Place, symbol: string, words: FormWords, hints: FormHints): FormReading {
  const reading: FormReading = {
    symbol,
    side: null,
    type: 'limit',
    price: null,
    size: null,
    sizeUnit: 'base',
    ...pillsNear(box, words),
    reduceOnly: false,
    leg: null,
    action: null,
    unsure: null,
  };
  const unsure: Unsure = code => {
    reading.unsure ??= code;
  };
  const fields = fieldsOf(box, size, words, hints);
  if (size) readSize(reading, size, word => hints.unit(word, symbol), unsure);
  else unsure('no-size-field');
  readType(reading, box, fields, words, hints, unsure);
  readSide(reading, box, words, unsure);
  readReduceOnly(reading, box, words, unsure);
  for (const kind of ['takeProfit', 'stopLoss'] as const) {
    const input = fields.get(kind);
    if (input)
      reading[kind] = unitOf(input, word => (word === '%' ? word : null))
        ? null
        : (typed(input.value) ?? null);
  }
  return reading;
}

/** The fields of the form by what they are for; null: there are two of that kind. */
type Fields = Map<FieldKind, HTMLInputElement | null>;

function fieldsOf(box: Element, size: Element | null, words: FormWords, { fields }: FormHints): Fields {
  const found: Fields = new Map();
  const put = (kind: FieldKind, input: HTMLInputElement) => found.set(kind, found.has(kind) ? null : input);
  const known = new Set<Element | null>([size]);
  for (const [kind, selector] of Object.entries(fields ?? {}) as [FieldKind, string][]) {
    if (kind === 'size') continue;
    for (const input of all<HTMLInputElement>(box, selector)) {
      known.add(input);
      put(kind, input);
    }
  }
  const given = new Set(found.keys());
  for (const input of typedFields(box)) {
    if (known.has(input) || input.disabled) continue;
    const kind = kindOf(input, words);
    if (kind && kind !== 'size' && !given.has(kind)) put(kind, input);
  }
  return found;
}

function readSize(
  reading: FormReading,
  input: HTMLInputElement,
  unit: (word: string) => FormReading['sizeUnit'] | null,
  unsure: Unsure,
): void {
  const [, number, percent] = /^([^%]*)(%?)$/.exec(input.value.trim()) ?? [];
  const size = typed(number ?? '?');
  if (size === undefined) unsure('unreadable-size');
  reading.size = size ?? null;
  const known = percent ? 'percent' : unitOf(input, word => (word === '%' ? 'percent' : unit(word)));
  if (known) reading.sizeUnit = known;
  else unsure('unknown-unit');
}

/** By the control that is chosen; where none says so, by the fields that are there. */
function readType(
  reading: FormReading,
  box: Element,
  fields: Fields,
  words: FormWords,
  { type: given }: FormHints,
  unsure: Unsure,
): void {
  const chosen = chosenTypes(box, words, given);
  const [first] = chosen;
  const byFields = fields.has('trigger') ? 'conditional' : fields.has('price') ? 'limit' : 'market';
  const type = chosen.length === 0 ? byFields : chosen.length === 1 ? (first ?? null) : null;
  if (type === null || fields.has('other')) {
    unsure('unknown-type');
    return;
  }
  reading.type = type;
  if (type === 'market') return;
  const input = fields.get(type === 'limit' ? 'price' : 'trigger');
  if (!input) {
    unsure('no-price-field');
    return;
  }
  const price = typed(input.value);
  if (price === undefined) unsure('unreadable-price');
  reading.price = price ?? null;
}

/** What the chosen controls of the row with the kinds of order mean; null: one that is not understood. */
function chosenTypes(
  box: Element,
  words: FormWords,
  given: FormHints['type'],
): (FormReading['type'] | null)[] {
  const keyed = given ? all(box, `[${given.attribute}]`) : [];
  if (given && keyed.length > 0) {
    const chosen = keyed.filter(element => stateOf(element) === true);
    if (chosen.length > 0) return chosen.map(element => given.means(element.getAttribute(given.attribute)!));
  }
  for (const select of all<HTMLSelectElement>(box, 'select')) {
    const meanings = [...select.options].map(option => typeMeaning(textOf(option), words));
    if (meanings.some(meaning => meaning)) return [meanings[select.selectedIndex] ?? null];
  }
  const controls = all(box, CONTROL).map(element => ({ element, type: typeMeaning(textOf(element), words) }));
  const rows = new Set(controls.filter(({ type }) => type).map(({ element }) => element.parentElement));
  const row = controls.filter(({ element }) => rows.has(element.parentElement));
  return chosenOf(row).map(({ type }) => type);
}

/**
 * Two controls choose the side, and one sends the order; or both sides have a button of their own, and the one
 * under the pointer or the focus is pending. In hedge mode their words say whether a leg is opened or closed.
 */
function readSide(reading: FormReading, box: HTMLElement, words: FormWords, unsure: Unsure): void {
  const sides = sidesOf(box, words);
  const toggles = sides.filter(({ element }) => stateOf(element) !== null || element.matches('[role="tab"]'));
  const buttons = sides.filter(side => !toggles.includes(side));
  const speaking = buttons.length > 0 ? buttons : toggles;
  const actions = new Set(speaking.map(({ meaning }) => meaning.action));
  const [action] = actions;
  const tabs = all(box, CONTROL).flatMap(element => {
    const text = textOf(element);
    const means = words.open.test(text) ? 'open' : words.close.test(text) ? 'close' : null;
    return means ? [{ element, means }] : [];
  });
  const direction = chosenOf(tabs);
  // Buttons that speak of buying and selling are those of the one-way mode, whatever tabs there are.
  const contradicted = action != null && direction.some(({ means }) => means !== action);
  if (actions.size > 1 || contradicted) {
    unsure('unknown-direction');
    return;
  }
  reading.action = action ?? null;
  const chosen = toggles.length > 0 ? sideChosen(toggles) : null;
  const side = chosen ?? sidePending(buttons);
  if (chosen && buttons.length > 0 && !buttons.some(({ meaning }) => meaning.side === chosen)) {
    unsure('unknown-side');
    return;
  }
  reading.side = side;
  if (action == null || side === null) return;
  reading.leg = (action === 'open') === (side === 'buy') ? 'long' : 'short';
}

function sideChosen(toggles: SideControl[]): 'buy' | 'sell' | null {
  const chosen = new Set(chosenOf(toggles).map(({ meaning }) => meaning.side));
  return chosen.size === 1 ? [...chosen][0]! : null;
}

function sidePending(buttons: SideControl[]): 'buy' | 'sell' | null {
  const sides = new Set(buttons.map(({ meaning }) => meaning.side));
  // A form with one button can only be sent that way.
  if (sides.size === 1) return [...sides][0]!;
  const filled = buttons.filter(({ element }) => isFilled(element));
  const one =
    filled.length === 1 && buttons.length === 2 ? filled[0] : buttons.find(b => isPending(b.element));
  return one?.meaning.side ?? null;
}

function readReduceOnly(reading: FormReading, box: Element, words: FormWords, unsure: Unsure): void {
  const named = all(box, CHECKBOX).find(one => words.reduceOnly.test(one.getAttribute('aria-label') ?? ''));
  const label = says(box).find(([text, at]) => words.reduceOnly.test(text) && isShown(at))?.[1];
  if (!named && !label) return;
  let checkbox: Element | null = named ?? null;
  // Further out stand the boxes of other switches.
  for (let at = label ?? null; !checkbox && at && words.reduceOnly.test(textOf(at)); at = at.parentElement) {
    checkbox = at.matches(CHECKBOX) ? at : at.querySelector(CHECKBOX);
  }
  const state = checkbox && stateOf(checkbox);
  // The words are there, but not what tells whether they hold.
  if (state === null) unsure('unknown-reduce-only');
  else reading.reduceOnly = state;
}

/** In the form each by itself; further out only the pair: a lone "20x" may be that of a position in a list. */
function pillsNear(box: HTMLElement, words: FormWords): Pills {
  const inside = pillsOf(box, words, 'form');
  if (inside.leverage || inside.marginMode) return inside;
  let at = box.parentElement;
  for (let level = 0; at && level < 3; level++, at = at.parentElement) {
    const pills = pillsOf(at, words, 'beyond');
    if (pills.leverage && pills.marginMode) return pills;
    if (pills.leverage || pills.marginMode) break;
  }
  return inside;
}
