import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_LIMIT, parse, plainDecimal } from './exact-json';

describe('numbers keep their text', () => {
  it('more digits than binary floating point holds, and trailing zeros', () => {
    expect(parse('{"a":123456789.123456789123,"b":[0.010,-1e-08]}', PAGE_LIMIT)).toEqual({
      json: { a: '123456789.123456789123', b: ['0.010', '-1e-08'] },
    });
  });

  it('digits inside texts are left alone, escapes included', () => {
    const value = { 'k"1': 'say \\"2\\" and 3.5', t: '4', u: '\\', n: 5 };
    expect(parse(JSON.stringify(value), PAGE_LIMIT)).toEqual({ json: { ...value, n: '5' } });
  });

  it('what is no JSON stays none: nothing is mended', () => {
    for (const text of ['', '{"a":01}', '{"a":1', '<html>502</html>', '{"a":+1}', '{"a":.5}', '{"a":NaN}']) {
      expect(parse(text, PAGE_LIMIT)).toEqual({ code: 'not-json' });
    }
    expect(parse('1'.repeat(100), 100)).toEqual({ code: 'too-large' });
  });

  it('a hostile text takes no longer than another', () => {
    const started = performance.now();
    for (const text of [
      `"${'\\"'.repeat(400_000)}`,
      `[${'"\\'.repeat(300_000)}`,
      '1'.repeat(900_000),
      '-'.repeat(900_000),
    ]) {
      expect(parse(text, PAGE_LIMIT)).toHaveProperty(text[0] === '1' ? 'json' : 'code');
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('any document comes out as it was, its numbers as texts of the same value', () => {
    const texts = (value: unknown): unknown => {
      if (typeof value === 'number') return JSON.stringify(value);
      if (Array.isArray(value)) return value.map(texts);
      if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, texts(each)]));
      }
      return value;
    };
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value);
        expect(parse(text, PAGE_LIMIT)).toEqual({ json: texts(JSON.parse(text)) });
      }),
    );
  });
});

describe('plain decimals', () => {
  it.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['-1e-08', '-0.00000001'],
    ['3.1639e-4', '0.00031639'],
    ['1.5E+3', '1500'],
    ['54.968258', '54.968258'],
    ['12.500', '12.5'],
    ['1e2', '100'],
  ])('%s is %s', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });

  it.each(['', 'market_price', '1.', '.5', '0x10', '1e999', '1,5', 'Infinity', '1'.repeat(41)])(
    '%s is none',
    text => {
      expect(plainDecimal(text)).toBeNull();
    },
  );

  it('of any double, has its value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), value => {
        const plain = plainDecimal(JSON.stringify(value));
        // Denormals have more digits than the engine reads.
        if (plain !== null) expect(Number(plain)).toBe(value === 0 ? 0 : value);
        else expect(Math.abs(value)).toBeLessThan(1e-20);
      }),
    );
  });
});
