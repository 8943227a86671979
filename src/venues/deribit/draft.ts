/** What the order form says, as a draft of the account. */
import type { Account, Draft, Pool, Position } from '../../engine/account';
import { Decimal, print, readDecimal } from '../../engine/decimal';
import type { DraftReading, FormReading } from '../venue';
import { nameOf } from './account';
import { TAKER_FEE } from './assumptions';
import { contractOf, factorOf, parseInstrument } from './instruments';
import { templateMaintenance } from './maintenance';
import { type Mode, modeOf } from './margin-mode';
import { CROSS, RULES, segregated } from './pools';
import type { Contract, State } from './state';

type Kind = Pick<Contract, 'type' | 'base' | 'settle'>;

/**
 * The order fills at its limit, a market order at the mark, and pays the taker's fee. What portfolio margin
 * asks after an order only the venue can tell. Nothing is posted: leverage is what the pool makes it.
 */
export function draft(state: State, account: Account, form: FormReading): DraftReading {
  const { trader, market } = state;
  if (form.unsure !== null) return { unsure: form.unsure };
  if (account.account !== nameOf(trader)) return { unsure: 'other-account' };
  // Where the other prices and the account are when it is triggered, nobody knows.
  if (form.type === 'conditional') return { unsure: 'conditional-order' };
  if (form.side === null) return { unsure: 'no-side' };
  if (form.size === null) return { unsure: 'no-size' };
  const contract = contractOf(state, form.symbol);
  if (!contract || parseInstrument(form.symbol)?.option) return { unsure: 'unknown-contract' };
  const mode = modeOf(trader);
  if (!mode) return { unsure: 'unknown-margin-mode' };
  if (mode.portfolio) return { unsure: 'portfolio-margin' };

  const mark = readDecimal(market.marks[form.symbol]?.price);
  if (!mark?.gt(0)) return { unsure: 'no-mark' };
  const typed = form.type === 'market' ? null : typedNumber(form.price);
  if (form.type !== 'market' && !typed?.gt(0)) return { unsure: 'no-price' };
  const size = sizeOf(state, form, contract, typed ?? mark);
  if ('unsure' in size) return size;

  const id = mode.cross ? CROSS : segregated(contract.settle);
  const pool = account.pools.find(each => each.id === id);
  const opened = pool ? null : emptyPool(state, mode, contract.settle);
  if (!pool && !opened) return { unsure: 'no-pool' };
  const held = pool?.positions.some(each => each.symbol === form.symbol);
  const position = held ? null : templateOf(state, mode, form.symbol, contract, size.amount, print(mark));
  if (!held && !position) return { unsure: 'unknown-margin-rate' };
  const order: Draft = {
    pool: id,
    symbol: form.symbol,
    side: form.side,
    size: print(size.amount),
    price: typed ? print(typed) : null,
    reduceOnly: form.reduceOnly,
    marginMode: 'cross',
    feeRate: market.contracts[form.symbol]?.takerFee ?? TAKER_FEE,
    ...(position ? { position } : {}),
  };
  return opened ? { draft: order, pool: opened } : { draft: order };
}

/**
 * In the contract's own unit (dollars of an inverse one, coins of a linear one), cut to its step as the venue
 * does when it turns the one into the other.
 */
function sizeOf(
  state: State,
  { symbol, size, sizeUnit }: FormReading,
  { type }: Kind,
  price: Decimal,
): { amount: Decimal } | { unsure: string } {
  if (sizeUnit === 'percent' || sizeUnit === 'contracts') return { unsure: 'unknown-unit' };
  const typed = typedNumber(size);
  if (!typed) return { unsure: 'unreadable-size' };
  if (!typed.gt(0)) return { unsure: 'no-size' };
  const step = readDecimal(state.market.contracts[symbol]?.step);
  if ((type === 'inverse') === (sizeUnit === 'quote')) {
    return step?.gt(typed) ? { unsure: 'below-lot' } : { amount: typed };
  }
  const turned = type === 'inverse' ? typed.times(price) : typed.div(price);
  const amount = step?.gt(0)
    ? turned.div(step).floor().times(step)
    : turned.toSignificantDigits(30, Decimal.ROUND_DOWN);
  return amount.gt(0) ? { amount } : { unsure: 'below-lot' };
}

/** Null: the rates of this coin are not known, and nothing of it is held that would tell them. */
function templateOf(
  state: State,
  mode: Mode,
  symbol: string,
  contract: Kind,
  amount: Decimal,
  mark: string,
): Position | null {
  const coins = contract.type === 'linear' ? amount : amount.div(mark);
  const maintenance = templateMaintenance(contract, coins);
  const listed = state.market.contracts[symbol];
  return (
    maintenance && {
      symbol,
      factor: factorOf(contract.base),
      size: '0',
      contract: { type: contract.type, multiplier: '1' },
      entryPrice: mark,
      markPrice: mark,
      ...(mode.cross ? { settle: contract.settle } : {}),
      maintenance,
      ...(listed ? { tick: listed.tick, lot: listed.step } : {}),
    }
  );
}

/** A currency in which there is nothing yet has no pool; null: its balance is not known. */
function emptyPool({ trader }: State, mode: Mode, currency: string): Pool | null {
  const summary = trader.summaries.rows[currency];
  if (mode.cross || !summary || summary.model !== mode.model) return null;
  return {
    id: segregated(currency),
    kind: 'cross',
    unit: currency,
    collateral: [{ asset: currency, amount: summary.marginBalance, price: '1', follows: null }],
    positions: [],
    orders: [],
    rules: RULES,
  };
}

/** A number as it stands in the form: "0.", ".5" and "1,250" are being typed too. Null: none. */
function typedNumber(text: string | null): Decimal | null {
  if (text === null) return null;
  const bare = text.trim();
  const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  return readDecimal(grouped.replace(/^\./, '0.').replace(/\.$/, ''));
}
