/**
 * Coins that back a portfolio-margin account beside its dollars, as rows that move with their prices.
 *
 * Source: the venue's documentation, "Portfolio margin": a supplied coin counts 0.5 + 0.5·LTV of its value. The
 * venue's own sum — all cross maintenance, and what is available in USDC after it — is the balance in USDC and
 * the coins at that part of their price in the venue's lending (reproduced with a capture of September 2026). So
 * that sum tells the price, which is no mark. [?] Along a move of the mark it is taken to move in proportion;
 * what the venue lends at most, and takes at most, is not told by address and not followed.
 */
import type { Collateral } from '../../engine/account';
import { Decimal, ONE, print, ZERO } from '../../engine/decimal';
import { factorOf } from './factor';
import type { Basis } from './held';
import { listing } from './maintenance';
import type { SpotState } from './messages';
import { markAt } from './position';
import type { Mark, State } from './state';

/** Coins beside USDC, their row each. */
export interface Backing {
  rows: Collateral[];
  /** What they count for now, as the venue's own sum holds them. */
  counted: Decimal;
  /** When each of their prices was said. */
  ages: number[];
}

interface Coin {
  name: string;
  amount: Decimal;
  /** The part of its value that counts. */
  part: Decimal;
  /** Its contract on the venue's own dex; null: none is listed. */
  contract: string | null;
  /** Its mark; null: not known. */
  mark: Decimal | null;
  /** The mark is that of the balances' own moment, by a position; else the last one said. */
  together: boolean;
}

/** The venue's price for a coin and the mark of its contract are as near as this, or the sum is of something else. */
const NEAR = new Decimal('0.02');

/**
 * Null: what the balances hold is not what the venue's sum counts, by these rules.
 * @param counted in USDC: the venue's sum less the balance in USDC.
 */
export function portfolioBacking(basis: Basis, spot: SpotState, counted: Decimal): Backing | null {
  const coins = coinsOf(basis, spot);
  if (!coins) return null;
  if (coins.length === 0) {
    return counted.abs().lte('0.01') ? { rows: [], counted, ages: [] } : null;
  }
  const scale = scaleOf(coins, counted);
  if (!scale) return null;
  const ages: number[] = [];
  const rows = coins.map((coin): Collateral => {
    const { name, amount, part, contract, mark, together } = coin;
    const then = mark ? mark.times(scale) : scale;
    const later = latest(basis, contract);
    ages.push(later ? markAt(later, basis.state) : basis.user.spot!.at);
    let now = then;
    if (later) now = together ? then.times(later.px).div(mark!) : new Decimal(later.px);
    return {
      asset: name,
      amount: print(amount),
      price: print(now),
      follows: contract === null ? name : factorOf(basis.state, contract),
      credit: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: print(part) }] },
    };
  });
  return { rows, counted, ages };
}

/** Null: one of them is owed, and by which rules a loan in a coin counts is not known. */
function coinsOf(basis: Basis, spot: SpotState): Coin[] | null {
  const coins: Coin[] = [];
  for (const { coin, token, total, ltv, borrowed } of spot.balances) {
    if (token === 0) continue;
    const amount = new Decimal(total);
    if (amount.isNegative() && !amount.isZero()) return null;
    if (borrowed !== undefined && !new Decimal(borrowed).isZero()) return null;
    const part = new Decimal(ltv ?? '0');
    if (amount.isZero() || part.isZero()) continue;
    const contract = contractOf(basis.state, coin);
    coins.push({
      name: coin,
      amount,
      part: part.plus(ONE).div(2),
      contract,
      ...markOf(basis, contract),
    });
  }
  return coins;
}

/**
 * The venue's prices relative to the marks; of a single coin without a mark the price itself. Null: they do not
 * fit together.
 */
function scaleOf(coins: Coin[], counted: Decimal): Decimal | null {
  const [only] = coins;
  if (coins.length === 1 && only!.mark === null) {
    const price = counted.div(only!.amount.times(only!.part));
    return price.gt(0) ? price : null;
  }
  let expected = ZERO;
  for (const { amount, part, mark } of coins) {
    if (!mark) return null;
    expected = expected.plus(amount.times(part).times(mark));
  }
  const scale = counted.div(expected);
  return scale.minus(ONE).abs().lte(NEAR) ? scale : null;
}

/** HYPE is listed under its own name; bridged coins carry a U before it: UBTC, UETH, USOL. */
function contractOf(state: State, coin: string): string | null {
  if (listing(state, coin)) return coin;
  const base = /^U(?=[A-Z]{2})/.test(coin) ? coin.slice(1) : null;
  return base !== null && listing(state, base) ? base : null;
}

function markOf({ state, perps }: Basis, contract: string | null): Pick<Coin, 'mark' | 'together'> {
  const rows = perps['']?.value.assetPositions ?? [];
  const row = rows.find(({ position }) => position.coin === contract)?.position;
  if (row && !new Decimal(row.szi).isZero()) {
    return { mark: new Decimal(row.positionValue).div(row.szi).abs(), together: true };
  }
  const said = contract === null ? undefined : state.marks[contract];
  return { mark: said ? new Decimal(said.px) : null, together: false };
}

/** The mark that has been said since the balances, where the latest are asked for. */
function latest({ state, perps, marks, user }: Basis, coin: string | null): Mark | null {
  const mark = coin === null ? undefined : state.marks[coin];
  if (!mark || marks !== 'latest') return null;
  const since = Math.max(user.spot?.seq ?? 0, perps['']?.seq ?? 0);
  return mark.seq > since ? mark : null;
}
