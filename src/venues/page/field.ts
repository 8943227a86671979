/** What a text field of a form is called, in what unit it counts, and what has been typed into it. */
import { type FieldKind, type FormWords, fieldMeaning } from './form-words';
import { isShown, type Said, says, textOf } from './sight';

/** A field and its label are at most this many elements apart. */
const LEVELS = 5;
/** More text than this around a field is not its own. */
const WORDY = 160;

/** The texts around a field, the nearest element first, as far as no other field is in it. */
function around(input: HTMLInputElement): Said[][] {
  const levels: Said[][] = [];
  let at = input.parentElement;
  for (let level = 0; at && level < LEVELS; level++, at = at.parentElement) {
    const fields = at.querySelectorAll('input');
    if (fields.length > 1 || (at.textContent ?? '').length > WORDY) break;
    levels.push(says(at));
  }
  return levels;
}

/** By itself, by the label that is its own, by the texts around it, by its placeholder; null: none of them tells. */
export function kindOf(input: HTMLInputElement, words: FormWords): FieldKind | null {
  const labelled = input.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const own = [
    input.getAttribute('aria-label'),
    ...labelled.map(id => input.ownerDocument.getElementById(id)?.textContent),
    ...[...(input.labels ?? [])].map(textOf),
  ];
  const before = input.previousElementSibling;
  const texts = [
    ...own,
    ...around(input).flatMap(said => said.map(([text]) => text)),
    before && !before.querySelector('input') ? textOf(before) : null,
    input.placeholder,
  ];
  for (const text of texts) {
    const kind = text ? fieldMeaning(text.trim(), words) : null;
    if (kind) return kind;
  }
  return null;
}

/** The unit that stands in the field, by the nearest texts that name one; null: none, or two. */
export function unitOf<Unit>(input: HTMLInputElement, unit: (word: string) => Unit | null): Unit | null {
  for (const said of around(input)) {
    const units = new Set<Unit>();
    for (const [text, element] of said) {
      // "BTC ▾" opens a menu of units; "Size (USDC)" names its unit in the label.
      const word = /[(（]([^)）]+)[)）]$/.exec(text)?.[1] ?? text.replace(/[^\p{L}\p{N}_%$]+$/u, '');
      const known = unit(word);
      if (known !== null && isShown(element)) units.add(known);
    }
    if (units.size > 0) return units.size === 1 ? [...units][0]! : null;
  }
  return null;
}

/** A number as it is typed; null: nothing yet; undefined: something else. */
export function typed(value: string): string | null | undefined {
  const text = value.replace(/\s/g, '');
  if (text === '') return null;
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text;
  const [, whole, part] = /^(\d*)(?:\.(\d*))?$/.exec(plain) ?? [];
  if (whole === undefined || !(whole || part)) return plain === '.' ? null : undefined;
  return part ? `${whole || '0'}.${part}` : whole;
}
