/** A whole description of an account, and whether the venue's own sums say that nothing was left out of it. */
import { Decimal, ZERO } from '../../engine/decimal';
import { CHILDREN } from './address';
import type { ChildRow, OrderRow } from './messages';
import { mergeOrders } from './orders';
import type { Holdings, Printed, Snapshot, Subaccount } from './state';

export interface Described {
  children: ChildRow[];
  /** Of the whole account: the sum over its children, not the equity of the cross pool. */
  equity?: string | undefined;
  orders?: OrderRow[] | undefined;
}

/** Or the path of what contradicts itself. */
export function readSnapshot(
  { children, equity, orders }: Described,
  of: Pick<Snapshot, 'at' | 'connection' | 'message'>,
  before: Holdings,
): Snapshot | { unreadable: string; expected: string } {
  const subaccounts: Record<string, Subaccount> = {};
  const printed: Record<string, Printed> = {};
  let gap: string | null = null;
  for (const [k, child] of children.entries()) {
    const at = `childSubaccounts.${k}`;
    const number = child.subaccountNumber;
    const own: Subaccount = { usdc: null, positions: {} };
    const profits: Record<string, string> = {};
    for (const [key, row] of Object.entries(child.openPerpetualPositions ?? {})) {
      const path = `${at}.openPerpetualPositions.${key}`;
      if (row.market !== key)
        return { unreadable: `${path}.market`, expected: 'the market that it stands under' };
      if (row.subaccountNumber !== undefined && row.subaccountNumber !== number)
        return { unreadable: `${path}.subaccountNumber`, expected: 'the number of its subaccount' };
      const size = signed(row.side, row.size);
      if (size === null) return { unreadable: `${path}.size`, expected: 'of the sign of its side' };
      if (row.status !== 'OPEN') continue;
      own.positions[key] = { size, entry: entryOf(row.entryPrice) };
      if (row.unrealizedPnl !== undefined) profits[key] = row.unrealizedPnl;
    }
    const assets = Object.values(child.assetPositions ?? {});
    const strange = assets.find(({ assetId, size }) => assetId !== '0' && /[1-9]/.test(size));
    if (strange) return { unreadable: `${at}.assetPositions`, expected: 'USDC only' };
    const usdc = assets.find(({ assetId }) => assetId === '0');
    if (usdc) own.usdc = signedAmount(usdc.side, usdc.size);
    // Without a balance in the list there is none, as long as the equity says so too.
    else if (child.assetPositions && child.equity !== undefined) own.usdc = '0';
    subaccounts[number] = own;
    printed[number] = { equity: child.equity ?? null, profits };
    if (child.equity !== undefined && !addsUp(own, printed[number]!)) gap ??= at;
  }
  const sum = children.reduce((total, each) => total.plus(each.equity ?? 0), ZERO);
  if (equity !== undefined && children.every(each => each.equity !== undefined) && !isNear(sum, equity))
    gap ??= 'childSubaccounts';
  const held = orders ? mergeOrders({}, orders, null) : before.orders;
  return { ...of, holdings: { subaccounts, orders: held }, printed, gap };
}

/** Equity is the signed balance and size times oracle price, which is size times entry price plus the profit. */
function addsUp({ usdc, positions }: Subaccount, { equity, profits }: Printed): boolean {
  if (usdc === null || equity === null) return true;
  let sum = new Decimal(usdc);
  for (const [market, { size, entry }] of Object.entries(positions)) {
    const profit = profits[market];
    if (profit === undefined || entry === null) return true;
    sum = sum.plus(new Decimal(size).times(entry)).plus(profit);
  }
  return isNear(sum, equity);
}

/** The indexer prints six decimals and more. */
function isNear(a: Decimal, b: string): boolean {
  return a.minus(b).abs().lte(a.abs().times('1e-9').plus('0.00001'));
}

/** Null: the sign contradicts the side. Captures have a sign on shorts; the documents have none. */
export function signed(side: 'LONG' | 'SHORT', size: string): string | null {
  const negative = size.startsWith('-');
  if (side === 'LONG') return negative ? null : size;
  return negative || !/[1-9]/.test(size) ? size : `-${size}`;
}

export function signedAmount(side: 'LONG' | 'SHORT', amount: string): string {
  return side === 'SHORT' && /[1-9]/.test(amount) ? `-${amount}` : amount;
}

/** A fill is told first without its price: as "0". */
export function entryOf(price: string | undefined): string | null {
  return price !== undefined && !price.startsWith('-') && /[1-9]/.test(price) ? price : null;
}

/** Which subaccount numbers belong to a parent. */
export const belongs = (number: number, parent: number): boolean => number % CHILDREN === parent;
