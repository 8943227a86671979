/** Every string on screen comes from public/_locales through one of these functions. */
import type messages from '../../public/_locales/en/messages.json';

export type MessageKey = keyof typeof messages;
export type Messages = Record<string, { message: string; description?: string }>;

/** The message of this key with $1, $2, … replaced. Substitutions are text already formatted. */
export type Text = (key: MessageKey, ...substitutions: string[]) => string;

interface I18n {
  getMessage(key: string, substitutions?: string[]): string;
}

/** The extension's own messages, in the browser's language where it is translated. */
export function browserText(): Text {
  const scope = globalThis as { browser?: { i18n: I18n }; chrome?: { i18n: I18n } };
  const api = scope.browser ?? scope.chrome;
  return (key, ...substitutions) => api?.i18n.getMessage(key, substitutions) || key;
}

/** The same from a messages.json at hand, where there is no browser. A missing key throws: it is a defect. */
export function textOf(from: Messages): Text {
  return (key, ...substitutions) => {
    const entry = from[key];
    if (!entry) throw new Error(`No message ${key}`);
    return entry.message.replace(/\$(\$|\d)/g, (_all, what: string) =>
      what === '$' ? '$' : (substitutions[Number(what) - 1] ?? ''),
    );
  };
}
