import { expect, test } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { codeOf, isTest, sources, textOf } from './tree';

const entries = Object.entries(messages as Record<string, { message: string; description?: string }>);

test('messages are texts with the placeholders $1 to $9 in order', () => {
  for (const [key, { message }] of entries) {
    expect(message, key).not.toBe('');
    const used = [...new Set([...message.matchAll(/\$(\d)/g)].map(match => match[1]))].sort();
    expect(used, key).toEqual(used.map((_, index) => String(index + 1)));
  }
});

test('every message is used, and by its whole name', () => {
  const all = [...sources.filter(path => !isTest(path)), 'manifest.json'].map(textOf).join('\n');
  const unused = entries.map(([key]) => key).filter(key => !all.includes(key));
  expect(unused).toEqual([]);
});

test('no raw text stands in the components', () => {
  const raw = sources
    .filter(path => path.endsWith('.tsx') && !isTest(path))
    .flatMap(path =>
      [...codeOf(path).matchAll(/>\s*([A-Za-z][A-Za-z ,.'’]{2,})\s*<\//g)].map(
        match => `${path}: ${match[1]}`,
      ),
    );
  expect(raw).toEqual([]);
});
