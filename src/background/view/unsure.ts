/** Why the order form cannot be read, in words. */
import type { MessageKey, Text } from '../../ui/text';

/** Codes that the form readers and the venues' drafts give; others are shown as they are. */
export const KNOWN: Record<string, MessageKey> = {
  'no-size-field': 'unsure_no_size_field',
  'no-price-field': 'unsure_no_price_field',
  'unknown-unit': 'unsure_unknown_unit',
  'unknown-symbol': 'unsure_unknown_contract',
  'unknown-contract': 'unsure_unknown_contract',
  'no-mark': 'unsure_no_mark',
  'no-price': 'unsure_no_price',
  'unreadable-size': 'unsure_unreadable_size',
  'below-lot': 'unsure_below_lot',
  'conditional-order': 'unsure_conditional',
  'unknown-margin-mode': 'unsure_margin_mode',
  'unknown-leverage': 'unsure_leverage',
  'no-pool': 'unsure_no_pool',
  'portfolio-margin': 'unsure_portfolio_margin',
  'hedged-legs': 'unsure_hedged_legs',
  'isolated-change': 'unsure_isolated_change',
  'unknown-margin-rate': 'unsure_margin_rate',
  'no-balance': 'unsure_no_balance',
  'unknown-reduce-only': 'unsure_reduce_only',
  'unknown-type': 'unsure_type',
  'unknown-direction': 'unsure_direction',
  'unknown-side': 'unsure_direction',
  'no-direction': 'unsure_direction',
  'no-side': 'unsure_direction',
  'other-account': 'unsure_other_account',
};

export function sayUnsure(code: string, text: Text): string {
  const key = KNOWN[code];
  return text('strip_unsure', key ? text(key) : code);
}
