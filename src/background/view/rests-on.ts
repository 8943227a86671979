/** What an estimate rests on, for the end of its explanation: how old its prices are, what has none of its own. */
import { age } from '../../ui/format';
import type { Manner, PoolView, Subject } from './subject';

/** "719 hourly returns; the newest price is 12 min old." Null: there are none. */
export function agedPrices(
  { risk, pricesOfRiskAt }: Subject,
  { text, now }: Pick<Manner, 'text' | 'now'>,
): string | null {
  const observations = risk?.whole?.observations ?? null;
  if (observations === null) return null;
  const old = pricesOfRiskAt === null ? text('word_unknown') : age(now - pricesOfRiskAt);
  return text('basis_prices', String(observations), old);
}

/** How old what an estimate rests on is, and what has been left out of it: the end of its explanation. */
export function restsOn(subject: Subject, pool: PoolView | null, manner: Manner): string {
  const stand = (pool?.risk?.whole?.proxies ?? []).map(({ factor }) => factor);
  return [
    agedPrices(subject, manner),
    ...(stand.length > 0 ? [manner.text('basis_without', stand.join(', '))] : []),
  ]
    .filter(Boolean)
    .join(' ');
}
