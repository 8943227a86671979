/** Cursors come percent-encoded in an answer and go encoded into the next question: compared decoded. */
export function decodeCursor(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
