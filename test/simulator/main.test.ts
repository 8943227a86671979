import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { ask } from './client';

function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/simulator/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)));
  return { child, ended, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

it('says where it is in its first line, serves, and ends cleanly', { timeout: 30_000 }, async () => {
  const { child, ended, lines } = run('--scenario', 'still', '--seed', '3');
  try {
    const { proxy, hosts, accounts } = JSON.parse((await lines.next()).value as string);
    expect(proxy).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(hosts).toContain('api.hyperliquid.xyz');
    expect(hosts).toContain('www.binance.com');
    const body = { type: 'userAbstraction', user: accounts.hyperliquid.unified.address };
    const answer = await ask(proxy, 'https://api.hyperliquid.xyz/info', { body });
    expect(answer.json()).toBe('unifiedAccount');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
});

it('names the scenarios when it is given another', { timeout: 30_000 }, async () => {
  const { child, ended } = run('--scenario', 'doom');
  let text = '';
  child.stderr.on('data', part => {
    text += part;
  });
  expect(await ended).toBe(2);
  expect(text).toContain('crash');
});
