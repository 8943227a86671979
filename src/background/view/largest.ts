/** The largest order that keeps the chosen distance, in the unit of the form. */
import type { Position } from '../../engine/account';
import { Decimal, readDecimal } from '../../engine/decimal';
import type { LargestOrder } from '../../risk/decisions';
import type { LargestView, Level } from '../../ui/view';
import type { FormReading } from '../../venues/venue';
import type { AfterOrder, Manner, Subject } from './subject';

/** Of one side of the form. */
export interface Largest {
  order: LargestOrder;
  side: AfterOrder['side'];
  position: Position;
  /** What is typed, in contracts; null: nothing yet. */
  typed: string | null;
  unit: FormReading['sizeUnit'];
}

/** Null: no order can be read, or its answer is not known. */
export function largestView({ largest }: Pick<Subject, 'largest'>, manner: Manner): LargestView | null {
  const { text, format, settings } = manner;
  const [first] = largest;
  if (!first || largest.every(({ order }) => order.answer === 'unknown')) return null;
  const sized = largest.some(({ order }) => order.size !== null && order.answer === 'limited');
  return {
    label: text('strip_max'),
    sides: largest.map(each => ({
      side: each.side,
      size: sizeOf(each, manner, manner.format.roughSize),
      level: levelOf(each),
    })),
    unit: sized ? unitOf(first, manner) : '',
    target: text('strip_max_for', format.chosenSigma(settings.keepSigmas)),
    hint: text('strip_max_hint', format.chosenSigma(settings.keepSigmas)),
  };
}

/** "buy 0.42 BTC", "sell any size": of each side, for a sentence. */
export function largestWords(each: Largest, manner: Manner): string {
  const unit = each.order.answer === 'limited' ? ` ${unitOf(each, manner)}` : '';
  const verb = manner.text(each.order.side === 'buy' ? 'remedy_buy' : 'remedy_sell');
  const { format } = manner;
  const whole = each.order.lotGuessed ? format.roughSize : (size: string) => format.size(size);
  return `${verb} ${sizeOf(each, manner, whole)}${unit}`;
}

type Say = (size: string, rounding: 'floor' | 'ceil') => string;

function sizeOf(each: Largest, { text }: Manner, say: Say): string {
  const { order } = each;
  if (order.answer === 'unknown') return text('word_unknown');
  if (order.answer === 'none') return text('word_none');
  const least = order.from === null ? null : say(inForm(each, order.from), 'ceil');
  if (order.answer === 'unlimited')
    return least === null ? text('strip_max_any') : text('strip_max_from', least);
  const most = say(inForm(each, order.size!), 'floor');
  return least === null ? most : text('strip_max_between', least, most);
}

/** A size in the unit that is typed: whole contracts, or what they come to in the base coin. */
function inForm({ unit, position }: Largest, size: string): string {
  const { type, multiplier } = position.contract;
  if (unit === 'contracts' || type === 'inverse' || !multiplier) return size;
  return new Decimal(size).times(multiplier).toFixed();
}

function unitOf({ unit, position }: Largest, { text }: Manner): string {
  const { type, multiplier } = position.contract;
  // An inverse contract of one dollar is typed as dollars.
  if (type === 'inverse' && multiplier === '1' && unit !== 'contracts') return 'USD';
  return unit === 'contracts' || type === 'inverse' ? text('unit_contracts') : position.factor;
}

/** What is typed is too much, or too little where an order would restore the distance. */
function levelOf({ order, typed }: Largest): Level {
  const size = typed === null ? null : readDecimal(typed);
  if (!size || order.answer === 'unknown') return 'ok';
  if (order.answer === 'none') return 'warn';
  const over = order.size !== null && size.gt(order.size);
  const under = order.from !== null && size.lt(order.from);
  return over || under ? 'warn' : 'ok';
}
