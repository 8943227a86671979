import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../settings';
import { fakeArea } from './fake-parts';
import { loadSettings, saveSettings } from './settings-store';

const mine: Settings = { ...DEFAULT_SETTINGS, usage: { warn: 0.3, danger: 0.6 } };

it('starts with the defaults and says nothing', async () => {
  expect(await loadSettings(fakeArea())).toEqual({ settings: DEFAULT_SETTINGS, problem: null });
});

it('reads back what was saved', async () => {
  const area = fakeArea();
  await saveSettings(area, mine);
  expect(await loadSettings(area)).toEqual({ settings: mine, problem: null });
});

it.each([
  ['truncated', { ...mine, usage: undefined }, 'usage'],
  ['of a wrong type', { ...mine, notify: 'yes' }, 'notify'],
  ['not an object', 'garbage', ''],
  ['from a newer version', { ...mine, version: 99 }, 'version'],
])(
  'falls back to the good copy when the present one is %s, and names the place',
  async (_what, bad, path) => {
    const area = fakeArea();
    await saveSettings(area, mine);
    area.data.settings = bad;
    const loaded = await loadSettings(area);
    expect(loaded.settings).toEqual(mine);
    expect(loaded.problem).toMatchObject({ code: 'settings-restored', path });
  },
);

it('falls back to the good copy when the present one is gone', async () => {
  const area = fakeArea();
  await saveSettings(area, mine);
  delete area.data.settings;
  expect(await loadSettings(area)).toMatchObject({ settings: mine, problem: { code: 'settings-restored' } });
});

it('falls back to the defaults when both are bad, and when the store cannot be read', async () => {
  const both = fakeArea({ settings: 1, 'settings-good': 2 });
  expect(await loadSettings(both)).toMatchObject({
    settings: DEFAULT_SETTINGS,
    problem: { code: 'settings-reset' },
  });
  const broken = fakeArea();
  broken.get = async () => {
    throw new Error('disk');
  };
  expect(await loadSettings(broken)).toMatchObject({
    settings: DEFAULT_SETTINGS,
    problem: { code: 'settings-reset', message: 'Error: disk' },
  });
});

it('makes a good copy of settings that were only saved once', async () => {
  const area = fakeArea({ settings: mine });
  await loadSettings(area);
  area.data.settings = null;
  expect((await loadSettings(area)).settings).toEqual(mine);
});
