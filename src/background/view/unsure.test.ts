import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import messages from '../../../public/_locales/en/messages.json';
import { textOf } from '../../ui/text';
import { KNOWN, sayUnsure } from './unsure';

it('has words for every code that a venue gives', () => {
  const folder = new URL('../../venues/', import.meta.url);
  const codes = ['hyperliquid', 'binance'].flatMap(venue =>
    readdirSync(new URL(`${venue}/`, folder))
      .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap(name => {
        const source = readFileSync(new URL(`${venue}/${name}`, folder), 'utf8');
        return [...source.matchAll(/unsure(?:: |\()'([a-z-]+)'/g)].map(match => match[1]!);
      }),
  );
  expect(codes.length).toBeGreaterThan(10);
  // "no-size" means that nothing has been typed yet, which is not worth a word.
  expect([...new Set(codes)].filter(code => code !== 'no-size' && !KNOWN[code])).toEqual([]);
});

it('says a code that it does not know as it is', () => {
  expect(sayUnsure('brand-new', textOf(messages))).toBe('order not read: brand-new');
});
