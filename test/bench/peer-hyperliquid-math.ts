/** hyperliquid-math: decimals of 40 digits, one call a position, each of which reads the whole account. */
import { MAX_LEVERAGE, text } from './peer-book';
import type { Peer } from './peers';

interface Library {
  calculatePerpLiquidationPrice(input: unknown): {
    value: { status: string; data?: { liquidationPrice: string }; issues?: unknown };
  };
}

const assetOf = (index: number) => ({ network: 'mainnet', marketKind: 'perp', dex: null, index });

export const hyperliquidMath: Peer = {
  name: 'hyperliquid-math',
  version: '0.3.1',
  file: 'dist/liquidation/index.js',
  note: `asks for Node ≥ 22, run on ${process.version}`,
  within: 1e-9,
  ready(module, book, cash) {
    const { calculatePerpLiquidationPrice } = module as Library;
    const still = book.map(({ size, entry }, index) => ({
      asset: assetOf(index),
      signedSize: text(size),
      entryPrice: text(entry),
      marginMode: { kind: 'cross' },
      marginTiers: [{ lowerBound: '0', maxLeverage: String(MAX_LEVERAGE) }],
    }));
    return marks => {
      const profit = book.reduce((sum, { size, entry }, k) => sum + size * (marks[k]! - entry), 0);
      const positions = still.map((each, k) => ({ ...each, markPrice: text(marks[k]!) }));
      return book.map((_, index) => {
        const { value } = calculatePerpLiquidationPrice({
          targetAsset: assetOf(index),
          crossAccountValue: text(cash + profit),
          positions,
        });
        if (value.status === 'not-applicable') return Number.NaN;
        if (value.status !== 'ok') throw new Error(`hyperliquid-math: ${JSON.stringify(value)}`);
        return Number(value.data!.liquidationPrice);
      });
    };
  },
};
