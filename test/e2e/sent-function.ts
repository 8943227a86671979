/**
 * The source of a function that is called elsewhere with JSON arguments. Compilers that keep names wrap
 * inner functions in a helper called __name, which does not exist there.
 */
export const sentFunction = (fn: (...args: never[]) => unknown, first: string, args: unknown[]): string =>
  `const __name = target => target; return (${fn.toString()})(${[first, ...args.map(arg => JSON.stringify(arg) ?? 'undefined')].join(', ')});`;
