/** `npm run package`: one zip for each store from the built folders, with their digests. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../manifest.json' with { type: 'json' };
import { zipFolder } from './zip';

const dist = join(import.meta.dirname, '../../dist');

for (const target of ['chrome', 'firefox']) {
  const bytes = zipFolder(join(dist, target));
  const name = `plimsoll-${manifest.version}-${target}.zip`;
  writeFileSync(join(dist, name), bytes);
  process.stdout.write(`${createHash('sha256').update(bytes).digest('hex')}  dist/${name}\n`);
}
