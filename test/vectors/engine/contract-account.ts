/** Small accounts in round figures, to hold the engine to one sentence of the account's contract at a time. */
import type {
  Account,
  Collateral,
  Draft,
  Pool,
  Position,
  Rules,
  Schedule,
} from '../../../src/engine/account';
import { assess } from '../../../src/engine/assess';
import { parseAccount } from '../../../src/engine/parse-account';
import type { PoolReport, Report } from '../../../src/engine/report';

type Steps = [from: string, rate: string, deduction?: string][];

export const schedule = (basis: Schedule['basis'], style: Schedule['style'], ...steps: Steps): Schedule => ({
  basis,
  style,
  steps: steps.map(([from, rate, deduction]) => ({
    from,
    rate,
    ...(deduction === undefined ? {} : { deduction }),
  })),
});

/** One rate for every size. */
export const flat = (rate: string): Schedule => schedule('value', 'marginal', ['0', rate]);

export const row = (asset: string, amount: string, over: Partial<Collateral> = {}): Collateral => ({
  asset,
  amount,
  price: '1',
  follows: null,
  ...over,
});

/** 10 contracts of A, entered and marked at 100: a value of 1000, of which 1 % is required. */
export const position = (over: Partial<Position> = {}): Position => ({
  symbol: 'A-PERP',
  factor: 'A',
  size: '10',
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: '100',
  markPrice: '100',
  maintenance: flat('0.01'),
  ...over,
});

/** An inverse contract of 100 quote units. */
export const inverse = (over: Partial<Position> = {}): Position =>
  position({ contract: { type: 'inverse', multiplier: '100' }, ...over });

export const rules = ({
  printed,
  ...over
}: Partial<Omit<Rules, 'printed'>> & { printed?: Partial<Rules['printed']> } = {}): Rules => ({
  liquidatedWhen: 'at-or-below',
  threshold: '1',
  ratio: 'maintenance/equity',
  ...over,
  printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false, ...printed },
});

/** 500 USD, and the positions given. */
export const pool = (over: Partial<Pool> = {}): Pool => ({
  id: 'p',
  kind: 'cross',
  unit: 'USD',
  collateral: [row('USD', '500')],
  positions: [position()],
  orders: [],
  rules: rules(),
  ...over,
});

export const account = (pools: Pool[], draft?: Draft): Account => ({
  format: 'plimsoll.account/1',
  venue: 'paper',
  account: 'main',
  asOf: 1764000000000,
  pools,
  ...(draft ? { draft } : {}),
});

/** Through the entrance, as a file takes it. */
export function reportOf(pools: Pool[], draft?: Draft): Report {
  return assess(parseAccount(JSON.parse(JSON.stringify(account(pools, draft)))));
}

/** The report of one pool. */
export const of = (over: Partial<Pool> = {}): PoolReport => reportOf([pool(over)]).pools[0]!;

/** The report of one pool after a draft. */
export function afterFill(over: Partial<Pool>, draft: Partial<Draft>): PoolReport {
  const drafted: Draft = { pool: 'p', symbol: 'A-PERP', side: 'buy', size: '10', price: null, ...draft };
  return reportOf([pool(over)], drafted).whatIf!.pools[0]!;
}

export function totals({ equity, maintenanceMargin }: PoolReport) {
  return [equity, maintenanceMargin];
}
