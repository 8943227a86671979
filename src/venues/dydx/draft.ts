/** What the order form says, as a draft of this account. */
import type { Account, Draft, Pool, Position } from '../../engine/account';
import { type Decimal, ONE, print, readDecimal, ZERO } from '../../engine/decimal';
import { isAgainst, isolatedMargin } from '../shared/isolated-margin';
import { coinsTyped } from '../shared/typed-size';
import type { DraftReading, FormReading } from '../venue';
import { splitName } from './address';
import { TAKER_FEE } from './assumptions';
import { effectiveInitialFraction, factorOf } from './markets';
import { freeChild, poolId, rules, scheduleOf } from './pools';
import { type Market, newAccount, type State } from './state';

/**
 * The order fills at its limit, one through the market at the oracle price; the taker's fee is charged whichever
 * way it fills. A reading that leaves a doubt (which side, which margin mode, which unit) gives no draft.
 */
export function draft(state: State, account: Account, form: FormReading): DraftReading {
  if (form.unsure) return { unsure: form.unsure };
  // Where prices and account are when it is triggered, nobody knows.
  if (form.type === 'conditional') return { unsure: 'conditional-order' };
  if (form.side === null) return { unsure: 'no-side' };
  const market = Object.hasOwn(state.markets, form.symbol) ? state.markets[form.symbol] : undefined;
  if (!market) return { unsure: 'unknown-contract' };
  const oracle = readDecimal(state.prices[form.symbol]?.px);
  if (!oracle?.gt(0)) return { unsure: 'no-mark' };
  const limit = form.price === null ? null : readDecimal(form.price);
  if (form.type === 'limit' && !limit?.gt(0)) return { unsure: 'no-price' };
  const crosses = limit === null || (form.side === 'buy' ? limit.gte(oracle) : limit.lte(oracle));
  const fill = crosses ? oracle : limit;
  const size = coinsTyped(form, fill, readDecimal(market.step));
  if (typeof size === 'string') return { unsure: size };

  const { parent } = splitName(account.account);
  const holder = holderOf(account, form);
  const position = holder?.positions.find(({ symbol }) => symbol === form.symbol);
  // A position keeps its pool as long as it is open; some markets may only be isolated.
  const mode = holder ? modeOf(holder) : market.isolated ? 'isolated' : form.marginMode;
  if (!mode) return { unsure: 'unknown-margin-mode' };
  const cross = account.pools.find(({ id }) => id === 'cross');
  const { holdings } = state.accounts[account.account] ?? newAccount;
  const pool = holder ?? (mode === 'cross' ? cross : newPool(poolId(freeChild(holdings, parent), parent)));
  if (!pool) return { unsure: 'no-pool' };
  const made: Draft = {
    pool: pool.id,
    symbol: form.symbol,
    side: form.side,
    size: print(size),
    price: crosses ? null : print(limit),
    reduceOnly: form.reduceOnly,
    marginMode: mode,
    feeRate: TAKER_FEE,
    ...(form.leverage ? { leverage: form.leverage } : {}),
    ...(position ? {} : { position: template(form.symbol, print(oracle), market) }),
  };
  if (mode === 'cross') return { draft: made };
  const leverage = readDecimal(form.leverage);
  const most = ONE.div(effectiveInitialFraction(market, oracle));
  // The chain opens none that is larger than the initial margin of the moment allows.
  const isOpening = !reducesOnly(position, made, size);
  if (isOpening && (!leverage?.gt(0) || leverage.gt(most.toSignificantDigits(12))))
    return { unsure: 'unknown-leverage' };
  // What is closed gives back its part of the child's equity, as the web app does (v4-web, "isolated margin").
  const margin = isolatedMargin(pool, position, made, size, fill, leverage ?? ONE);
  return {
    draft: { ...made, margin: print(margin), ...(cross ? { marginFrom: cross.id } : {}) },
    ...(holder ? {} : { pool }),
  };
}

/** The pool with a position in this market, if there is one: the one of the form's margin mode first. */
function holderOf(account: Account, { symbol, marginMode }: FormReading): Pool | undefined {
  const holders = account.pools.filter(pool => pool.positions.some(each => each.symbol === symbol));
  return holders.find(pool => modeOf(pool) === marginMode) ?? holders[0];
}

const modeOf = ({ id }: Pool): 'cross' | 'isolated' => (id === 'cross' ? 'cross' : 'isolated');

function reducesOnly(position: Position | undefined, { side, reduceOnly }: Draft, size: Decimal): boolean {
  const before = readDecimal(position?.size) ?? ZERO;
  return isAgainst(position, side) && (reduceOnly === true || size.lte(before.abs()));
}

const newPool = (id: string): Pool => ({
  id,
  kind: 'isolated',
  unit: 'USDC',
  collateral: [{ asset: 'USDC', amount: '0', price: '1', follows: null }],
  positions: [],
  orders: [],
  rules,
});

const template = (symbol: string, mark: string, market: Market): Position => ({
  symbol,
  factor: factorOf(symbol),
  size: '0',
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: mark,
  markPrice: mark,
  maintenance: scheduleOf(market.maintenance),
  ...(market.tick ? { tick: market.tick } : {}),
});
