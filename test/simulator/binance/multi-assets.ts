/**
 * Multi-assets mode: what each asset is worth in dollars, haircut included, and the price of a contract at which that
 * is used up. Found by halving: plain and slow.
 */
import { Decimal, maintenance, notionalOf, profitOf, zero } from './arithmetic';
import type { AssetFigures, PositionFigures, Quotes, Rate } from './ledger';

interface AssetPart {
  asset: string;
  crossWallet: Decimal;
  profit: Decimal;
  maintenance: Decimal;
  rate: Rate;
}

export interface JointFigures {
  assets: AssetPart[];
  /** In dollars. */
  wallet: Decimal;
  balance: Decimal;
  required: Decimal;
  available: Decimal;
}

const sum = (amounts: Decimal[]) => amounts.reduce((all, one) => all.plus(one), zero);

/** What is owned counts a little less than its index, what is owed a little more. */
const counted = (amount: Decimal, { index, bidBuffer, askBuffer }: Rate) =>
  amount.times(index).times(amount.isNegative() ? askBuffer.plus(1) : new Decimal(1).minus(bidBuffer));

const balanceOf = (assets: AssetPart[]) =>
  sum(assets.map(one => counted(one.crossWallet.plus(one.profit), one.rate)));
const requiredOf = (assets: AssetPart[]) => sum(assets.map(one => one.maintenance.times(one.rate.index)));

export function jointFigures(rows: PositionFigures[], wallets: AssetFigures[], quotes: Quotes): JointFigures {
  const cross = rows.filter(row => !row.setting.isolated);
  const settled = cross.map(row => row.contract.marginAsset);
  const names = [...new Set([...wallets.map(one => one.asset), ...settled])];
  const assets = names.map(asset => {
    const mine = cross.filter(row => row.contract.marginAsset === asset);
    return {
      asset,
      crossWallet: wallets.find(one => one.asset === asset)?.crossWallet ?? zero,
      profit: sum(mine.map(row => row.profit)),
      maintenance: sum(mine.map(row => row.maintenance)),
      rate: quotes.rate(asset),
    };
  });
  const balance = balanceOf(assets);
  const initial = sum(
    cross.map(row =>
      row.initial.plus(row.openOrderInitial).times(quotes.rate(row.contract.marginAsset).index),
    ),
  );
  return {
    assets,
    wallet: sum(assets.map(one => counted(one.crossWallet, one.rate))),
    balance,
    required: requiredOf(assets),
    available: Decimal.max(balance.minus(initial), 0),
  };
}

/** Only this symbol's mark moves; the rates of all assets stand still. Null: none above 0 and below a hundredfold. */
export function jointPrice(
  row: PositionFigures,
  rows: PositionFigures[],
  { assets }: JointFigures,
): Decimal | null {
  const { symbol } = row.position;
  const legs = rows.filter(one => one.position.symbol === symbol && !one.position.amount.isZero());
  const { marginAsset, brackets, dollars } = row.contract;
  const headroom = (price: Decimal) => {
    const moved = assets.map(one => {
      if (one.asset !== marginAsset) return one;
      let { profit, maintenance: required } = one;
      for (const { position, profit: before, maintenance: held } of legs) {
        const { amount, entry } = position;
        profit = profit.minus(before).plus(profitOf(amount, entry, price, dollars));
        required = required.minus(held).plus(maintenance(notionalOf(amount, price, dollars), brackets));
      }
      return { ...one, profit, maintenance: required };
    });
    return balanceOf(moved).minus(requiredOf(moved));
  };
  const net = sum(legs.map(one => one.position.amount));
  const sides = net.isNegative() ? [row.mark.times(100), zero] : [zero, row.mark.times(100)];
  for (const far of sides) {
    let safe = row.mark;
    let lost = far.isZero() ? row.mark.times('1e-12') : far;
    if (headroom(lost).gt(0)) continue;
    for (let k = 0; k < 110; k++) {
      const middle = safe.plus(lost).div(2);
      if (headroom(middle).gt(0)) safe = middle;
      else lost = middle;
    }
    return safe;
  }
  return null;
}
