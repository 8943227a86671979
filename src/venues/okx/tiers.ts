/**
 * Position tiers: the whole position takes the rate of its tier, nothing is deducted. Which tier, the contracts of
 * all instruments of one family tell, both sides, with resting orders that open; an isolated position alone.
 * Source: OKX documents v5, "Get position tiers"; measured 2026-09 (the order of a thousand contracts that moves
 * nineteen hundred others into the second tier).
 */
import type { Schedule, Step } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { borrowKey, tierKey } from './market-messages';
import type { MarginMode, Market } from './state';
import { parseSymbol } from './symbols';

export const familyOf = (market: Market, instId: string): string =>
  market.instruments[instId]?.family || (parseSymbol(instId)?.family ?? instId);

/** Null: not known. */
export function stepsOf(market: Market, instId: string, type: string, mode: MarginMode): Step[] | null {
  const owner = type === 'MARGIN' ? instId : familyOf(market, instId);
  return market.tiers[tierKey(type, mode, owner)]?.steps ?? null;
}

export function scheduleOf(market: Market, instId: string, type: string, mode: MarginMode): Schedule | null {
  const steps = stepsOf(market, instId, type, mode);
  return steps && { basis: 'contracts', style: 'whole', steps };
}

/** The rate of a quantity that lies in one of the steps. */
export function rateAt(steps: Step[], quantity: Decimal): Decimal {
  const found = steps.findLast(step => quantity.gte(step.from)) ?? steps[0]!;
  return new Decimal(found.rate);
}

/** Maintenance rate of a liability by what is borrowed; null: not known. */
export function borrowRate(market: Market, ccy: string, owed: Decimal): Decimal | null {
  const steps = market.tiers[borrowKey(ccy)]?.steps;
  return steps ? rateAt(steps, owed) : null;
}
