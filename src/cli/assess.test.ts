import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assess } from '../engine/assess';
import { parseAccount } from '../engine/parse-account';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-assess-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command itself, as `npm run assess` does. */
function run(words: string[], input = '') {
  const command = join(process.cwd(), 'node_modules/.bin/tsx');
  const { status, stdout, stderr } = spawnSync(command, ['src/cli/assess.ts', ...words], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

const account = {
  format: 'plimsoll.account/1',
  venue: 'binance',
  account: 'main',
  asOf: 1764000000000,
  pools: [
    {
      id: 'usdm:USDT',
      kind: 'cross',
      unit: 'USDT',
      collateral: [{ asset: 'USDT', amount: '20000', price: '1', follows: null }],
      positions: [
        {
          symbol: 'BTCUSDT',
          factor: 'BTC',
          size: '3',
          contract: { type: 'linear', multiplier: '1' },
          entryPrice: '60000',
          markPrice: '60000',
          maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.004' }] },
        },
      ],
      orders: [],
      rules: {
        liquidatedWhen: 'at-or-below',
        threshold: '1',
        ratio: 'maintenance/equity',
        printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
      },
    },
  ],
};

describe('assess', () => {
  it('gives the report of one account', () => {
    const { status, stdout, stderr } = run([file('account.json', account)]);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(assess(parseAccount(account)))));
  });

  it('reads standard input, and gives error elements in the place of bad ones', () => {
    const bad = { ...account, pools: [{ ...account.pools[0], unit: 5 }] };
    const { status, stdout } = run(['-'], JSON.stringify([account, bad, 7, account]));
    expect(status).toBe(0);
    const reports = JSON.parse(stdout);
    expect(reports.map(({ format }: { format: string }) => format)).toEqual([
      'plimsoll.report/1',
      'plimsoll.error/1',
      'plimsoll.error/1',
      'plimsoll.report/1',
    ]);
    expect(reports[1]).toEqual({
      format: 'plimsoll.error/1',
      index: 1,
      path: '$.pools[0].unit',
      message: 'expected the asset in which the pool is counted, found 5',
    });
    expect(reports[3]).toEqual(reports[0]);
    expect(JSON.parse(run(['-'], '[]').stdout)).toEqual([]);
  });

  it('adds the risk part by a covariance', () => {
    const returns = file('covariance.json', {
      format: 'plimsoll.covariance/1',
      interval: '1h',
      factors: ['BTC'],
      matrix: [[0.0001]],
    });
    const { status, stdout } = run([file('account.json', account), '--returns', returns]);
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.risk.factors[0].factor).toBe('BTC');
    expect(report.pools).toHaveLength(1);
  });

  it('replays a recording into an array of reports', () => {
    const recording = {
      format: 'plimsoll.recording/1',
      venue: 'hyperliquid',
      page: 'https://app.hyperliquid.xyz/trade/BTC',
      messages: [],
    };
    const { status, stdout } = run(['-'], JSON.stringify(recording));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  it.each([
    ['{', '$'],
    ['7', '$'],
    ['{"format":"plimsoll.account/9"}', '$.format'],
    [JSON.stringify({ ...account, pools: [{ ...account.pools[0], kind: 'x' }] }), '$.pools[0].kind'],
    ['{"format":"plimsoll.recording/1","venue":"mtgox","messages":[]}', '$.venue'],
    ['{"format":"plimsoll.recording/1","venue":"hyperliquid","messages":[{"at":"now"}]}', '$.messages[0].at'],
  ])('refuses %s in one line that names the path', (input, path) => {
    const { status, stdout, stderr } = run(['-'], input);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr.startsWith(`${path}: expected `)).toBe(true);
  });

  it('refuses bad returns, missing files and unknown words', () => {
    const good = file('account.json', account);
    for (const words of [
      [good, '--returns', file('bad.json', {})],
      ['nowhere.json'],
      [],
      [good, good],
      ['--help', good],
    ]) {
      const { status, stdout, stderr } = run(words);
      expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    }
  });
});
