/** Untrusted rows become typed ones, or the name of the field that is not as it should be. */
import * as v from 'valibot';

export type Reading<T> =
  | { value: T /** A field that is only of use for a check, and has another form. */; unread: string | null }
  | { field: string };

type Entries = Record<string, v.GenericSchema>;

export type RowOf<C extends Entries, X extends Entries> = v.InferOutput<v.ObjectSchema<C, undefined>> &
  Partial<v.InferOutput<v.ObjectSchema<X, undefined>>>;

/**
 * A list of rows. `core` is what a figure rests on: without it the whole list is refused, because half an
 * account is a wrong account. `extra` serves checks: a row is read without it, and the reader is told.
 */
export function readRows<C extends Entries, X extends Entries>(
  core: C,
  extra: X,
  data: unknown,
): Reading<RowOf<C, X>[]> {
  const strict = v.safeParse(v.array(v.object({ ...core, ...extra })), data);
  if (strict.success) return { value: strict.output as RowOf<C, X>[], unread: null };
  const lenient: Entries = { ...core };
  for (const [name, schema] of Object.entries(extra)) {
    lenient[name] = v.fallback(v.optional(schema), undefined);
  }
  const again = v.safeParse(v.array(v.object(lenient)), data);
  if (again.success) return { value: again.output as RowOf<C, X>[], unread: fieldOf(strict.issues) };
  return { field: fieldOf(again.issues) };
}

export function read<S extends v.GenericSchema>(schema: S, data: unknown): Reading<v.InferOutput<S>> {
  const result = v.safeParse(schema, data);
  return result.success ? { value: result.output, unread: null } : { field: fieldOf(result.issues) };
}

/** "3.markPrice": where the first thing is that is missing or has another form. */
export function fieldOf(issues: readonly v.BaseIssue<unknown>[]): string {
  const first = issues[0];
  return (first && v.getDotPath(first)) || '(whole message)';
}
