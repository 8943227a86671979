/** A table of problems by the kind of message that they are about: one each, gone when that kind is read again. */

/** The same table when there is nothing to clear: most messages come this way. */
export function withoutProblems<P>(problems: Record<string, P>, ...sources: string[]): Record<string, P> {
  if (!sources.some(source => source in problems)) return problems;
  return Object.fromEntries(Object.entries(problems).filter(([source]) => !sources.includes(source)));
}
