/**
 * The same book through published packages of others, in the same run: every liquidation price of so many cross
 * positions again after one mark has changed. They are no dependency of this project: they are installed into a
 * temporary folder when the bench asks for them, and skipped with a sentence when that cannot be done.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assess } from '../../src/engine/assess';
import { livePool } from '../../src/engine/live';
import { accountOf, type PeerPosition, poolOf, positions } from './peer-book';
import { hyperliquidMath } from './peer-hyperliquid-math';
import { mango } from './peer-mango';
import { type BenchRow, medianOf } from './row';

const folder = join(tmpdir(), 'plimsoll-bench-peers');

export type Solve = (marks: number[]) => number[];

/** A package of others, made ready for one book. */
export interface Peer {
  name: string;
  version: string;
  /** The file that is imported, in the installed package. */
  file: string;
  note?: string;
  /** Makes the solver of every position at given marks: what it finds, by position; NaN: none. */
  ready(module: unknown, book: PeerPosition[], cash: number, load: NodeJS.Require): Solve;
  /** How far its prices may be from ours, as a part of the mark: some search to a step of their own. */
  within: number;
}

function install({ name, version, file }: Peer): string {
  const path = join(folder, 'node_modules', name, file);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const words = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', [...words, `${name}@${version}`], { cwd: folder, stdio: 'pipe', timeout: 300_000 });
  return path;
}

/** µs of one of many runs; the slow ones are run a few times only. */
function microseconds(run: (round: number) => void, rounds: number): number {
  run(0);
  const times: number[] = [];
  for (let k = 0; k < rounds; k++) {
    const start = performance.now();
    run(k + 1);
    times.push((performance.now() - start) * 1000);
  }
  return medianOf(times);
}

const shown = (us: number) => (us < 1000 ? `${us.toFixed(1)} µs` : `${(us / 1000).toFixed(1)} ms`);

/** Marks that move by a few hundredths of a percent, another one each time. */
const marksAt = (book: PeerPosition[], round: number) =>
  book.map(({ mark }, k) => (k === round % book.length ? mark * (1 + ((round % 7) - 3) / 1e4) : mark));

export async function benchPeers(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of [5, 50]) {
    const book = positions(count);
    const cash = 1500 * count;
    const live = livePool(poolOf(book, cash))!;
    const below = new Float64Array(count);
    const above = new Float64Array(count);
    const tick = (round: number) => {
      const at = round % count;
      live.setMark(at, book[at]!.mark * (1 + ((round % 7) - 3) / 1e4));
      live.prices(below, above);
    };
    const batch = 500;
    const ours =
      microseconds(round => {
        for (let k = 0; k < batch; k++) tick(round * batch + k);
      }, 41) / batch;
    const what = `all liquidation prices of ${count} positions`;
    const account = accountOf(poolOf(book, cash));
    const exact = microseconds(() => void assess(account), 41);
    rows.push({ name: `${what}, here`, median: shown(ours) });
    rows.push({ name: `${what}, here with the whole report in decimals`, median: shown(exact) });
    for (const peer of [hyperliquidMath, mango]) {
      const name = `${what}, ${peer.name} ${peer.version}`;
      try {
        const module = await import(pathToFileURL(install(peer)).href);
        const solve = peer.ready(module, book, cash, createRequire(`${folder}/`));
        agree(peer, book, cash, solve(marksAt(book, 0)));
        const theirs = microseconds(round => void solve(marksAt(book, round)), count > 5 ? 5 : 15);
        const times = [theirs / ours, theirs / exact].map(each => Math.round(each).toLocaleString('en-US'));
        const note = `${times[0]}×, ${times[1]}× the decimals${peer.note ? `; ${peer.note}` : ''}`;
        rows.push({ name, median: shown(theirs), target: '≥ 50× ours', note });
      } catch (error) {
        const [why] = (error as Error).message.split('\n');
        rows.push({ name, median: '–', note: `skipped: it could not be installed or run (${why})` });
      }
    }
  }
  return rows;
}

/** A ratio of speeds means nothing where the two do not find the same. */
function agree(peer: Peer, book: PeerPosition[], cash: number, theirs: number[]): void {
  const live = livePool(poolOf(book, cash))!;
  const below = new Float64Array(book.length);
  const above = new Float64Array(book.length);
  for (const [k, mark] of marksAt(book, 0).entries()) live.setMark(k, mark);
  live.prices(below, above);
  for (const [k, { size, mark }] of book.entries()) {
    const ours = size > 0 ? below[k]! : above[k]!;
    const found = theirs[k]!;
    if (Number.isNaN(ours) && Number.isNaN(found)) continue;
    if (Math.abs(found - ours) <= peer.within * Math.max(mark, ours)) continue;
    throw new Error(`${peer.name} finds ${found} where we find ${ours}`);
  }
}
