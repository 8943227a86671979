/** Where the order form is on the page, and what belongs to each of its fields. */
import { type ButtonMeaning, buttonMeaning, SIZE_LABEL } from './form-words';

export const BUTTON = 'button, [role="button"]';
const SIZE_FIELD = 'input[id^="unitAmount-"]';
const TEXT_INPUT = 'input:not([type]), input[type="text"], input[type="number"], input[type="tel"]';
export const CHECKBOX = 'input[type="checkbox"], [role="checkbox"], [role="switch"]';
/** The form ends well before this many parents of its size field. */
const DEPTH = 14;

export interface Submit {
  element: Element;
  meaning: ButtonMeaning;
}

export interface Parts {
  box: HTMLElement;
  size: HTMLInputElement | null;
  submits: Submit[];
}

export const textOf = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();

/** In a browser: rendered. A hidden copy of the form (a collapsed panel) must not be read. */
const shown = (element: Element): boolean =>
  typeof element.checkVisibility !== 'function' || element.checkVisibility();

export const all = <E extends Element>(root: ParentNode, selector: string): E[] =>
  [...root.querySelectorAll<E>(selector)].filter(shown);

const submitsOf = (root: ParentNode): Submit[] =>
  all(root, BUTTON).flatMap(element => {
    const meaning = buttonMeaning(textOf(element));
    return meaning ? [{ element, meaning }] : [];
  });

/** In a form that was found before; null: it is not, or no longer, the one of the documented field. */
export function within(box: HTMLElement | null): Parts | null {
  if (!box?.isConnected) return null;
  const known = all<HTMLInputElement>(box, SIZE_FIELD);
  const submits = known.length === 1 ? submitsOf(box) : [];
  return submits.length > 0 ? { box, size: known[0]!, submits } : null;
}

/** The smallest part of the page that holds the size field and a submit button. */
export function find(document: Document): Parts | null {
  const known = all<HTMLInputElement>(document, SIZE_FIELD);
  if (known.length > 1) return null;
  const [size] = known;
  if (size) {
    let box = size.parentElement;
    for (let depth = 0; box && depth < DEPTH; depth++, box = box.parentElement) {
      const submits = submitsOf(box);
      if (submits.length > 0) return { box, size, submits };
    }
  }
  // Without the documented field: from the buttons up to the first fields.
  const submits = submitsOf(document);
  let box = submits[0]?.element.parentElement ?? null;
  for (let depth = 0; box && depth < DEPTH; depth++, box = box.parentElement) {
    if (all(box, TEXT_INPUT).length === 0) continue;
    const inside = submitsOf(box);
    return { box, size: size ?? labelled(box, SIZE_LABEL, null), submits: inside };
  }
  return null;
}

/** The one text field whose label, or what stands beside it, says so; null: none, or several. */
export function labelled(box: Element, words: RegExp, not: RegExp | null): HTMLInputElement | null {
  const found = all<HTMLInputElement>(box, TEXT_INPUT).filter(input => {
    const own = [
      input.getAttribute('aria-label'),
      input.placeholder,
      ...[...(input.labels ?? [])].map(textOf),
    ];
    const around = fieldOf(input, box);
    const label = [...own, around ? textOf(around) : ''].filter(Boolean).join(' ');
    return words.test(label) && !not?.test(label);
  });
  return found.length === 1 ? found[0]! : null;
}

/** The widest element around a field that holds no other part of the form. */
export function fieldOf(input: Element, box: Element): Element | null {
  let field: Element | null = null;
  for (let next = input.parentElement; next && next !== box.parentElement; next = next.parentElement) {
    const inputs = next.querySelectorAll(TEXT_INPUT).length;
    if (inputs > 1 || next.querySelector(`${CHECKBOX}, [role="tab"]`) || submitsOf(next).length > 0) break;
    field = next;
  }
  return field;
}
