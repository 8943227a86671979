/** A book that all of them can express: linear cross positions in one pool of dollars. */
import type { Account, Pool } from '../../src/engine/account';

export interface PeerPosition {
  coin: string;
  /** Signed, in coins. */
  size: number;
  entry: number;
  mark: number;
}

/** One tier at 20x: maintenance of 2.5 %, which a constant weight of a price can say too. */
export const MAX_LEVERAGE = 20;
export const RATE = 1 / (2 * MAX_LEVERAGE);

/** Long and short in turn, of some 4,000 to 13,000 dollars each, marks in whole hundredths. */
export function positions(count: number): PeerPosition[] {
  return Array.from({ length: count }, (_, k) => {
    const mark = Math.round(2 * 1.12 ** k * 100) / 100;
    const value = 4000 + ((k * 7919) % 9000);
    return {
      coin: `COIN${k}`,
      size: Number((((k % 3 === 0 ? -1 : 1) * value) / mark).toPrecision(6)),
      entry: Math.round(mark * (100 + ((k % 11) - 5))) / 100,
      mark,
    };
  });
}

export const text = (value: number) => value.toFixed(12).replace(/\.?0+$/, '');

export function poolOf(book: PeerPosition[], cash: number): Pool {
  return {
    id: 'cross',
    kind: 'cross',
    unit: 'USDC',
    collateral: [{ asset: 'USDC', amount: text(cash), price: '1', follows: null }],
    positions: book.map(({ coin, size, entry, mark }) => ({
      symbol: coin,
      factor: coin,
      size: text(size),
      contract: { type: 'linear', multiplier: '1' },
      entryPrice: text(entry),
      markPrice: text(mark),
      maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: text(RATE) }] },
    })),
    orders: [],
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
}

export const accountOf = (pool: Pool): Account => ({
  format: 'plimsoll.account/1',
  venue: 'bench',
  account: 'book',
  asOf: 0,
  pools: [pool],
});
