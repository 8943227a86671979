import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, migrateSettings, parseSettings } from './settings';

describe('settings', () => {
  it('takes its own defaults, also after a round trip through JSON', () => {
    expect(parseSettings(JSON.parse(JSON.stringify(DEFAULT_SETTINGS)))).toEqual({
      ok: true,
      value: DEFAULT_SETTINGS,
    });
  });

  it.each([
    ['usage.danger', { usage: { warn: 0.8, danger: 0.5 } }],
    ['joint.danger', { joint: { warn: 0.08, danger: 0.15 } }],
    ['usage.warn', { usage: { warn: '0.5', danger: 0.8 } }],
    ['joint.warn', { joint: { warn: Number.NaN, danger: 0.08 } }],
    ['coolDownMinutes', { coolDownMinutes: -1 }],
    ['sites.binance', { sites: { hyperliquid: true, binance: 1 } }],
    [
      'staleAfterSeconds.binance',
      { staleAfterSeconds: { hyperliquid: 15, binance: Number.POSITIVE_INFINITY } },
    ],
    ['theme', { theme: 'pink' }],
    ['version', { version: 3 }],
    ['keepSigmas', { keepSigmas: 0 }],
    [
      'alerts.sigmas.danger',
      { alerts: { ...DEFAULT_SETTINGS.alerts, sigmas: { on: true, warn: 2, danger: 3 } } },
    ],
    [
      'alerts.probability.danger',
      { alerts: { ...DEFAULT_SETTINGS.alerts, probability: { on: true, warn: 0.05, danger: 0.01 } } },
    ],
    [
      'alerts.bets.warn',
      { alerts: { ...DEFAULT_SETTINGS.alerts, bets: { on: true, warn: 0.5, danger: 0.4 } } },
    ],
    ['ownScenario.moves.BTC', { ownScenario: { moves: { BTC: -1.5 }, others: 'beta' } }],
    ['ownScenario.others', { ownScenario: { moves: {}, others: 'all' } }],
  ])('names %s when it is wrong', (path, change) => {
    const parsed = parseSettings({ ...DEFAULT_SETTINGS, ...change });
    expect(parsed).toMatchObject({ ok: false, path });
  });

  it('walks from an older version to the newest one step at a time, and leaves a newer one alone', () => {
    const steps = [
      (old: Record<string, unknown>) => ({ ...old, trail: `${old.trail}b` }),
      (old: Record<string, unknown>) => ({ ...old, trail: `${old.trail}c` }),
    ];
    expect(migrateSettings({ version: 1, trail: 'a' }, steps)).toEqual({ version: 3, trail: 'abc' });
    expect(migrateSettings({ version: 2, trail: 'a' }, steps)).toEqual({ version: 3, trail: 'ac' });
    expect(migrateSettings({ version: 7, trail: 'a' }, steps)).toEqual({ version: 7, trail: 'a' });
    expect(migrateSettings({ version: '1' }, steps)).toEqual({ version: '1' });
  });

  it('brings what the first version kept over, and adds what came since', () => {
    const first = {
      version: 1,
      usage: { warn: 0.3, danger: 0.6 },
      joint: { warn: 0.2, danger: 0.1 },
      notify: false,
      coolDownMinutes: 33,
      sites: { hyperliquid: false, binance: true },
      staleAfterSeconds: { hyperliquid: 20, binance: 15 },
      theme: 'dark',
    };
    const parsed = parseSettings(first);
    expect(parsed).toEqual({
      ok: true,
      value: {
        ...DEFAULT_SETTINGS,
        ...first,
        version: 2,
        sites: { ...DEFAULT_SETTINGS.sites, hyperliquid: false },
        staleAfterSeconds: { ...DEFAULT_SETTINGS.staleAfterSeconds, hyperliquid: 20 },
      },
    });
  });

  it('gives a venue that joined since they were saved its defaults', () => {
    const parsed = parseSettings({ ...DEFAULT_SETTINGS, sites: { hyperliquid: false } });
    expect(parsed).toEqual({
      ok: true,
      value: { ...DEFAULT_SETTINGS, sites: { ...DEFAULT_SETTINGS.sites, hyperliquid: false } },
    });
  });

  it('drops keys that it does not know', () => {
    const parsed = parseSettings({ ...DEFAULT_SETTINGS, apiKey: 'x' });
    expect(parsed).toEqual({ ok: true, value: DEFAULT_SETTINGS });
  });

  it('never throws, and never passes what does not parse again to the same', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        const parsed = parseSettings(value);
        if (parsed.ok) expect(parseSettings(parsed.value)).toEqual(parsed);
      }),
    );
  });
});
