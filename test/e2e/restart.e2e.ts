/** The browser is closed and started again: what the trader has set goes on by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSimulator } from '../simulator';
import { changeSettings } from './ask-background';
import { type BrowserName, launch } from './browser';
import { expectDistance, nearer } from './figures';
import { eventually } from './poll';
import { openPopup, readPopup, watchAddress } from './popup';
import { poolTruth } from './stage';

describe.each<BrowserName>(['chromium', 'firefox'])('a restart of %s', name => {
  test('an address is watched again, and settings hold, before any page is opened', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'plimsoll-restart-'));
    const simulator = await startSimulator({ scenario: 'still', seed: 7 });
    const start = () => launch({ name, proxy: simulator.proxy, profile });
    try {
      const address = simulator.accounts.hyperliquid?.unified?.address ?? '';
      const first = await start();
      try {
        await changeSettings(first, settings => ({ ...settings, coolDownMinutes: 7 }));
        const popup = await openPopup(first);
        await watchAddress(popup, address);
        await eventually(
          () => readPopup(popup),
          ({ accounts: [account] }) => /%/.test(account?.figures['all together'] ?? ''),
          { what: 'the figures of the address' },
        );
      } finally {
        await first.close();
      }

      simulator.control.setMark('BTC', 60_000);
      const second = await start();
      try {
        await changeSettings(second, settings => {
          expect(settings.coolDownMinutes).toBe(7);
          return settings;
        });
        const popup = await openPopup(second);
        const pool = poolTruth(simulator, 'hyperliquid', 'unified', 'BTC');
        await eventually(
          () => readPopup(popup),
          ({ accounts: [account] }) => {
            try {
              expectDistance(account?.figures['all together'] ?? '', nearer(pool.joint));
              return true;
            } catch {
              return false;
            }
          },
          { within: 45_000, what: 'figures at the new mark price' },
        );
        const { accounts } = await readPopup(popup);
        expect(accounts[0]?.watched).toBe(true);
      } finally {
        await second.close();
      }
    } finally {
      await simulator.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });
});
