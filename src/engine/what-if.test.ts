import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf, pool as anyPool, draftOf } from '../../test/vectors/engine/random-account';
import type { Draft, Pool, Position } from './account';
import { assess } from './assess';
import { Decimal } from './decimal';

const long: Position = {
  symbol: 'BTCUSDT',
  factor: 'BTC',
  size: '2',
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: '100',
  markPrice: '120',
  maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.1' }] },
  requirement: '3',
};

const pool = (more: Partial<Pool> = {}): Pool => ({
  id: 'usdt',
  kind: 'cross',
  unit: 'USDT',
  collateral: [{ asset: 'USDT', amount: '100', price: '1', follows: null }],
  positions: [long],
  orders: [],
  rules: {
    liquidatedWhen: 'at-or-below',
    threshold: '1',
    ratio: 'maintenance/equity',
    printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
  },
  ...more,
});

const sell = (more: Partial<Draft> = {}): Draft => ({
  pool: 'usdt',
  symbol: 'BTCUSDT',
  side: 'sell',
  size: '1',
  price: null,
  ...more,
});

const filling = (draft: Draft, pools: Pool[] = [pool()]) => assess(accountOf(pools, draft)).whatIf!.pools;
const amounts = (draft: Draft, pools?: Pool[]) =>
  filling(draft, pools).map(({ collateral }) => collateral.map(row => row.value));

describe('a fill', () => {
  it('averages what is added', () => {
    const [filled] = filling(sell({ side: 'buy', size: '2', price: '110' }));
    expect(filled!.positions[0]).toMatchObject({ value: '480', unrealizedPnl: '60' });
    expect(filled!.equity).toBe('160');
  });

  it('realises what is reduced, less the fee', () => {
    const [filled] = filling(sell({ price: '130', feeRate: '0.01' }));
    expect(filled!.collateral[0]!.value).toBe('128.7');
    expect(filled!.positions[0]).toMatchObject({
      value: '120',
      unrealizedPnl: '20',
      maintenanceMargin: '15',
    });
  });

  it('lists what is closed, which requires nothing any more', () => {
    const [filled] = filling(sell({ size: '2' }));
    expect(filled).toMatchObject({ equity: '140', maintenanceMargin: '0', state: 'safe' });
    expect(filled!.positions[0]).toEqual({
      symbol: 'BTCUSDT',
      value: '0',
      unrealizedPnl: '0',
      maintenanceMargin: '0',
      printedLiquidationPrice: null,
      liquidation: { below: null, above: null },
    });
  });

  it('flips: realises all, and enters the rest at its price', () => {
    const [filled] = filling(sell({ size: '3', price: '110' }));
    expect(filled!.collateral[0]!.value).toBe('120');
    expect(filled!.positions[0]).toMatchObject({
      value: '120',
      unrealizedPnl: '-10',
      maintenanceMargin: '15',
    });
  });

  it('is cut to what a reduce-only order can close', () => {
    expect(filling(sell({ size: '9', reduceOnly: true }))).toEqual(filling(sell({ size: '2' })));
    expect(filling(sell({ side: 'buy', reduceOnly: true }))).toEqual(assess(accountOf([pool()])).pools);
  });

  it('leaves equity as it was at the mark, inverse contracts too', () => {
    const inverse = { ...long, contract: { type: 'inverse' as const, multiplier: '100' }, settle: undefined };
    const coin = pool({ positions: [inverse] });
    const [before] = assess(accountOf([coin])).pools;
    const [bought] = filling(sell({ side: 'buy', size: '1.5' }), [coin]);
    expect(new Decimal(bought!.equity!).minus(before!.equity!).abs().lt('1e-25')).toBe(true);
    const [sold] = filling(sell({ size: '0.5' }), [coin]);
    expect(new Decimal(sold!.equity!).minus(before!.equity!).abs().lt('1e-25')).toBe(true);
  });

  it('changes the row of the settle asset, else that of the unit, which it makes', () => {
    const eth = { asset: 'ETH', amount: '1', price: '50', follows: 'ETH' };
    const settled = pool({ collateral: [eth], positions: [{ ...long, settle: 'ETH' }] });
    // 1 + 40 profit: 20 of it realised, 20 not.
    expect(amounts(sell(), [settled])).toEqual([['2050']]);
    const bare = pool({ collateral: [eth] });
    expect(amounts(sell(), [bare])).toEqual([['50', '20']]);
  });

  it('opens the template that it brings, last, and names it in problems', () => {
    const template = {
      ...long,
      symbol: 'ETHUSDT',
      factor: 'ETH',
      size: '0',
      entryPrice: null,
      markPrice: '10',
      requirement: undefined,
    };
    const draft = sell({ symbol: 'ETHUSDT', size: '4', price: '9', position: template });
    const [filled] = filling(draft);
    expect(filled!.positions[1]).toMatchObject({ symbol: 'ETHUSDT', value: '40', unrealizedPnl: '-4' });
    const [unknown] = filling({ ...draft, position: { ...template, markPrice: null } });
    expect(unknown!.state).toBe('unknown');
    expect(unknown!.problems[0]!.path).toBe('$.draft.position.markPrice');
  });

  it('posts margin, from another pool where it says so', () => {
    const isolated = pool({ id: 'isolated', kind: 'isolated', positions: [] });
    const draft = sell({
      pool: 'isolated',
      size: '1',
      position: { ...long, size: '0' },
      margin: '30',
      marginFrom: 'usdt',
    });
    expect(amounts(draft, [pool(), isolated])).toEqual([['70'], ['130']]);
  });

  it('is unknown when its size is, and spoils no other pool', () => {
    const pools = filling(sell({ size: null }), [pool(), pool({ id: 'other' })]);
    expect(pools.map(({ state }) => state)).toEqual(['unknown', 'safe']);
    expect(pools[0]!.problems[0]!.path).toBe('$.draft.size');
  });
});

