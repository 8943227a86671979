import { describe, expect, it } from 'vitest';
import {
  type Bracket,
  brackets,
  Decimal,
  liquidationPrice,
  maintenance,
  notionalOf,
  profitOf,
  zero,
} from './arithmetic';

const d = (text: string | number) => new Decimal(text);
const only = (ratio: string, cum: string): Bracket[] => [
  {
    bracket: 1,
    initialLeverage: 10,
    notionalFloor: zero,
    notionalCap: d('1e12'),
    maintMarginRatio: d(ratio),
    cum: d(cum),
  },
];

describe('the worked example of the FAQ: a cross account with BTCUSDT and ETHUSDT', () => {
  const wallet = d('1535443.01');
  const btc = {
    amount: d('109.488'),
    entry: d('32481.980'),
    mark: d('31967.27'),
    table: only('0.025', '16300'),
  };
  const eth = {
    amount: d('3683.979'),
    entry: d('1456.84'),
    mark: d('1335.18'),
    table: only('0.10', '135365'),
  };
  const required = (p: typeof btc) => maintenance(p.amount.times(p.mark), p.table);
  const profit = (p: typeof btc) => p.amount.times(p.mark.minus(p.entry));
  const alone = (p: typeof btc, other: typeof btc) =>
    liquidationPrice(wallet, required(other), profit(other), [p], p.mark, p.table);

  it('prints the liquidation prices of the FAQ', () => {
    expect(alone(eth, btc)?.toFixed(6)).toBe('1153.256464');
    expect(alone(btc, eth)?.toFixed(6)).toBe('26316.893265');
    expect(Math.abs(Number(alone(eth, btc)) - 1153.26)).toBeLessThan(0.005);
    expect(Math.abs(Number(alone(btc, eth)) - 26316.89)).toBeLessThan(0.005);
  });

  it('prints the isolated variants', () => {
    const isolated = (p: typeof btc) => liquidationPrice(wallet, zero, zero, [p], p.mark, p.table);
    expect(isolated(eth)?.toFixed(6)).toBe('1114.784964');
    expect(isolated(btc)?.toFixed(6)).toBe('18778.725932');
  });
});

describe('the docs sample of an isolated hedge pair', () => {
  const table = only('0.005', '50');
  it('has its own price on each leg', () => {
    const long = { amount: d(20), entry: d('6563.66500') };
    const short = { amount: d(-10), entry: d('6563.86000') };
    const mark = d('6679.50671178');
    expect(liquidationPrice(d('13200.70726908'), zero, zero, [long], mark, table)?.toFixed(6)).toBe(
      '5930.783554',
    );
    expect(liquidationPrice(d('6570.42511771'), zero, zero, [short], mark, table)?.toFixed(6)).toBe(
      '7189.952748',
    );
  });
});

describe('both legs of a cross hedge', () => {
  // LP = (WB + cumL + cumS − PL·EL + PS·ES) / (PL·ML + PS·MS − PL + PS), by hand:
  // (10000 + 0 + 0 − 2·100 000 + 0.5·100 000) / (2·0.004 + 0.5·0.004 − 2 + 0.5) = −140000 / −1.49
  it('share one price', () => {
    const legs = [
      { amount: d(2), entry: d(100_000) },
      { amount: d('-0.5'), entry: d(100_000) },
    ];
    const price = liquidationPrice(d(10_000), zero, zero, legs, d(100_000), only('0.004', '0'));
    expect(price?.toFixed(8)).toBe(d(-140_000).div('-1.49').toFixed(8));
    // At that price what the account is worth is what it must keep.
    const worth = legs.reduce((sum, leg) => sum.plus(leg.amount.times(price!.minus(leg.entry))), d(10_000));
    const required = legs.reduce((sum, leg) => sum.plus(leg.amount.abs().times(price!).times('0.004')), zero);
    expect(worth.minus(required).abs().lt('1e-20')).toBe(true);
  });
});

describe('brackets', () => {
  const table = brackets(
    [
      [0, '0.004', 150],
      [300_000, '0.005', 100],
      [800_000, '0.0065', 75],
      [3_000_000, '0.01', 50],
    ],
    12_000_000,
  );
  it('have the cum of the public brackets of BTCUSDT, 2026-08-02', () => {
    expect(table.map(row => row.cum.toFixed())).toEqual(['0', '300', '1500', '12000']);
  });
  it('make the maintenance continuous', () => {
    expect(maintenance(d(800_000), table).toFixed()).toBe('3700');
    expect(maintenance(d('799999.999999'), table).toFixed(4)).toBe('3700.0000');
  });
  it('are looked up at the liquidation price, not at the mark', () => {
    // A short of 7 BTC at 40 000 (280 000, first bracket) is liquidated above 300 000 of notional.
    const price = liquidationPrice(
      d(40_000),
      zero,
      zero,
      [{ amount: d(-7), entry: d(40_000) }],
      d(40_000),
      table,
    )!;
    expect(price.times(7).gt(300_000)).toBe(true);
    const balance = d(40_000).minus(price.minus(40_000).times(7));
    expect(
      balance
        .minus(maintenance(price.times(7), table))
        .abs()
        .lt('1e-15'),
    ).toBe(true);
    // With the bracket of the mark it would be another price.
    expect(price.toFixed(2)).not.toBe(d(320_000).div(d(7).times('1.004')).toFixed(2));
  });
  it('leave a small price that the bracket of the mark would deny', () => {
    // 10 BTC at 40 000, 400 000 in the second bracket (cum 300); 399 900 of wallet.
    // With that bracket: (399 900 + 300 − 400 000) / (10·0.005 − 10) < 0; with the first: −100 / (10·0.004 − 10).
    const price = liquidationPrice(
      d(399_900),
      zero,
      zero,
      [{ amount: d(10), entry: d(40_000) }],
      d(40_000),
      table,
    );
    expect(price?.toFixed(8)).toBe(d(-100).div('-9.96').toFixed(8));
  });
  it('have no price for a long that its wallet covers to zero', () => {
    expect(
      liquidationPrice(d(50_000), zero, zero, [{ amount: d(1), entry: d(40_000) }], d(40_000), table),
    ).toBeNull();
  });
});

describe('COIN-M: the formula of the FAQ', () => {
  // N contracts of cs dollars; long N·cs·(1 + mmr)/(WB + cum + N·cs/EP), short N·cs·(1 − mmr)/(N·cs/EP − (WB + cum)).
  const table = only('0.01', '0.055');
  const value = d(900).times(100);
  it.each([
    ['long', '900', value.times('1.01').div(d('0.3').plus('0.055').plus(value.div(88000)))],
    ['short', '-900', value.times('0.99').div(value.div(88000).minus('0.355'))],
  ])('%s', (_, amount, expected) => {
    const leg = { amount: d(amount), entry: d(88000) };
    const price = liquidationPrice(d('0.3'), zero, zero, [leg], d(86500), table, 100)!;
    expect(price.div(expected).minus(1).abs().lt('1e-20')).toBe(true);
    const profit = profitOf(leg.amount, leg.entry, price, 100);
    const required = maintenance(notionalOf(leg.amount, price, 100), table);
    expect(d('0.3').plus(profit).minus(required).abs().lt('1e-15')).toBe(true);
  });

  it('has none where the wallet covers the short', () => {
    const leg = { amount: d(-900), entry: d(88000) };
    expect(liquidationPrice(d('1.1'), zero, zero, [leg], d(86500), table, 100)).toBeNull();
  });
});
