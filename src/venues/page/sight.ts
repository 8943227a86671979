/** What a trader sees of a part of the page: its texts and its controls. Reads only; asks for styles, not boxes. */

export const CONTROL =
  'button, [role="button"], [role="tab"], [role="radio"], label:has(input[type="radio"])';
export const CHECKBOX = 'input[type="checkbox"], [role="checkbox"], [role="switch"]';
const TYPED = /^(?:text|number|tel|search|)$/;
const SHOW_TEXT = 4;
/** Longer texts are no labels. */
const LONG = 40;

export const textOf = (node: Node): string => (node.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Rendered. `checkVisibility` wants the styles only; boxes would want the whole page laid out. */
export const isShown = (element: Element): boolean =>
  typeof element.checkVisibility !== 'function' || element.checkVisibility();

export const all = <E extends Element = HTMLElement>(root: ParentNode, selector: string): E[] =>
  [...root.querySelectorAll<E>(selector)].filter(isShown);

/** The fields that a number can be typed into. */
export const typedFields = (root: ParentNode): HTMLInputElement[] =>
  [...root.querySelectorAll('input')].filter(input => TYPED.test(input.type) && isShown(input));

export type Said = [text: string, element: HTMLElement];

/** The texts as they are written, blanks left out: to ask an element for its text costs as much as is in it. */
export function* written(root: Element): Generator<[text: string, element: HTMLElement]> {
  const walk = root.ownerDocument.createTreeWalker(root, SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.nodeValue?.trim();
    const element = walk.currentNode.parentElement;
    if (text && element) yield [text, element];
  }
}

/** The short texts of an element, each with the innermost element that says all of it. */
export function says(root: Element): Said[] {
  const said: Said[] = [];
  let before: HTMLElement | null = null;
  for (const [part, element] of written(root)) {
    // A text may be in several nodes of one element.
    if (element === before || part.length >= LONG) continue;
    before = element;
    const text = textOf(element);
    if (text.length < LONG) said.push([text, element]);
  }
  return said;
}

/** Texts as `says`, and those of controls whose words are in several elements ("10" and "x"). */
export function saysAll(root: Element): Said[] {
  const controls = all(root, CONTROL).map((element): Said => [textOf(element), element]);
  const inside = new Set(controls.map(([text]) => text));
  return [
    ...controls.filter(([text]) => text !== '' && text.length < LONG),
    ...says(root).filter(([text]) => !inside.has(text)),
  ];
}

/** The control whose whole text an element is; else the element itself. */
export function controlOf(element: HTMLElement): HTMLElement {
  const control = element.closest<HTMLElement>(CONTROL);
  return control && textOf(control) === textOf(element) ? control : element;
}
