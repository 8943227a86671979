/** What of an account is liquidated together, and the liquidation prices that are printed. */
import { type Decimal, liquidationPrice, zero } from './arithmetic';
import { type Figures, type Position, type PositionFigures, total } from './ledger';
import { jointPrice } from './multi-assets';

/** The printed liquidation price of a row: only this symbol moves; both legs of a cross hedge share it. */
export function printedPrice(row: PositionFigures, all: Figures): Decimal | null {
  const { rows, assets, joint } = all;
  const { position, setting, mark, contract } = row;
  if (position.amount.isZero()) return null;
  if (joint && !setting.isolated) return jointPrice(row, rows, joint);
  const solve = (wallet: Decimal, required: Decimal, profit: Decimal, legs: Position[]) =>
    liquidationPrice(wallet, required, profit, legs, mark, contract.brackets, contract.dollars);
  if (setting.isolated) return solve(position.isolatedWallet, zero, zero, [position]);
  const asset = assets.find(one => one.asset === contract.marginAsset)!;
  const same = rows.filter(one => one.position.symbol === position.symbol);
  return solve(
    asset.crossWallet,
    asset.crossMaintenance.minus(total(same.map(one => one.maintenance))),
    asset.crossProfit.minus(total(same.map(one => one.profit))),
    same.map(one => one.position),
  );
}

export interface PoolFigures {
  id: string;
  kind: 'cross' | 'isolated';
  unit: string;
  /** crossWalletBalance of the asset, or what was posted to the isolated position. */
  wallet: Decimal;
  rows: PositionFigures[];
  balance: Decimal;
  required: Decimal;
}

/** The pools that are liquidated each by itself. `product`: how the venue's cross pools are told apart. */
export function poolsOf({ rows, assets, joint }: Figures, product = 'usdm'): PoolFigures[] {
  const pool = (
    id: string,
    kind: 'cross' | 'isolated',
    unit: string,
    wallet: Decimal,
    some: PositionFigures[],
  ) => ({
    id,
    kind,
    unit,
    wallet,
    rows: some,
    balance: wallet.plus(total(some.map(row => row.profit))),
    required: total(some.map(row => row.maintenance)),
  });
  const held = rows.filter(row => !row.position.amount.isZero());
  const whole = joint && {
    ...pool(
      'usdm:multi-assets',
      'cross',
      'USD',
      joint.wallet,
      held.filter(row => !row.setting.isolated),
    ),
    balance: joint.balance,
    required: joint.required,
  };
  const cross = assets.map(({ asset, crossWallet }) => {
    const mine = held.filter(row => row.contract.marginAsset === asset && !row.setting.isolated);
    return pool(`${product}:${asset}`, 'cross', asset, crossWallet, mine);
  });
  const isolated = held
    .filter(row => row.setting.isolated)
    .map(row => {
      const { symbol, side, isolatedWallet } = row.position;
      const id = side === 'BOTH' ? `isolated:${symbol}` : `isolated:${symbol}:${side}`;
      return pool(id, 'isolated', row.contract.marginAsset, isolatedWallet, [row]);
    });
  return [...(whole ? [whole] : cross), ...isolated];
}
