import { browser } from '../browser';
import type { PageToBackground, Reply } from '../messages';

/** Asks the background. Never throws: no answer is a reply too. */
export async function ask<T>(message: PageToBackground): Promise<Reply<T>> {
  try {
    const reply: unknown = await browser.runtime.sendMessage(message);
    if (typeof reply === 'object' && reply !== null && 'ok' in reply) return reply as Reply<T>;
    return { ok: false, code: 'no-answer', message: '–' };
  } catch (error) {
    return { ok: false, code: 'no-answer', message: error instanceof Error ? error.message : String(error) };
  }
}
