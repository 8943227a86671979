/**
 * What a message is, by the fields that its rows carry: paths and channel names of the page change, the rows are
 * those of the documented v5. The name (end of the path, or channel) is asked only where the shape cannot tell:
 * of an empty list, and of rows that look like nothing known.
 */

export type Kind =
  | 'positions'
  | 'balance'
  | 'orders'
  | 'algos'
  | 'config'
  | 'leverage'
  | 'fees'
  | 'balance-and-position'
  | 'marks'
  | 'instruments'
  | 'tiers'
  | 'discounts';

interface Signature {
  kind: Kind;
  /** Of each group so many fields must be there. */
  groups: { of: string[]; least: number }[];
  /** None of these may be. */
  never?: string[];
  /** Rows of this kind have no more fields than this. */
  most?: number;
}

const signatures: Signature[] = [
  {
    kind: 'positions',
    groups: [
      { of: ['instId', 'pos', 'posSide', 'mgnMode', 'posId'], least: 3 },
      {
        of: ['avgPx', 'liqPx', 'upl', 'margin', 'imr', 'mmr', 'notionalUsd', 'availPos', 'uplRatio'],
        least: 4,
      },
    ],
    never: ['closeAvgPx', 'openAvgPx', 'ordId'],
  },
  {
    kind: 'balance-and-position',
    groups: [
      { of: ['balData', 'posData'], least: 1 },
      { of: ['balData', 'posData', 'eventType', 'trades', 'pTime'], least: 2 },
    ],
  },
  {
    kind: 'discounts',
    groups: [{ of: ['discountLv', 'minDiscountRate', 'collateralRestrict', 'amt', 'details'], least: 3 }],
    never: ['totalEq', 'adjEq'],
  },
  {
    kind: 'balance',
    groups: [
      {
        of: ['details', 'totalEq', 'adjEq', 'isoEq', 'notionalUsd', 'ordFroz', 'borrowFroz', 'availEq'],
        least: 4,
      },
    ],
    never: ['posId', 'instId'],
  },
  {
    kind: 'orders',
    groups: [
      { of: ['ordId', 'ordType', 'side', 'sz', 'px', 'instId', 'tdMode', 'state'], least: 5 },
      { of: ['accFillSz', 'fillSz', 'fillPx', 'feeCcy', 'cancelSource', 'category'], least: 2 },
    ],
  },
  {
    kind: 'algos',
    groups: [
      { of: ['algoId', 'ordType', 'side', 'sz', 'instId', 'tdMode', 'state'], least: 4 },
      { of: ['actualSz', 'actualPx', 'closeFraction', 'triggerTime', 'ordPx', 'actualSide'], least: 2 },
    ],
  },
  {
    kind: 'config',
    groups: [{ of: ['acctLv', 'posMode', 'perm', 'mainUid', 'greeksType', 'ctIsoMode', 'uid'], least: 3 }],
  },
  {
    kind: 'fees',
    groups: [{ of: ['taker', 'maker', 'takerU', 'makerU', 'feeGroup', 'ruleType'], least: 3 }],
  },
  {
    kind: 'instruments',
    groups: [
      { of: ['ctVal', 'tickSz', 'lotSz', 'ctType', 'settleCcy', 'instFamily', 'minSz', 'uly'], least: 5 },
    ],
  },
  {
    kind: 'tiers',
    groups: [{ of: ['tier', 'minSz', 'maxSz', 'mmr', 'imr', 'maxLever'], least: 4 }],
  },
  {
    kind: 'leverage',
    groups: [{ of: ['instId', 'mgnMode', 'posSide', 'lever'], least: 3 }],
    most: 7,
  },
  { kind: 'marks', groups: [{ of: ['instType', 'instId', 'markPx', 'ts'], least: 3 }], most: 6 },
];

/** Null: like no row that is known. */
export function shapeOf(row: unknown): Kind | null {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
  const found = signatures.find(
    ({ groups, never, most }) =>
      groups.every(({ of, least }) => of.filter(name => Object.hasOwn(row, name)).length >= least) &&
      !never?.some(name => Object.hasOwn(row, name)) &&
      (most === undefined || Object.keys(row).length <= most),
  );
  return found?.kind ?? null;
}

const names: [RegExp, Kind][] = [
  [/(^|\/)(account\/)?positions$/, 'positions'],
  [/(^|\/)balance-and-position$|^balance_and_position$|account-position-risk$/, 'balance-and-position'],
  [/(^|\/)account\/balance$|^account$/, 'balance'],
  [/(^|\/)orders-pending(-all)?$|^orders$/, 'orders'],
  [/(^|\/)orders-algo-pending$|^orders-algo$|^algo-advance$/, 'algos'],
  [/(^|\/)account\/config$/, 'config'],
  [/(^|\/)leverage-info$/, 'leverage'],
  [/(^|\/)trade-fee$/, 'fees'],
  [/(^|\/)mark-price$/, 'marks'],
  [/(^|\/)public\/instruments$|^instruments$/, 'instruments'],
  [/(^|\/)position-tiers$/, 'tiers'],
  [/(^|\/)discount-rate-interest-free-quota$/, 'discounts'],
];

/** By the end of a path, or the name of a channel. */
export const namedKind = (name: string): Kind | null =>
  names.find(([pattern]) => pattern.test(name))?.[1] ?? null;