describe('between the legs of a hedge', () => {
  const legs = (sizes: string[]) => [
    pool({ positions: sizes.map(size => ({ ...long, size, requirement: undefined })) }),
  ];
  const values = (draft: Draft, sizes: string[]) =>
    filling(draft, legs(sizes))[0]!.positions.map(({ value }) => value);

  it('a reduce-only order takes the leg that it reduces', () => {
    expect(values(sell({ reduceOnly: true }), ['-3', '2'])).toEqual(['360', '120']);
    expect(values(sell({ reduceOnly: true, side: 'buy' }), ['-3', '2'])).toEqual(['240', '240']);
  });

  it('any other takes the leg that it adds to, also an empty one', () => {
    expect(values(sell(), ['-3', '2'])).toEqual(['480', '240']);
    expect(values(sell(), ['2', '0'])).toEqual(['240', '120']);
    expect(values(sell({ side: 'buy' }), ['0', '-3'])).toEqual(['120', '360']);
  });

  it('a template is an empty leg beside the one that is held', () => {
    const template = { ...long, size: '0', requirement: undefined };
    expect(values(sell({ position: template }), ['2'])).toEqual(['240', '120']);
    expect(values(sell({ position: template, side: 'buy' }), ['2'])).toEqual(['360']);
    expect(values(sell({ position: template, reduceOnly: true }), ['2'])).toEqual(['120']);
  });
});

describe('any account', () => {
  it('is itself after an order of nothing', () => {
    fc.assert(
      fc.property(anyPool, source => {
        if (source.positions.length === 0) return;
        const draft = sell({ pool: source.id, symbol: source.positions[0]!.symbol, size: '0' });
        const report = assess(accountOf([source], draft));
        expect(report.whatIf!.pools).toEqual(report.pools);
      }),
      { numRuns: 50 },
    );
  });

  it('never throws, whatever is missing from it', () => {
    fc.assert(
      fc.property(
        anyPool.chain(source => fc.tuple(fc.constant(source), draftOf(source))),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(null, undefined, 'NaN', '', '1e5')), {
          minLength: 1,
          maxLength: 3,
        }),
        ([source, draft], holes) => {
          const account = structuredClone(accountOf([source], draft));
          const leaves: [Record<string, unknown>, string][] = [];
          collect(account as unknown as Record<string, unknown>, leaves);
          for (const [pick, hole] of holes) {
            const [owner, name] = leaves[pick % leaves.length]!;
            owner[name] = hole;
          }
          const report = assess(account);
          for (const each of [...report.pools, ...report.whatIf!.pools]) {
            // Unknown as a whole or known as a whole, and never without a reason.
            const totals = [each.equity, each.maintenanceMargin, each.headroom];
            if (each.state === 'unknown') {
              expect(totals).toEqual([null, null, null]);
              expect(each.problems.length).toBeGreaterThan(0);
            } else expect(totals).not.toContain(null);
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** Every decimal string of a document, with the object that holds it. */
function collect(owner: Record<string, unknown>, leaves: [Record<string, unknown>, string][]) {
  for (const [name, value] of Object.entries(owner)) {
    if (typeof value === 'string' && /^-?[\d.]+$/.test(value)) leaves.push([owner, name]);
    else if (typeof value === 'object' && value !== null) collect(value as Record<string, unknown>, leaves);
  }
}
