import { describe, expect, it } from 'vitest';
import { answer, heard, listing, META } from './fake-venue';
import { maintenance } from './maintenance';
import { tickOf } from './position';

const state = heard(answer({ type: 'meta' }, META));
const rates = (coin: string, max: number | null = null) =>
  maintenance(state, coin, max)?.steps.map(({ from, rate }) => [from, rate]);

describe('maintenance margin', () => {
  it('is half of the initial margin at the highest leverage of the tier', () => {
    expect(rates('BTC')).toEqual([
      ['0', '0.0125'],
      ['150000000', '0.025'],
    ]);
    expect(rates('SOL')).toEqual([['0', '0.025']]);
  });

  it('takes the account’s own leverage for the lowest tier, and keeps the upper ones', () => {
    expect(rates('BTC', 50)).toEqual([
      ['0', '0.01'],
      ['150000000', '0.025'],
    ]);
    expect(rates('DYDX', 50)).toEqual([['0', '0.01']]);
    // A lower one of its own never makes an upper tier cheaper than the lowest.
    expect(rates('BTC', 10)!.map(([, rate]) => rate)).toEqual(['0.05', '0.05']);
  });

  it('is not known without a table', () => {
    expect(rates('NOSUCH')).toBeUndefined();
    expect(rates('xyz:TSLA')).toBeUndefined();
    const table = (marginTiers: unknown[]) =>
      maintenance(
        heard(
          answer(
            { type: 'meta' },
            {
              universe: [listing('BTC', 99)],
              marginTables: [[99, { description: '', marginTiers }]],
            },
          ),
        ),
        'BTC',
        null,
      );
    const tier = (lowerBound: string, maxLeverage: number) => ({ lowerBound, maxLeverage });
    expect(table([tier('0.0', 40), tier('5.0', 20)])).not.toBeNull();
    expect(table([tier('1.0', 40)])).toBeNull();
    expect(table([tier('0.0', 40), tier('9.0', 20), tier('5.0', 10)])).toBeNull();
    const absent = heard(answer({ type: 'meta' }, { universe: [listing('BTC', 99)], marginTables: [] }));
    expect(maintenance(absent, 'BTC', 40)).toBeNull();
  });
});

describe('the step between prices', () => {
  it.each([
    [5, '85814.0', '1'],
    [5, '9814.4', '0.1'],
    [4, '2802.55', '0.1'],
    [2, '130.21', '0.01'],
    [0, '0.083955', '0.000001'],
    [0, '0.004611', '0.000001'],
    [0, '12345678', '1'],
    [3, '0.5', '0.001'],
    [6, '7.25', '1'],
  ])('%d decimals of size at %s: %s', (szDecimals, price, tick) => {
    expect(tickOf(szDecimals, price)).toBe(tick);
  });

  it('is not known without the size', () => {
    expect(tickOf(undefined, '5')).toBeUndefined();
    expect(tickOf(3, '0')).toBeUndefined();
  });
});
