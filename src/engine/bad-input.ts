/**
 * Input that is not in its documented form: the JSON path of the culprit and what was expected there.
 *
 * Only readers at an entrance throw it (accounts, recordings, returns, from a file or a person); the engine
 * itself is total and answers unreadable figures with `unknown`.
 */
export interface BadInput extends Error {
  name: 'BadInput';
  /** JSONPath from the root of the document: "$.pools[0].positions[1].size". */
  path: string;
  /** What was expected, without the path. */
  expectation: string;
}

/** Makes the error; `message` says what was expected: "expected a decimal string, not NaN". */
export function badInput(path: string, message: string): BadInput {
  const error = new Error(`${path}: ${message}`) as BadInput;
  error.name = 'BadInput';
  error.path = path;
  error.expectation = message;
  return error;
}

export function isBadInput(error: unknown): error is BadInput {
  return error instanceof Error && error.name === 'BadInput';
}
