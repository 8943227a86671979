/**
 * What a message is, by the fields that its rows carry: the paths of the page's private calls are not public and
 * change, the rows are those of the documented v5. The name (end of the path, or topic) is asked only where the
 * shape cannot tell: of an empty list, and of rows that look like nothing known.
 */
import type { Source } from './failures';

export type Kind = Exclude<Source, 'stream'> | 'user';

interface Signature {
  kind: Kind;
  /** So many of these fields must be there. */
  of: string[];
  least: number;
  /** None of these may be. */
  never?: string[];
}

const signatures: Signature[] = [
  {
    kind: 'positions',
    of: [
      'positionIdx',
      'symbol',
      'side',
      'size',
      'positionValue',
      'positionBalance',
      'leverage',
      'liqPrice',
      'positionIM',
      'positionMM',
      'riskLimitValue',
      'avgPrice',
      'entryPrice',
      'unrealisedPnl',
      'markPrice',
    ],
    least: 10,
    never: ['orderId', 'closedPnl', 'execId'],
  },
  {
    kind: 'wallet',
    of: [
      'coin',
      'accountType',
      'totalEquity',
      'totalWalletBalance',
      'totalMarginBalance',
      'totalAvailableBalance',
      'totalMaintenanceMargin',
      'accountMMRate',
    ],
    least: 5,
  },
  {
    kind: 'orders',
    of: [
      'orderId',
      'symbol',
      'side',
      'orderType',
      'orderStatus',
      'qty',
      'price',
      'leavesQty',
      'cumExecQty',
      'updatedTime',
      'triggerPrice',
    ],
    least: 8,
    never: ['execId'],
  },
  {
    kind: 'account info',
    of: ['marginMode', 'unifiedMarginStatus', 'updatedTime', 'smpGroup', 'dcpStatus', 'spotHedgingStatus'],
    least: 3,
  },
  {
    kind: 'collateral settings',
    of: [
      'currency',
      'collateralSwitch',
      'marginCollateral',
      'borrowAmount',
      'hourlyBorrowRate',
      'borrowable',
      'availableToBorrow',
    ],
    least: 4,
  },
  {
    kind: 'user',
    of: ['userID', 'readOnly', 'permissions', 'apiKey', 'uta', 'isMaster', 'vipLevel'],
    least: 4,
  },
  {
    kind: 'risk limits',
    of: [
      'symbol',
      'riskLimitValue',
      'maintenanceMargin',
      'initialMargin',
      'mmDeduction',
      'isLowestRisk',
      'maxLeverage',
    ],
    least: 5,
  },
  {
    kind: 'contracts',
    of: [
      'symbol',
      'contractType',
      'baseCoin',
      'quoteCoin',
      'settleCoin',
      'priceFilter',
      'lotSizeFilter',
      'leverageFilter',
    ],
    least: 6,
  },
  { kind: 'collateral tiers', of: ['currency', 'collateralRatioList'], least: 2 },
  { kind: 'loan tiers', of: ['currency', 'positionTiersRatioList'], least: 2 },
  {
    kind: 'fees',
    of: ['symbol', 'takerFeeRate', 'makerFeeRate'],
    least: 2,
    never: ['priceFilter', 'lastPrice'],
  },
  {
    kind: 'marks',
    of: [
      'symbol',
      'lastPrice',
      'markPrice',
      'indexPrice',
      'usdIndexPrice',
      'prevPrice24h',
      'turnover24h',
      'volume24h',
      'bid1Price',
      'ask1Price',
    ],
    least: 6,
    never: ['orderId', 'positionIdx'],
  },
  // Of a ticker only what has changed.
  {
    kind: 'marks',
    of: ['symbol', 'markPrice'],
    least: 2,
    never: ['orderId', 'positionIdx', 'side', 'size', 'riskId'],
  },
];

/** Null: like no row that is known. */
export function shapeOf(row: unknown): Kind | null {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
  const found = signatures.find(
    ({ of, least, never }) =>
      of.filter(name => Object.hasOwn(row, name)).length >= least &&
      !never?.some(name => Object.hasOwn(row, name)),
  );
  return found?.kind ?? null;
}

const names: [RegExp, Kind][] = [
  [/(^|\/)position\/list$|^position(\.[a-z]+)?$/, 'positions'],
  [/(^|\/)account\/wallet-balance$|^wallet$/, 'wallet'],
  [/(^|\/)order\/realtime$|^order(\.[a-z]+)?$/, 'orders'],
  [/(^|\/)account\/info$/, 'account info'],
  [/(^|\/)account\/collateral-info$/, 'collateral settings'],
  [/(^|\/)account\/fee-rate$/, 'fees'],
  [/(^|\/)market\/tickers$|^tickers\./, 'marks'],
  [/(^|\/)market\/instruments-info$/, 'contracts'],
  [/(^|\/)market\/risk-limit$/, 'risk limits'],
  [/(^|\/)spot-margin-trade\/collateral$/, 'collateral tiers'],
  [/(^|\/)spot-margin-trade\/position-tiers$/, 'loan tiers'],
  [/(^|\/)user\/query-api$/, 'user'],
];

/** By the end of a path, or the name of a topic. */
export const namedKind = (name: string): Kind | null =>
  names.find(([pattern]) => pattern.test(name))?.[1] ?? null;
