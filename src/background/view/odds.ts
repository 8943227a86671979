/** How far liquidation is in daily standard deviations, and how likely within a day, as a band of models. */
import type { Replayed } from '../../risk/replay';
import type { Formats } from '../../ui/format';
import type { Text } from '../../ui/text';
import type { Manner, PoolView } from './subject';

/** From this likelihood on "12%" says more than "1 in 8". */
const OFTEN = 0.1;
/** What is rarer than this no model can tell from some hundreds of days. */
const RAREST = 1e-5;

/** Null: no likely way is known, or the pool is liquidatable already. `replayed`: null while it is being drawn. */
export function oddsOf(
  { report, risk }: PoolView,
  replayed: Replayed | null,
  { text, format }: Manner,
): string | null {
  const whole = risk?.whole;
  if (report.state !== 'safe' || !whole?.designPoint) return null;
  const distance = text('card_sigmas', format.sigma(whole.designPoint.distance));
  const band = whole.probability?.['24h'];
  if (!band) return text('card_odds_unknown', distance);
  const likely = likelihood(band, format, text);
  const hours = replayed && ofHours(replayed, band.high, format, text);
  if (!replayed || hours === null) return text('card_odds', distance, likely);
  return text('card_odds_replayed', distance, likely, String(Math.round(replayed.days)), hours);
}

/**
 * Days that are drawn from cannot tell what is rarer than one of them. Null: that is all that they say, and the models
 * say as much.
 */
function ofHours({ probability, days }: Replayed, high: number, format: Formats, text: Text): string | null {
  const rarest = 1 / Math.round(days);
  if (probability < rarest) return high < rarest ? null : text('odds_below', format.oneIn(rarest));
  return probability >= OFTEN ? format.usage(probability) : text('odds_one_in', format.oneIn(probability));
}

/** The more likely end first. Both are rounded to the more likely side, and neither is ever "0". */
function likelihood({ low, high }: { low: number; high: number }, format: Formats, text: Text): string {
  if (high < RAREST) return text('odds_below', format.oneIn(RAREST));
  const often = high >= OFTEN;
  // One percent is the least of percents; it never says 0.
  const say = (part: number) =>
    often ? format.usage(Math.max(part, 0.01)) : text('odds_one_in', format.oneIn(part));
  const rare = low < RAREST && !often ? text('odds_below', format.oneIn(RAREST)) : say(low);
  const likely = say(high);
  if (likely === rare) return text('odds_about', likely);
  return often ? text('odds_band', rare, likely) : text('odds_band', likely, rare);
}
