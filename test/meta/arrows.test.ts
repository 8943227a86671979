import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { files, isTest, sources, textOf } from './tree';

/** A room may import itself and what stands here: arrows only point down (README, "The rooms"). */
const allowed: Record<string, string[]> = {
  engine: [],
  risk: ['engine'],
  venues: ['engine'],
  tap: ['venues', 'messages'],
  ui: ['messages', 'engine'],
  overlay: ['ui', 'messages', 'venues'],
  background: ['venues', 'risk', 'engine', 'ui', 'messages', 'settings', 'browser'],
  pages: ['ui', 'messages', 'settings', 'browser', 'venues'],
  cli: ['venues', 'risk', 'engine'],
  messages: ['ui', 'venues'],
  settings: ['venues', 'messages'],
  browser: [],
};

/** Packages by room; no room may use another one. */
const packages: Record<string, string[]> = {
  engine: ['decimal.js'],
  risk: [],
  venues: ['valibot', 'decimal.js', 'fflate'],
  tap: [],
  ui: ['preact', 'preact/hooks', '@preact/signals'],
  overlay: ['preact', 'preact/hooks', '@preact/signals'],
  background: ['valibot'],
  pages: ['preact', 'preact/hooks', '@preact/signals'],
  cli: ['node:fs', 'node:process', 'node:path'],
  messages: [],
  settings: ['valibot'],
  browser: ['webextension-polyfill'],
};

const roomOf = (path: string): string =>
  path
    .replace(/^src\//, '')
    .replace(/\.tsx?$/, '')
    .split('/')[0] ?? '';

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const importsOf = (path: string): Import[] =>
  [...textOf(path).matchAll(/^\s*(import|export)(\s+type)?\s[^;]*?from\s+'([^']+)'/gms)].map(match => ({
    from: path,
    to: match[3] ?? '',
    typeOnly: match[2] !== undefined,
  }));

const imports = sources.filter(path => !isTest(path)).flatMap(importsOf);

test('every room is known', () => {
  expect([...new Set(sources.filter(path => !isTest(path)).map(roomOf))].sort()).toEqual(
    Object.keys(allowed).sort(),
  );
});

test('arrows point down', () => {
  const wrong = imports
    .filter(({ to }) => to.startsWith('.'))
    .map(({ from, to }) => ({ from, to: normalize(join(dirname(from), to)) }))
    .filter(({ from, to }) => {
      const [here, there] = [roomOf(from), to.startsWith('src/') ? roomOf(to) : 'outside'];
      return here !== there && !allowed[here]?.includes(there) && !to.startsWith('public/_locales');
    })
    .map(({ from, to }) => `${from} → ${to}`);
  expect(wrong).toEqual([]);
});

test('the pages know the venues by name alone', () => {
  const wrong = imports
    .filter(({ from, to }) => from.startsWith('src/pages/') && /\/venues\//.test(to))
    .filter(({ to }) => !/\/venues\/ids$/.test(to))
    .map(({ from, to }) => `${from} → ${to}`);
  expect(wrong).toEqual([]);
});

test('packages stay in their rooms', () => {
  const wrong = imports
    .filter(({ to }) => !to.startsWith('.'))
    .filter(({ from, to }) => !packages[roomOf(from)]?.includes(to))
    .map(({ from, to }) => `${from} → ${to}`);
  expect(wrong).toEqual([]);
});

test('the content scripts carry no arithmetic: decimal.js and valibot stay behind the background', () => {
  const reached = new Set<string>();
  const walk = (path: string) => {
    for (const { from, to, typeOnly } of importsOf(path)) {
      if (typeOnly) continue;
      if (!to.startsWith('.')) reached.add(to);
      else {
        const base = normalize(join(dirname(from), to));
        const file = [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(candidate =>
          sources.includes(candidate),
        );
        if (file !== undefined && !seen.has(file)) {
          seen.add(file);
          walk(file);
        }
      }
    }
  };
  const seen = new Set<string>();
  walk('src/overlay/overlay.iife.tsx');
  walk('src/tap/tap.iife.ts');
  expect([...reached].filter(name => !/^(preact|@preact\/signals)/.test(name))).toEqual([]);
});

test('the simulator computes by itself: it imports nothing of the product', () => {
  const wrong = files
    .filter(path => path.startsWith('test/simulator/') && path.endsWith('.ts'))
    .filter(path => /from '(\.\.\/)+src\//.test(textOf(path)));
  expect(wrong).toEqual([]);
});
