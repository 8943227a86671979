/** What restores the chosen distance, or how much more may be ordered without leaving it. */
import type { Distance, Remedy } from '../../risk/decisions';
import type { Note, RemediesView } from '../../ui/view';
import type { Advice } from '../advice';
import { largestWords } from './largest';
import { coinOf } from './stops';
import type { Manner, PoolView, Subject } from './subject';

/** As many of a kind as are worth reading. */
const MOST: Record<Remedy['kind'], number> = { deposit: 1, 'reduce-all': 1, 'reduce-one': 3, hedge: 2 };

/** Null: nothing can be said of this pool's distance. */
export function remediesView(
  view: PoolView,
  subject: Subject,
  { remedies }: Advice,
  manner: Manner,
): RemediesView | null {
  const { text, format, settings } = manner;
  const largest = subject.largest.filter(({ order }) => order.answer !== 'unknown');
  if ((!remedies || remedies.now === 'unknown') && largest.length === 0) return null;
  const target = format.chosenSigma(settings.keepSigmas);
  const notes: Note[] = [];
  if (largest.length > 0) {
    const orders = largest.map(each => largestWords(each, manner)).join(', ');
    notes.push({ level: 'plain', text: text('remedy_largest', target, orders) });
  }
  if (remedies?.needed && !remedies.remedies.some(each => each.effect === 'restores'))
    notes.unshift({ level: 'danger', text: text('remedy_nothing', target) });
  return {
    title: text('remedy_title', target),
    detail: remedies
      ? text(remedies.needed ? 'remedy_now' : 'remedy_kept', sayDistance(remedies.now, manner))
      : '',
    hint: text('remedy_hint', target),
    chips: remedies?.needed ? chips(remedies.remedies, view, manner) : [],
    notes,
  };
}

export function sayDistance(distance: Distance, { text, format }: Manner): string {
  if (typeof distance === 'number') return format.sigma(distance);
  return text(distance === 'none' ? 'word_none' : 'word_unknown');
}

function chips(all: Remedy[], view: PoolView, manner: Manner): RemediesView['chips'] {
  const useful = all.filter(each => each.effect !== 'useless');
  // What does not restore it is worth a word only where nothing of its kind does.
  const shown = (Object.keys(MOST) as Remedy['kind'][]).flatMap(kind => {
    const own = useful.filter(each => each.kind === kind);
    const whole = own.filter(each => each.effect === 'restores');
    return (whole.length > 0 ? whole : own).slice(0, MOST[kind]);
  });
  return shown.map(each => chip(each, view, manner));
}

function chip(remedy: Remedy, view: PoolView, manner: Manner): RemediesView['chips'][number] {
  const { text, format } = manner;
  const { kind, symbol, side, amount, fraction, value, after, effect } = remedy;
  const { unit } = view.report;
  const coin = symbol === null ? '' : coinOf(symbol, view);
  const part = fraction === null ? '' : format.part(fraction);
  const worth = value === null ? text('word_unknown') : format.need(value, unit);
  const [lead, figure] =
    kind === 'deposit'
      ? [text('remedy_add'), format.need(amount ?? '0', unit)]
      : kind === 'reduce-all'
        ? [text('remedy_cut_all'), part]
        : kind === 'reduce-one'
          ? [text('remedy_cut', coin), part]
          : [text(side === 'buy' ? 'remedy_buy' : 'remedy_sell'), `${format.size(amount ?? '0')} ${coin}`];
  const verb = text(side === 'buy' ? 'remedy_buy' : 'remedy_sell');
  const reached = sayDistance(after, manner);
  return {
    lead,
    figure: effect === 'helps' ? text('remedy_only', figure, reached) : figure,
    level: effect === 'helps' ? 'warn' : 'plain',
    hint:
      kind === 'deposit'
        ? text('remedy_deposit_hint', figure, reached)
        : kind === 'reduce-all'
          ? text('remedy_all_hint', part, worth, reached)
          : text(
              kind === 'hedge' ? 'remedy_hedge_hint' : 'remedy_one_hint',
              `${verb} ${format.size(amount ?? '0')} ${coin}`,
              worth,
              reached,
            ),
  };
}
