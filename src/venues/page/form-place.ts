/** Where the order form is on a page: the smallest element that holds its size field and its sides. */
import { kindOf } from './field';
import { type FormWords, type SideMeaning, sideMeaning, typeMeaning } from './form-words';
import { all, CONTROL, controlOf, isShown, type Said, saysAll, textOf, typedFields } from './sight';

/** The form ends well before this many elements above its size field. */
const DEPTH = 14;
/** Kinds of order, leverage and margin mode may stand this many elements further out. */
const HEAD = 3;
const LEVERAGE = /^(\d{1,3})(?:\.(\d{1,2}))?\s?[x×倍]$/i;

export interface SideControl {
  element: HTMLElement;
  meaning: SideMeaning;
}

export interface Place {
  box: HTMLElement;
  /** Null: there is none, or more than one. */
  size: HTMLInputElement | null;
}

export function sidesOf(root: Element, words: FormWords): SideControl[] {
  const sides: SideControl[] = [];
  for (const [text, element] of saysAll(root)) {
    const meaning = sideMeaning(text, words);
    const control = meaning && controlOf(element);
    if (!control || sides.some(side => side.element === control) || !isShown(control)) continue;
    sides.push({ element: control, meaning });
  }
  return sides;
}

export interface Pills {
  leverage: string | null;
  marginMode: 'cross' | 'isolated' | null;
}

/**
 * Leverage and margin mode: two buttons, or one that says both ("Cross 10x"). Two different ones tell nothing.
 * Outside of the form only buttons count: a list of positions says the same of each.
 */
export function pillsOf(root: Element, words: FormWords, where: 'form' | 'beyond'): Pills {
  const leverages = new Set<string>();
  const modes = new Set<'cross' | 'isolated'>();
  const said = where === 'form' ? saysAll(root) : all(root, CONTROL).map((one): Said => [textOf(one), one]);
  for (const [text, element] of said) {
    const [, before = '', last = text] = /^(.*?)[\s·|/]+(\d[\d.]*\s?[x×倍])$/i.exec(text) ?? [];
    const [, whole, part] = LEVERAGE.exec(last) ?? [];
    const mode = before || (whole ? '' : text);
    const isMode = words.cross.test(mode) ? 'cross' : words.isolated.test(mode) ? 'isolated' : null;
    // A menu that is closed says others.
    if ((before && !isMode) || !(isMode || whole) || !isShown(element)) continue;
    if (isMode) modes.add(isMode);
    if (whole) leverages.add(part && !/^0+$/.test(part) ? `${whole}.${part}` : whole);
  }
  return {
    leverage: leverages.size === 1 ? [...leverages][0]! : null,
    marginMode: modes.size === 1 ? [...modes][0]! : null,
  };
}

/** In a form that was found before; null: it is not, or no longer, there. */
export function within(
  box: HTMLElement | null,
  words: FormWords,
  selector: string | undefined,
): Place | null {
  if (!box?.isConnected) return null;
  const sizes = sizesOf(box, words, selector);
  return sizes.length === 1 ? { box, size: sizes[0]! } : null;
}

/** Null: no form, or two of them, of which nobody can say which will be sent. */
export function find(document: Document, words: FormWords, selector: string | undefined): Place | null {
  const places = sizesOf(document, words, selector).flatMap(size => {
    const box = boxAround(size, words, size.matches(selector ?? ':not(*)'));
    return box ? [{ box, size }] : [];
  });
  const [first] = places;
  if (first) {
    if (places.length === 1) return first;
    return places.every(({ box }) => box === first.box) ? { box: first.box, size: null } : null;
  }
  return bySides(document, words);
}

/** By the venue's own mark, else by label. What stands in a dialog is another form. */
function sizesOf(root: ParentNode, words: FormWords, selector: string | undefined): HTMLInputElement[] {
  const known = selector ? all<HTMLInputElement>(root, selector) : [];
  if (known.length > 0) return known;
  return typedFields(root).filter(
    input => !input.closest('[role="dialog"], dialog') && kindOf(input, words) === 'size',
  );
}

const isEdge = (at: HTMLElement): boolean =>
  at === at.ownerDocument.body || at.querySelector('table, canvas, [role="table"], [role="grid"]') !== null;

function boxAround(size: HTMLElement, words: FormWords, certain: boolean): HTMLElement | null {
  let at = size.parentElement;
  for (let depth = 0; at && depth < DEPTH; depth++, at = at.parentElement) {
    if (!certain && isEdge(at)) return null;
    if (hasSides(at, words)) return withHead(at, size, words);
  }
  return null;
}

/** Its words first, all in one: to look at each would cost several times as much, on every level. */
function hasSides(at: Element, words: FormWords): boolean {
  return /buy|sell|long|short|[买買卖賣多空]/i.test(at.textContent ?? '') && sidesOf(at, words).length > 0;
}

/** The row of leverage and margin mode, and that of the kinds of order, if they are near. */
function withHead(core: HTMLElement, size: HTMLElement, words: FormWords): HTMLElement {
  let box = core;
  let at = core.parentElement;
  for (let level = 0; at && level < HEAD; level++, at = at.parentElement) {
    if (isEdge(at) || hasOtherForm(at, size, words)) break;
    const [more, less] = [headOf(at, words), headOf(box, words)];
    if (more.pills > less.pills || more.types > less.types) box = at;
  }
  return box;
}

function headOf(at: Element, words: FormWords) {
  const { leverage, marginMode } = pillsOf(at, words, 'beyond');
  const types = saysAll(at).filter(([text]) => typeMeaning(text, words)).length;
  // A lone "20x" may be that of a position in a list.
  return { pills: leverage && marginMode ? 1 : 0, types: types > 1 ? 1 : 0 };
}

const hasOtherForm = (at: Element, size: HTMLElement, words: FormWords): boolean =>
  typedFields(at).some(input => input !== size && kindOf(input, words) === 'size');

/** Without a size field that says so: from the sides up to the first fields. */
function bySides(document: Document, words: FormWords): Place | null {
  if (!document.body) return null;
  const inside = all(document, CONTROL).find(one => sideMeaning(textOf(one), words) !== null);
  let at = inside?.parentElement ?? null;
  for (let depth = 0; at && depth < DEPTH && !isEdge(at); depth++, at = at.parentElement) {
    if (typedFields(at).length > 0) return { box: at, size: null };
  }
  return null;
}
