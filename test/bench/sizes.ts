/** Built sizes, each file named. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BenchRow } from './row';

const built = join(import.meta.dirname, '../../dist/chrome');

const targets: Record<string, string> = {
  'src/tap/tap.iife.js': '≤ 4 kB minified',
  'src/overlay/overlay.iife.js': '≤ 30 kB gzipped',
};

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

export const benchSizes = (): BenchRow[] =>
  readdirSync(built, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.js'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => {
      const bytes = readFileSync(path);
      const name = path.slice(built.length + 1);
      return {
        name: `size of ${name}`,
        median: `${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes, { level: 9 }).length)} gzipped`,
        target: targets[name],
      };
    });
