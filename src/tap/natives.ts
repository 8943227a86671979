/**
 * The browser's own functions, taken before the page can replace them.
 *
 * A page may wrap `Promise.prototype.then` or `Date.now` at any time; what the tap calls later must be what
 * the browser gave, so that the page neither sees the tap at work nor is disturbed by it.
 */
export type Scope = Window & typeof globalThis;

/** A method as a function of its receiver: `call(receiver, ...arguments)`. */
type Uncurried<F> = F extends (...args: infer A) => infer R ? (self: unknown, ...args: A) => R : never;

const bind = Function.prototype.bind;
const call = Function.prototype.call;

export function uncurried<F extends (...args: never[]) => unknown>(method: F): Uncurried<F> {
  return Reflect.apply(bind, call, [method]) as Uncurried<F>;
}

/** The getter of an accessor property, as a function of its receiver. It throws on any other receiver. */
export function getter<T>(prototype: object, name: string): (self: unknown) => T {
  return uncurried(Object.getOwnPropertyDescriptor(prototype, name)!.get as () => T);
}

export const { apply, construct } = Reflect;
export const now = Date.now;
export const stringify = JSON.stringify;
const { getOwnPropertyDescriptor } = Object;
const exec = uncurried(RegExp.prototype.exec);
export const slice = uncurried(String.prototype.slice);
export const toLowerCase = uncurried(String.prototype.toLowerCase);
export const remember = uncurried(WeakMap.prototype.set);
export const recall = uncurried(WeakMap.prototype.get);

/** `exec` and not `test`: `test` looks `exec` up on the prototype, where a page may have put its own. */
export const matches = (pattern: RegExp, text: string): RegExpExecArray | null => exec(pattern, text);

/** The value of a plain own property. A page's getters are not run a second time. */
export function own(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  return getOwnPropertyDescriptor(object, name)?.value;
}

/**
 * Replaces a property by what `wrap` makes of it, keeping its attributes. Returns the undoing, which leaves
 * the property alone when somebody else has replaced it since.
 */
export function replace<T extends object>(holder: object, name: string, wrap: (native: T) => T): () => void {
  const was = getOwnPropertyDescriptor(holder, name);
  if (!was?.configurable || typeof was.value !== 'function') return () => {};
  const made = wrap(was.value);
  const define = Object.defineProperty;
  define(holder, name, { ...was, value: made });
  return () => {
    if (getOwnPropertyDescriptor(holder, name)?.value === made) define(holder, name, was);
  };
}
