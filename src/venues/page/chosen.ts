/** Which of several controls is chosen: what they say for assistive technology first, how they look second. */
import { textOf } from './sight';

const CHOSEN_CLASS = /(?:^|[\s_-])(?:active|selected|checked|current)(?:$|[\s_-])/i;

/** As the control, or what it alone fills, says; null: it does not say. */
export function stateOf(control: Element): boolean | null {
  const parent = control.parentElement;
  const radio = control.querySelector<HTMLInputElement>('input[type="radio"]');
  if (radio) return radio.checked;
  for (const at of [control, parent && textOf(parent) === textOf(control) ? parent : null]) {
    if (!at) continue;
    if (at.tagName === 'INPUT') return (at as HTMLInputElement).checked;
    for (const name of ['aria-pressed', 'aria-selected', 'aria-checked', 'aria-current', 'data-state']) {
      const value = at.getAttribute(name);
      if (/^(?:true|on|active|checked|page|step)$/.test(value ?? '')) return true;
      if (/^(?:false|off|inactive|unchecked)$/.test(value ?? '')) return false;
    }
  }
  return null;
}

/** The one that is chosen. Empty: they do not say; several: they contradict each other. */
export function chosenOf<C extends { element: Element }>(controls: C[]): C[] {
  const states = controls.map(({ element }) => stateOf(element));
  if (states.some(state => state !== null)) return controls.filter((_, index) => states[index] === true);
  const marked = controls.filter(({ element }) => CHOSEN_CLASS.test(element.getAttribute('class') ?? ''));
  return marked.length === 1 ? marked : [];
}

/** Filled with colour: of two sides the chosen one is, where the other is not. */
export function isFilled(element: HTMLElement): boolean {
  const view = element.ownerDocument.defaultView;
  return [element, element.parentElement].some(at => {
    // The parent of both sides tells nothing.
    if (!at || !view || (at !== element && textOf(at) !== textOf(element))) return false;
    const alpha = /^rgba\(.*[,/]\s*([\d.]+%?)\)$/.exec(view.getComputedStyle(at).backgroundColor)?.[1];
    return alpha === undefined || !/^0(?:\.0*)?%?$/.test(alpha);
  });
}

/** Under the pointer or the keyboard focus: the order that would be sent next. */
export function isPending(button: Element): boolean {
  const { activeElement } = button.ownerDocument;
  return button.matches(':hover') || (activeElement !== null && button.contains(activeElement));
}
