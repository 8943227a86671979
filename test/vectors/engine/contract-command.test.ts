/** The account's contract at the command line: exit codes, the line on standard error, and what arrays give. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { account, pool, position } from './contract-account';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NPM = ['npm', 'run', '--silent', 'assess', '--'];
/** What that runs, without npm's own start. */
const PLAIN = [join(process.cwd(), 'node_modules/.bin/tsx'), 'src/cli/assess.ts'];

function run(words: string[], input = '', [command, ...first] = PLAIN) {
  const options = { input, encoding: 'utf8', maxBuffer: 1e9 } as const;
  const { status, stdout, stderr } = spawnSync(command!, [...first, ...words], options);
  return { status, stdout, stderr };
}

const good = account([pool()]);
const sized = (size: unknown) => ({ ...good, pools: [{ ...pool(), positions: [{ ...position(), size }] }] });
const text = (value: unknown) => JSON.stringify(value);
const DEEP = 100_000;
const deep = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;

describe('npm run assess', { timeout: 60_000 }, () => {
  it('gives one report of one account, by file and by standard input', () => {
    const path = join(folder, 'account.json');
    writeFileSync(path, `\uFEFF${text(good)}`);
    const byFile = run([path], '', NPM);
    expect([byFile.status, byFile.stderr]).toEqual([0, '']);
    const report = JSON.parse(byFile.stdout);
    expect([report.format, report.venue, report.account, report.asOf]).toEqual([
      'plimsoll.report/1',
      'paper',
      'main',
      1764000000000,
    ]);
    // 500 + 10·(p − 100) = 0.1·p at 500/9.9, to at least 15 digits and without an exponent
    expect(report.pools[0].positions[0].liquidation.below).toMatch(/^50\.50505050505050\d*$/);
    expect(run(['-'], text(good))).toEqual(byFile);
  });

  it('takes 40 digits and prints small numbers without an exponent', () => {
    const forty = `0.${'0'.repeat(38)}1`;
    const { status, stdout } = run(['-'], text(sized(forty)));
    expect(status).toBe(0);
    // 1e-39 · 100
    expect(JSON.parse(stdout).pools[0].positions[0].value).toBe(`0.${'0'.repeat(36)}1`);
    expect(stdout).not.toMatch(/\de-?\d/);
  });

  it('refuses what is no decimal string of at most 40 digits, naming its path', () => {
    const wrong = ['NaN', 'Infinity', '', '1e3', 10, '1'.repeat(41), '+1', '.5', '5.', ' 1', true, []];
    const elements = JSON.parse(run(['-'], text(wrong.map(sized))).stdout);
    expect(elements).toHaveLength(wrong.length);
    for (const [k, { format, index, path, message }] of elements.entries()) {
      expect([format, index, path]).toEqual(['plimsoll.error/1', k, '$.pools[0].positions[0].size']);
      expect(message).toMatch(/^expected a decimal string/);
    }
    const { status, stdout, stderr } = run(['-'], text(sized('1e3')));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^\$\.pools\[0\]\.positions\[0\]\.size: expected a decimal string[^\n]*\n$/);
  });

  it.each([
    ['no JSON', 'account', '$: '],
    ['nothing', '', '$: '],
    ['NaN outside a text', text(sized('7')).replace('"7"', 'NaN'), '$: '],
    ['a nesting deeper than the stack', deep.replace('[', '{"a":[').replace(/\]$/, ']}'), '$.format: '],
    [
      'such a nesting in the place of an amount',
      text(sized('@')).replace('"@"', deep),
      '$.pools[0].positions[0].size: ',
    ],
    [
      'a draft of what is not held',
      text({ ...good, draft: { pool: 'p', symbol: 'B', side: 'buy' } }),
      '$.draft.symbol: ',
    ],
  ])('refuses %s in one line', (_, input, start) => {
    const { status, stdout, stderr } = run(['-'], input);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.startsWith(start)).toBe(true);
    expect(stderr.indexOf('\n')).toBe(stderr.length - 1);
  });

  it('gives an error element in the place of a bad element, and assesses all others', () => {
    const { status, stdout, stderr } = run(['-'], text([good, sized('x'), null, good]));
    expect([status, stderr]).toEqual([0, '']);
    const [first, bad, none, last] = JSON.parse(stdout);
    expect(bad).toMatchObject({ format: 'plimsoll.error/1', index: 1, path: '$.pools[0].positions[0].size' });
    expect(none).toMatchObject({ format: 'plimsoll.error/1', index: 2, path: '$' });
    expect(Object.keys(bad).sort()).toEqual(['format', 'index', 'message', 'path']);
    expect(last).toEqual(first);
  });

  it('keeps the order of many elements', () => {
    const many = Array.from({ length: 3000 }, (_, k) => (k % 3 === 0 ? k : { ...good, account: `a${k}` }));
    const reports = JSON.parse(run(['-'], text(many)).stdout);
    expect(reports).toHaveLength(3000);
    expect(
      reports.every((made: { index?: number; account?: string }, k: number) =>
        k % 3 === 0 ? made.index === k : made.account === `a${k}`,
      ),
    ).toBe(true);
  });

  it('adds the risk part by returns', () => {
    const returns = join(folder, 'returns.json');
    // Equal and opposite returns: a volatility of 0.01 an interval
    const rows = Array.from({ length: 200 }, (_, k) => [k % 2 === 0 ? 0.01 : -0.01]);
    writeFileSync(
      returns,
      text({ format: 'plimsoll.returns/1', interval: '1h', factors: ['A'], returns: rows }),
    );
    const { status, stdout } = run(['-', '--returns', returns], text([good]));
    expect(status).toBe(0);
    const [{ risk }] = JSON.parse(stdout);
    expect(risk.factors[0]).toMatchObject({ factor: 'A' });
    expect(risk.observations).toBe(200);
    // 500 + 1000·x = 0.01·1000·(1 + x) at x = −490/990
    expect(risk.pools[0].joint.down).toBeCloseTo(-490 / 990, 9);
  });

  it('gives an array of reports of a recording', () => {
    const recording = { format: 'plimsoll.recording/1', venue: 'hyperliquid', messages: [] };
    expect(JSON.parse(run(['-'], text(recording)).stdout)).toEqual([]);
    const bad = run(['-'], text({ ...recording, messages: {} }));
    expect([bad.status, bad.stderr]).toEqual([2, '$.messages: expected an array, found {}\n']);
  });
});
