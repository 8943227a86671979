import { expect, test } from 'vitest';
import { codeOf, files, isTest, sources } from './tree';

test('beside the agreed rooms the top level holds only what convention demands', () => {
  const top = new Set(files.map(path => path.split('/')[0]));
  expect([...top].sort()).toEqual(
    [
      '.ci',
      '.gitignore',
      'LICENSE',
      'README.md',
      'biome.json',
      'docs',
      'manifest.json',
      'package-lock.json',
      'package.json',
      'public',
      'src',
      'test',
      'tsconfig.json',
      'vite.config.ts',
    ].sort(),
  );
});

test('names are kebab-case and name an idea', () => {
  const bad = files
    .filter(path => /\.(ts|tsx|mjs)$/.test(path))
    .filter(path => {
      const name = path.split('/').at(-1) ?? '';
      return (
        !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name) || /(^|-)(utils?|helpers?|common|misc)(\.|-)/.test(name)
      );
    });
  expect(bad).toEqual([]);
});

/** What the venues share stands in rooms of its own beside them: how a page is read, and the rest. */
const notVenues = ['page', 'shared'];

test('every venue has the same files', () => {
  const venues = new Set(
    sources
      .map(path => /^src\/venues\/([a-z]+)\//.exec(path)?.[1])
      .filter(name => name !== undefined && !notVenues.includes(name)),
  );
  expect(venues.size).toBeGreaterThan(0);
  const missing = [...venues].flatMap(venue =>
    ['index', 'pages', 'tap', 'state', 'account', 'draft', 'form', 'api']
      .map(name => `src/venues/${venue}/${name}.ts`)
      .filter(path => !sources.includes(path)),
  );
  expect(missing).toEqual([]);
  const untested = [...venues].filter(
    venue => !sources.some(path => path.startsWith(`src/venues/${venue}/`) && isTest(path)),
  );
  expect(untested).toEqual([]);
});

test('no file holds more than one idea: 300 lines at most', () => {
  const long = sources
    .filter(path => !isTest(path))
    .map(path => ({ path, lines: codeOf(path).split('\n').length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});

/** The documented steps from a decimal string to float64 (engine, risk); nothing else may take one. */
const steps = ['src/engine/decimal.ts'];

test('no binary floating point touches a venue’s decimal string', () => {
  const bad = sources
    .filter(path => /^src\/(engine|venues|background)\//.test(path) && !isTest(path))
    .filter(path => !steps.includes(path))
    .filter(path => /\b(parseFloat|Number)\(/.test(codeOf(path)));
  expect(bad).toEqual([]);
});

test('nothing that a page could use against us: no HTML from text, no code from text', () => {
  const bad = sources.filter(path =>
    /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|\beval\(|new Function\(/.test(
      codeOf(path),
    ),
  );
  expect(bad).toEqual([]);
});

test('no escape hatch is left in the code', () => {
  const bad = files
    .filter(path => /^(src|test)\/.*\.(ts|tsx)$/.test(path) && !path.startsWith('test/meta/'))
    .filter(path => /@ts-ignore|\bas any\b|\b(test|it|describe)\.only\(|TODO|FIXME/.test(codeOf(path)));
  expect(bad).toEqual([]);
});
