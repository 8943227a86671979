/**
 * Figures of whole accounts and of schedules that venues printed themselves: ratios, requirements, deductions
 * and haircuts, from accounts written by hand in the canonical form. Each names where it comes from.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Schedule, Step } from '../../../src/engine/account';
import { Decimal } from '../../../src/engine/decimal';
import { flat, inverse, of, position, row, rules, schedule } from './contract-account';

const fixtures = new URL('../../../../shared/fixtures/', import.meta.url);

function near(actual: string | null | undefined, expected: string, relative: number) {
  expect(actual).toEqual(expect.any(String));
  expect(Math.abs(Number(actual) / Number(expected) - 1), `${actual} for ${expected}`).toBeLessThan(relative);
}

const truncated = (actual: string | null, digits: number) =>
  new Decimal(actual!).toDecimalPlaces(digits, Decimal.ROUND_DOWN).toFixed();

const required = (reason: string, requirement: string) => [{ reason, equity: '0', requirement }];
const covered = rules({ ratio: 'equity/maintenance' });

describe('OKX', () => {
  // Demo trading, 2 September 2026: 100 contracts short of BTC-USD-SWAP while 1900 more rest at a price. The mark
  // is the one that the row's own `mmr` implies, equity is what is available, in use, and kept for the order's fee.
  it.each([
    {
      at: '82790.5',
      mark: '78842.9999999997394238850000008612',
      equity: '0.993252095381722048283317530393',
      fee: '-0.001147474649869248283317530393',
      orders: '0.010844336212472925',
      ratio: '86.91167179151276',
    },
    {
      at: '118272.2',
      mark: '78849.6999999998095888163337504598',
      equity: '0.993241318040918329523083192838',
      fee: '-0.000803231866829229523083192838',
      orders: '0.010843414749834204375',
      ratio: '86.9482726260012',
    },
    {
      at: '157696.2',
      mark: '78850.4999999998081616616562504667',
      equity: '0.993240031316655810817128123569',
      fee: '-0.000602424154798910817128123569',
      orders: '0.010843304734909760625',
      ratio: '86.96663515946221',
    },
  ])('resting orders at $at lower equity by their fee and require what their contracts do', given => {
    const held = inverse({
      size: '-100',
      entryPrice: given.mark,
      markPrice: given.mark,
      maintenance: schedule('contracts', 'whole', ['0', '0.004'], ['2000.1', '0.005']),
      tierExtra: '1900',
      feeRate: '0.0005',
    });
    const { marginRatio } = of({
      unit: 'BTC',
      collateral: [row('BTC', given.equity)],
      positions: [held],
      adjustments: [
        { reason: 'resting orders: their fee, and 0.45 %', equity: given.fee, requirement: given.orders },
      ],
      rules: covered,
    });
    near(marginRatio, given.ratio, 1e-12);
  });

  it('portfolio margin of the position builder (documentation): risk units, and a loan with its fee', () => {
    // Risk units require their shock and their slippage; a loan 2 % and 0.1 % for paying back 102 % of it.
    const unit = (
      symbol: string,
      size: string,
      multiplier: string,
      entry: string,
      mark: string,
      required: string,
    ) =>
      position({
        symbol,
        factor: symbol.slice(0, 3),
        size,
        contract: { type: 'linear', multiplier },
        entryPrice: entry,
        markPrice: mark,
        settle: 'USDT',
        maintenance: null,
        requirement: required,
      });
    const liability = { weight: '1', maintenanceRate: '0.02102' };
    const made = of({
      collateral: [row('USDT', '100', { price: '0.99954', liability })],
      positions: [
        unit('BTC-USDT-SWAP', '-10', '0.01', '100000', '97093.7', '1183.8207318516002'),
        unit('LTC-USDT-SWAP', '10', '1', '8000', '102', '191.6629744572'),
      ],
      rules: covered,
    });
    expect(made.positions.map(({ unrealizedPnl }) => unrealizedPnl)).toEqual(['290.63', '-78980']);
    expect(made.collateral[0]?.value).toBe('-78553.2188898');
    near(made.equity, '-78553.21888979999', 1e-15);
    near(made.marginRatio, '-25.95365779811705', 1e-15);
    expect(made.state).toBe('liquidatable');
  });

  it('discount of BTC by tiers of amount (April 2025): the first of 83', () => {
    const tiers: [string, string, string][] = [
      ['0', '20', '19.6'],
      ['20', '25', '24.4875'],
      ['25', '30', '29.3625'],
      ['30', '50', '48.7625'],
    ];
    const rates = ['0.98', '0.9775', '0.975', '0.97'];
    const credit = schedule(
      'amount',
      'marginal',
      ...tiers.map(([from], k): [string, string] => [from, rates[k]!]),
    );
    for (const [, most, counted] of tiers) expect(discounted(credit, most)).toBe(counted);
  });

  const file = new URL('okx/public_discount_rate__real_btc.json', fixtures);
  it.skipIf(!existsSync(file))('discount of BTC by tiers of amount: all of them', () => {
    interface Tier {
      minAmt: string;
      maxAmt: string;
      discountRate: string;
      disCcyEq: string;
    }
    const { details } = JSON.parse(readFileSync(file, 'utf8')).data[0] as { details: Tier[] };
    const steps = details.map(({ minAmt, discountRate }): Step => ({ from: minAmt, rate: discountRate }));
    const credit: Schedule = { basis: 'amount', style: 'marginal', steps };
    const bounded = details.filter(({ maxAmt }) => maxAmt !== '');
    expect(bounded.length).toBeGreaterThan(80);
    for (const { maxAmt, disCcyEq } of bounded) expect(discounted(credit, maxAmt)).toBe(disCcyEq);
  });

  const discounted = (credit: Schedule, amount: string) =>
    of({ collateral: [row('BTC', amount, { credit })], positions: [] }).equity;
});

describe('Binance', () => {
  it('portfolio margin prints equity over maintenance, truncated (documentation of riskLevelChange)', () => {
    const made = of({
      collateral: [row('USD', '30.23416728')],
      positions: [],
      adjustments: required('account maintenance margin', '15.11708371'),
      rules: rules({ ratio: 'equity/maintenance', threshold: '1.05' }),
    });
    expect(truncated(made.marginRatio, 8)).toBe('1.99999999');
  });

  it('maintenance in a margin call, truncated (documentation of MARGIN_CALL)', () => {
    const held = position({
      size: '1.327',
      entryPrice: '187.17127',
      markPrice: '187.17127',
      maintenance: flat('0.0065'),
    });
    expect(truncated(of({ positions: [held] }).maintenanceMargin, 6)).toBe('1.614445');
  });

  /** What the schedule requires at a notional, when the deductions are left to it. */
  const requiredAt = (steps: Step[], notional: string) =>
    of({
      positions: [
        position({
          size: '1',
          entryPrice: notional,
          markPrice: notional,
          maintenance: { basis: 'value', style: 'marginal', steps },
        }),
      ],
    }).maintenanceMargin;
  const byHand = (notional: string, rate: string, cum: string) =>
    new Decimal(notional).times(rate).minus(cum).toFixed();

  it('the maintenance amount of a bracket follows from those below it (BTCUSDT, October 2024)', () => {
    const brackets: [floor: string, rate: string, cum: string][] = [
      ['0', '0.004', '0'],
      ['50000', '0.005', '50'],
      ['600000', '0.0065', '950'],
      ['3000000', '0.01', '11450'],
      ['12000000', '0.02', '131450'],
      ['70000000', '0.025', '481450'],
      ['100000000', '0.05', '2981450'],
    ];
    const steps = brackets.map(([from, rate]) => ({ from, rate }));
    for (const [floor, rate, cum] of brackets) {
      const notional = new Decimal(floor).plus(1).toFixed();
      expect(requiredAt(steps, notional)).toBe(byHand(notional, rate, cum));
    }
  });

  interface Bracket {
    notionalFloor: string;
    maintMarginRatio: string;
    cum: string;
  }
  const file = new URL('binance/leverageBracket__real_2024_10.json', fixtures);
  it.skipIf(!existsSync(file))('the maintenance amounts of other symbols of that day', () => {
    const { symbols } = JSON.parse(readFileSync(file, 'utf8')) as { symbols: Record<string, Bracket[]> };
    expect(Object.keys(symbols).length).toBeGreaterThan(4);
    for (const [symbol, brackets] of Object.entries(symbols)) {
      const steps = brackets.map(b => ({ from: b.notionalFloor, rate: b.maintMarginRatio }));
      for (const { notionalFloor, maintMarginRatio, cum } of brackets) {
        const notional = new Decimal(notionalFloor).plus(1).toFixed();
        const difference = new Decimal(requiredAt(steps, notional)!).minus(
          byHand(notional, maintMarginRatio, cum),
        );
        // The venue rounds the amount to cents.
        expect(difference.abs().lte('0.01'), `${symbol} at ${notional}`).toBe(true);
      }
    }
  });
});

