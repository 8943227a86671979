import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf, pool as anyPool } from '../../test/vectors/engine/random-account';
import { isBadInput } from './bad-input';
import { parseAccount } from './parse-account';

const position = {
  symbol: 'BTCUSDT',
  factor: 'BTC',
  size: '1',
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: '100',
  markPrice: '100',
  maintenance: {
    basis: 'value',
    style: 'marginal',
    steps: [
      { from: '0', rate: '0.1' },
      { from: '50', rate: '0.2' },
    ],
  },
};

const account = {
  format: 'plimsoll.account/1',
  venue: 'binance',
  account: 'main',
  asOf: 1,
  pools: [
    {
      id: 'usdt',
      kind: 'cross',
      unit: 'USDT',
      collateral: [{ asset: 'USDT', amount: '55', price: '1', follows: null }],
      positions: [position],
      orders: [],
      rules: {
        liquidatedWhen: 'at-or-below',
        threshold: '1',
        ratio: 'maintenance/equity',
        printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
      },
    },
  ],
  draft: { pool: 'usdt', symbol: 'BTCUSDT', side: 'buy', size: '1', price: null },
};

/** The account with one value replaced, by a path such as "pools.0.unit". */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(account) as Record<string, unknown>;
  const names = path.split('.');
  let owner = copy;
  for (const name of names.slice(0, -1)) owner = owner[name] as Record<string, unknown>;
  owner[names.at(-1)!] = value;
  return copy;
}

function culprit(json: unknown): string {
  try {
    parseAccount(json);
  } catch (error) {
    if (isBadInput(error)) return error.path;
    throw error;
  }
  return 'none';
}

const jsonPath = (path: string) => `$.${path.replace(/\.(\d+)/g, '[$1]')}`;

describe('parseAccount', () => {
  it('takes an account, and figures that are not known', () => {
    expect(parseAccount(account).pools[0]!.positions[0]!.size).toBe('1');
    for (const unknown of [null, undefined]) {
      for (const path of [
        'pools.0.positions.0.size',
        'pools.0.collateral.0.price',
        'draft.size',
        'pools.0.rules.threshold',
      ]) {
        expect(culprit(changed(path, unknown))).toBe('none');
      }
    }
    expect(culprit(changed('pools.0.positions.0.size', '9'.repeat(40)))).toBe('none');
    expect(culprit(changed('pools.0.positions.0.size', `-0.${'9'.repeat(39)}`))).toBe('none');
  });

  it.each([
    'NaN',
    'Infinity',
    '-Infinity',
    '',
    ' 1',
    '1 ',
    '1e5',
    '+1',
    '1.',
    '.5',
    '1,000',
    '0x10',
    '٣',
    '1\n',
    1,
    0,
    true,
    [],
    {},
    '9'.repeat(41),
    `0.${'1'.repeat(40)}`,
  ])('refuses %j as a figure', value => {
    for (const path of [
      'pools.0.positions.0.size',
      'pools.0.positions.0.contract.multiplier',
      'pools.0.positions.0.maintenance.steps.1.rate',
      'pools.0.collateral.0.amount',
      'pools.0.rules.threshold',
      'pools.0.rules.printed.threshold',
      'draft.size',
      'draft.price',
    ]) {
      expect(culprit(changed(path, value))).toBe(jsonPath(path));
    }
  });

  it('names the place of a value that is nested deeper than the stack', () => {
    let deep: unknown = [];
    for (let k = 0; k < 100_000; k++) deep = [deep];
    for (const path of ['pools.0.positions.0.size', 'pools.0.rules.printed.tickOffset', 'venue', 'pools']) {
      expect(culprit(changed(path, path === 'pools' ? { deep } : deep))).toBe(jsonPath(path));
    }
  });

  it.each([
    ['format', 'plimsoll.account/2'],
    ['venue', undefined],
    ['asOf', '1'],
    ['pools', {}],
    ['pools.0', null],
    ['pools.0.kind', 'crossed'],
    ['pools.0.unit', ''],
    ['pools.0.collateral', undefined],
    ['pools.0.collateral.0.asset', 7],
    ['pools.0.collateral.0.follows', 7],
    ['pools.0.positions.0.contract', undefined],
    ['pools.0.positions.0.contract.type', 'quanto'],
    ['pools.0.positions.0.factor', undefined],
    ['pools.0.positions.0.maintenance.basis', 'notional'],
    ['pools.0.positions.0.maintenance.style', 'Marginal'],
    ['pools.0.positions.0.maintenance.steps', {}],
    ['pools.0.rules', undefined],
    ['pools.0.rules.liquidatedWhen', 'above'],
    ['pools.0.rules.ratio', 'equity'],
    ['pools.0.rules.printed', undefined],
    ['pools.0.rules.printed.moves', 'all'],
    ['pools.0.rules.printed.tickOffset', '1'],
    ['pools.0.rules.printed.fixedMaintenance', 'no'],
    ['draft.pool', 'elsewhere'],
    ['draft.symbol', 'ETHUSDT'],
    ['draft.side', 'long'],
    ['draft.size', '-1'],
    ['draft.marginFrom', 'elsewhere'],
  ])('names %s', (path, value) => {
    expect(culprit(changed(path, value))).toBe(jsonPath(path));
  });

  it('wants steps in ascending order', () => {
    const path = 'pools.0.positions.0.maintenance.steps.1.from';
    expect(culprit(changed(path, '0'))).toBe(jsonPath(path));
  });

  it('wants an empty template of the symbol that is drafted', () => {
    const draft = { ...account.draft, symbol: 'ETHUSDT' };
    const template = { ...position, symbol: 'ETHUSDT', size: '0' };
    expect(culprit(changed('draft', { ...draft, position: template }))).toBe('none');
    expect(culprit(changed('draft', { ...draft, position: { ...template, size: '1' } }))).toBe(
      '$.draft.position.size',
    );
    expect(culprit(changed('draft', { ...draft, position: position }))).toBe('$.draft.position.symbol');
  });

  it('takes a credit by value or amount only', () => {
    const credit = { ...position.maintenance, basis: 'contracts' };
    expect(culprit(changed('pools.0.collateral.0.credit', credit))).toBe(
      '$.pools[0].collateral[0].credit.basis',
    );
  });

  it('throws nothing but bad input, whatever it is given', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(culprit(JSON.parse(text))).toMatch(/^\$|none/);
      }),
    );
    fc.assert(
      fc.property(anyPool, pool => {
        expect(culprit(accountOf([pool]))).toBe('none');
      }),
    );
  });
});
