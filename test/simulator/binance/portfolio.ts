/**
 * Portfolio Margin: the margin assets of its traders, and what the whole of an account comes to. Its positions and futures
 * wallets are those of the same name in USDⓈ-M and COIN-M. Sums as the venue's FAQ has them: per asset
 * x = owned − borrowed − interest + wallets + profits counts min(x·index·rate, x·index).
 */
import { Decimal, zero } from './arithmetic';
import type { Floor } from './floor';
import { figures, total } from './ledger';
import { factorOfAsset, type PoolSums, sumPosition } from './pool-sums';

export interface MarginAsset {
  asset: string;
  owned: Decimal;
  borrowed: Decimal;
  interest: Decimal;
}

const d = (text: string) => new Decimal(text);
const row = (asset: string, owned: string, borrowed: string, interest: string): MarginAsset => ({
  asset,
  owned: d(owned),
  borrowed: d(borrowed),
  interest: d(interest),
});

export const marginAssets: Record<string, MarginAsset[]> = {
  portfolio: [
    row('USDT', '1500.25000000', '0', '0'),
    row('BTC', '0.12000000', '0.05000000', '0.00001200'),
    row('ETH', '4.00000000', '1.50000000', '0.00030000'),
  ],
};

export const collateralRates: Record<string, string> = {
  USDT: '1.0000',
  USDC: '1.0000',
  BTC: '0.9500',
  ETH: '0.9500',
  BNB: '0.9000',
};
/** Times that the margin account may be levered, by asset, and the maintenance rate of a loan that goes with it. */
export const loanLeverage: Record<string, number> = { USDT: 10, USDC: 10, BTC: 10, ETH: 5, BNB: 5 };
const loanRate = (asset: string) =>
  (loanLeverage[asset] ?? 3) >= 10 ? '0.05' : loanLeverage[asset] === 5 ? '0.08' : '0.1';

/** One asset of the account, everything in it added up. */
export function assetsOf(usdm: Floor, coinm: Floor, name: string) {
  const parts = [usdm, coinm].map(floor => figures(floor.desks.get(name)!.ledger, floor.quotes));
  const margin = marginAssets[name] ?? [];
  const names = new Set([
    ...margin.map(one => one.asset),
    ...parts.flatMap(part => part.assets.map(one => one.asset)),
    ...parts.flatMap(part => part.rows.map(one => one.contract.marginAsset)),
  ]);
  return [...names].map(asset => {
    const own = margin.find(one => one.asset === asset) ?? row(asset, '0', '0', '0');
    const [um, cm] = parts.map(part => ({
      wallet: part.assets.find(one => one.asset === asset)?.crossWallet ?? zero,
      profit: total(part.rows.filter(one => one.contract.marginAsset === asset).map(one => one.profit)),
      maintenance: total(
        part.rows.filter(one => one.contract.marginAsset === asset).map(one => one.maintenance),
      ),
    }));
    const owed = own.borrowed.plus(own.interest);
    const amount = own.owned.minus(owed).plus(um!.wallet).plus(cm!.wallet);
    return { ...own, um: um!, cm: cm!, owed, amount, index: usdm.quotes.rate(asset).index };
  });
}

/** In dollars. */
export function totalsOf(usdm: Floor, coinm: Floor, name: string) {
  const assets = assetsOf(usdm, coinm, name);
  const rate = (asset: string) => new Decimal(collateralRates[asset] ?? 0);
  const x = assets.map(one => ({
    ...one,
    value: one.amount.plus(one.um.profit).plus(one.cm.profit).times(one.index),
  }));
  const adjusted = total(x.map(one => Decimal.min(one.value.times(rate(one.asset)), one.value)));
  const equity = total(x.map(one => one.value));
  const maintenance = total(
    assets.map(one =>
      one.um.maintenance
        .plus(one.cm.maintenance)
        .plus(one.owed.times(loanRate(one.asset)))
        .times(one.index),
    ),
  );
  return { adjusted, equity, maintenance };
}

export function portfolioSums(usdm: Floor, coinm: Floor, name: string): PoolSums {
  const rows = [usdm, coinm].flatMap(floor => figures(floor.desks.get(name)!.ledger, floor.quotes).rows);
  return {
    assets: assetsOf(usdm, coinm, name).map(one => ({
      name: one.asset,
      amount: one.amount.toNumber(),
      price: one.index.toNumber(),
      factor: factorOfAsset(one.asset),
      owned: Number(collateralRates[one.asset] ?? 0),
      owed: 1,
      loan: { amount: one.owed.toNumber(), rate: Number(loanRate(one.asset)) },
    })),
    positions: rows.filter(one => !one.position.amount.isZero()).map(sumPosition),
    threshold: 1.05,
  };
}
