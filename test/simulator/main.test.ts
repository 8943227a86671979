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

it('ends with the npm that started it', { timeout: 40_000 }, async () => {
  const npm = spawn('npm', ['run', '--silent', 'simulator', '--', '--scenario', 'still'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const first = await createInterface({ input: npm.stdout })[Symbol.asyncIterator]().next();
  const { proxy } = JSON.parse(first.value as string);
  const asks = () =>
    ask(proxy, 'https://app.hyperliquid.xyz/').then(
      ({ status }) => status,
      () => null,
    );
  expect(await asks()).toBe(302);
  npm.kill('SIGTERM');
  await expect.poll(asks, { timeout: 5000 }).toBeNull();
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
