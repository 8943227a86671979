/**
 * What a question costs of the 1,200 that one address may spend in a minute (documentation, "Rate limits and user
 * limits", 2026).
 */
const light = new Set(['clearinghouseState', 'spotClearinghouseState', 'allMids', 'l2Book', 'orderStatus']);

export const minuteLimit = 1200;

export function weightOf(question: unknown, answer: unknown): number {
  const type =
    typeof question === 'object' && question !== null ? (question as { type?: unknown }).type : undefined;
  if (typeof type !== 'string') return 20;
  if (light.has(type)) return 2;
  if (type === 'userRole') return 60;
  // Candles cost more by the sixty.
  return type === 'candleSnapshot' && Array.isArray(answer) ? 20 + Math.floor(answer.length / 60) : 20;
}

/** Remembers what was spent in the last minute. */
export function createMeter(now: () => number) {
  let spent: { at: number; weight: number }[] = [];
  return {
    spend(weight: number) {
      spent.push({ at: now(), weight });
    },
    lastMinute(): number {
      spent = spent.filter(({ at }) => now() - at < 60_000);
      return spent.reduce((sum, { weight }) => sum + weight, 0);
    },
  };
}