describe('Bybit', () => {
  it('ETHUSDT short, by mark (a capture of November 2025, its prices put right by its own value)', () => {
    // Fee to close at the bankruptcy price: 0.01·3642.075·(1 + 1/30)·0.00055
    const held = position({
      size: '-0.01',
      entryPrice: '3642.075',
      markPrice: '3642.33',
      maintenance: flat('0.005'),
      requirement: '0.02069912625',
    });
    const { positions } = of({ positions: [held] });
    expect(positions[0]).toMatchObject({ value: '36.4233', unrealizedPnl: '-0.00255' });
    near(positions[0]?.maintenanceMargin, '0.20281586', 2e-6);
  });

  it('portfolio margin prints maintenance over equity, truncated to four digits (documentation)', () => {
    const made = of({
      collateral: [row('USD', '52197.86892104')],
      positions: [],
      adjustments: required('accountMM', '1069.93399838'),
    });
    expect(truncated(made.marginRatio, 4)).toBe('0.0204');
  });
});

describe('Hyperliquid', () => {
  it('the deduction of a second tier (measured on its test network by the authors of tickwright)', () => {
    // 40x below 10,000 USD, 25x above: 12073.655·0.02 − 75
    const held = position({
      size: '1',
      entryPrice: '12073.655',
      markPrice: '12073.655',
      maintenance: schedule('value', 'marginal', ['0', '0.0125'], ['10000', '0.02']),
    });
    expect(of({ positions: [held] }).maintenanceMargin).toBe('166.4731');
  });
});

