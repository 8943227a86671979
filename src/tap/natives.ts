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
const { getOwnPropertyDescriptor, defineProperty } = Object;
const exec = uncurried(RegExp.prototype.exec);
export const slice = uncurried(String.prototype.slice);
export const remember = uncurried(WeakMap.prototype.set);
export const recall = uncurried(WeakMap.prototype.get);

/** `exec` and not `test`: `test` looks `exec` up on the prototype, where a page may have put its own. */
export const matches = (pattern: RegExp, text: string): RegExpExecArray | null => exec(pattern, text);

/** The value of a plain own property. A page's getters are not run a second time. */
export const own = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object ? getOwnPropertyDescriptor(object, name)?.value : undefined;

export const stringOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Replaces a property by what `wrap` makes of it, keeping its attributes. */
export function replace<T>(holder: object, name: string, wrap: (native: T) => T) {
  const was = getOwnPropertyDescriptor(holder, name)!;
  defineProperty(holder, name, { ...was, value: wrap(was.value) });
}

/**
 * Lets `look` see every call of a function, after it: the receiver, the arguments, and what came of it. The
 * caller gets what the function gave, or threw; whatever goes wrong in looking stays here.
 */
export function observe(
  holder: object,
  name: string,
  look: (self: object, args: unknown[], result: unknown) => void,
) {
  replace<object>(
    holder,
    name,
    native =>
      new Proxy(native, {
        // Without a prototype: a page that adds a `get` to Object.prototype adds no trap here.
        __proto__: null,
        apply(target: () => unknown, self: object, args: unknown[]) {
          const result = apply(target, self, args);
          attempt(() => look(self, args, result));
          return result;
        },
      } as ProxyHandler<object>),
  );
}

/** The page goes on as it would without us, whatever becomes of the copy. */
export function attempt(work: () => void) {
  try {
    work();
  } catch {
    // As said.
  }
}
