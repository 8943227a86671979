/** The files of the project as git knows them, tracked or not yet, without what it ignores. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export const files: string[] = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(path => path !== '' && existsSync(join(root, path)))
  .sort();

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Tests, and what stands in for something in tests (fake-page.ts): neither is built in. */
export const isTest = (path: string): boolean => /\.test\.tsx?$|(^|\/)fake-[a-z-]+\.ts$/.test(path);

export const sources: string[] = files.filter(path => /^src\/.*\.tsx?$/.test(path));

/** Source text without comments and without what stands in quotes, so that prose does not count as code. */
export const codeOf = (path: string): string =>
  textOf(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1');
