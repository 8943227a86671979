/**
 * `npm run bench`: every speed, size and memory target with the figure beside it. Prints, never fails.
 * `-- --only engine,sizes` runs some parts; `-- --minutes 10` sets how long the memory part watches.
 */
import { parseArgs } from 'node:util';
import { benchEngine } from './engine';
import { benchLatency } from './latency';
import { benchMemory } from './memory';
import { benchMessages } from './messages';
import { benchPageLoad } from './page-load';
import { benchPeers } from './peers';
import { benchRisk } from './risk';
import type { BenchRow } from './row';
import { benchSizes } from './sizes';

const { values } = parseArgs({
  options: { only: { type: 'string' }, minutes: { type: 'string', default: '10' } },
});

const parts: Record<string, () => Promise<BenchRow[]> | BenchRow[]> = {
  sizes: benchSizes,
  engine: benchEngine,
  peers: benchPeers,
  risk: benchRisk,
  messages: benchMessages,
  latency: benchLatency,
  load: benchPageLoad,
  memory: () => benchMemory(Number.parseFloat(values.minutes)),
};

const wanted = values.only?.split(',') ?? Object.keys(parts);

for (const name of wanted) {
  const part = parts[name];
  if (part === undefined) throw new Error(`--only takes ${Object.keys(parts).join(', ')}, not "${name}"`);
  process.stdout.write(`\n${name}\n`);
  for (const row of await part()) {
    const target = row.target === undefined ? '' : `   (target ${row.target})`;
    const note = row.note === undefined ? '' : `   ${row.note}`;
    process.stdout.write(`  ${row.name.padEnd(58)} ${row.median}${target}${note}\n`);
  }
}
