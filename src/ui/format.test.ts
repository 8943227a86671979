import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, formats, shortAddress } from './format';

const format = formats('en-US');

describe('conservative rounding', () => {
  it('rounds distances down, on both sides', () => {
    expect(format.move(-0.0989)).toBe('−9.8%');
    expect(format.move('0.2529999')).toBe('+25.2%');
    expect(format.move(-0.00001)).toBe('0.0%');
    expect(format.move(-1)).toBe('−100.0%');
  });

  it('rounds usage and likelihood up', () => {
    expect(format.usage('0.300000000000000001')).toBe('31%');
    expect(format.usage('0.3')).toBe('30%');
    expect(format.usage('1.04')).toBe('104%');
    expect(format.probability(0.00511)).toBe('0.52%');
    expect(format.probability(0.0000001)).toBe('<0.1%');
  });

  it('rounds liquidation prices toward the mark', () => {
    expect(format.liquidationPrice('53584.5896', 'below', '0.1')).toBe('53,584.6');
    expect(format.liquidationPrice('65528.8599', 'above', '0.10')).toBe('65,528.8');
    expect(format.liquidationPrice('89640', 'above', '1')).toBe('89,640');
    expect(format.liquidationPrice('0.137912', 'below', '0.0001')).toBe('0.1380');
    // Ticks that are more than one unit of their last digit, and prices that are on one.
    expect(format.liquidationPrice('53584.51', 'below', '0.5')).toBe('53,585.0');
    expect(format.liquidationPrice('53584.99', 'above', '0.50')).toBe('53,584.5');
    expect(format.liquidationPrice('53584.5', 'below', '0.5')).toBe('53,584.5');
    expect(format.liquidationPrice('1.26', 'below', '0.25')).toBe('1.50');
    expect(format.liquidationPrice('1234', 'above', '5')).toBe('1,230');
    expect(format.liquidationPrice('1234', 'below', '100')).toBe('1,300');
    // 0.1 + 0.2 is a hair above 0.3 in float64, and so is on the tick.
    expect(format.liquidationPrice(0.1 + 0.2, 'below', '0.1')).toBe('0.3');
  });

  it('rounds what is to be cut and how leveraged it is up', () => {
    expect(format.part(0.2029)).toBe('20.3%');
    expect(format.part(0.00001)).toBe('0.1%');
    expect(format.times(5.81)).toBe('5.9');
    expect([0.0000045, 960.204, 15_115.2].map(format.loss)).toEqual(['0.01', '960.21', '15,116']);
  });

  it('rounds room down and need up', () => {
    expect(format.room('48145.99', 'USDC')).toBe('48,145 USDC');
    expect(format.need('12950.01', 'USDC')).toBe('12,951 USDC');
    expect(format.room('0.123456', 'BTC')).toBe('0.1234 BTC');
    expect(format.room('-12.345', 'USDT')).toBe('−12.35 USDT');
  });

  it('never promises more than there is', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.99, max: 5, noNaN: true }), part => {
        const printed = Number(format.move(part).replace('−', '-').replace(/[%,+]/g, '')) / 100;
        expect(Math.abs(printed)).toBeLessThanOrEqual(Math.abs(part) + 1e-12);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), millionths => {
        const part = `0.${String(millionths).padStart(9, '0')}`;
        expect(Number(format.usage(part).slice(0, -1)) / 100).toBeGreaterThanOrEqual(Number(part) - 1e-12);
      }),
    );
  });
});

describe('exact digits', () => {
  it('keeps every digit of a decimal string', () => {
    expect(format.size('123456789012345678.12345678')).toBe('123,456,789,012,345,678.12345678');
    expect(format.price('0.00000001234', null)).toBe('0.00000001234');
    expect(format.price('61000', '0.1')).toBe('61,000.0');
  });
});

it('prints compact dollars, sigmas and counts', () => {
  expect(format.usd('48145')).toBe('$48.1K');
  expect(format.usd(-1_250_000)).toBe('−$1.25M');
  expect(format.sigma(3.99)).toBe('3.9 σ');
  expect(format.sigma(11)).toBe('>8 σ');
  expect(format.count(1.29)).toBe('1.2');
});

it('prints one in N rounded to the likelier side, and shares to the nearest', () => {
  expect([5.1e-3, 8.1e-5, 1e-5, 0.0999].map(format.oneIn)).toEqual(['190', '12,000', '100,000', '10']);
  expect([0.355, -0.064, -0.001, 1].map(format.share)).toEqual(['36%', '−6%', '0%', '100%']);
});

it('prints ages rounded up', () => {
  expect([0, 301, 9_999, 12_000, 119_001, 180_000, 7_200_000, 400_000_000].map(age)).toEqual([
    '0.0 s',
    '0.4 s',
    '10.0 s',
    '12 s',
    '120 s',
    '3 min',
    '2 h',
    '5 d',
  ]);
  expect(age(-5)).toBe('0.0 s');
});

it('shortens addresses', () => {
  expect(shortAddress('0x1234567890123456789012345678901234567890')).toBe('0x1234…7890');
  expect(shortAddress('main')).toBe('main');
});