describe('Deribit', () => {
  // Captures of nautilus_trader: cross portfolio margin, and cross standard margin on the test network.
  it('every currency of a cross account repeats the whole account, converted', () => {
    const ratio = '0.010391577';
    const told: [currency: string, balance: string, maintenance: string][] = [
      ['BTC', '0.00031639', '0.00000329'],
      ['USDT', '25.713074', '0.267199'],
      ['SOL', '0.29488918', '0.00306436'],
      ['ETH', '0.01089', '0.000113'],
      ['USD', '25.710502678', '0.2671726792'],
    ];
    for (const [unit, balance, maintenance] of told) {
      const made = of({
        unit,
        collateral: [row(unit, balance)],
        positions: [],
        adjustments: required('maintenance_margin', maintenance),
      });
      // As near as the digits of the row allow.
      near(made.marginRatio, ratio, 0.6 / Number(maintenance.replace(/\D/g, '').replace(/^0+/, '')) + 1e-7);
    }
  });

  it('the balance of a currency at its index is the account in USD', () => {
    const made = of({
      collateral: [row('USDT', '54.968258', { price: '0.9992' })],
      positions: [],
      adjustments: required('initial_margin', new Decimal('1.100011').times('0.9992').toFixed()),
    });
    near(made.equity, '54.924283065', 1e-8);
    near(made.maintenanceMargin, '1.099130991', 1e-9);
  });
});
