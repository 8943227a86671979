/**
 * The settings on disk, in two copies: the present one, and the last that was read whole. A store that was
 * corrupted falls back to the good copy and says so; what was corrupt is left where it is until the next save.
 */
import type { Problem } from '../engine/report';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../settings';
import type { Area } from './parts';

const PRESENT = 'settings';
const GOOD = 'settings-good';

export interface LoadedSettings {
  settings: Settings;
  /** Null: read as they were, or never saved. */
  problem: Problem | null;
}

/** Never rejects: a store that cannot be read at all gives the defaults and the reason. */
export async function loadSettings(local: Area): Promise<LoadedSettings> {
  try {
    const kept = await local.get([PRESENT, GOOD]);
    const good = parseSettings(kept[GOOD]);
    if (kept[PRESENT] === undefined) {
      if (kept[GOOD] === undefined) return { settings: DEFAULT_SETTINGS, problem: null };
      const settings = good.ok ? good.value : DEFAULT_SETTINGS;
      return { settings, problem: corrupted('', 'they are gone', good.ok) };
    }
    const present = parseSettings(kept[PRESENT]);
    if (!present.ok) {
      const settings = good.ok ? good.value : DEFAULT_SETTINGS;
      return { settings, problem: corrupted(present.path, present.message, good.ok) };
    }
    if (JSON.stringify(kept[GOOD]) !== JSON.stringify(present.value))
      await local.set({ [GOOD]: present.value });
    return { settings: present.value, problem: null };
  } catch (error) {
    return { settings: DEFAULT_SETTINGS, problem: corrupted('', String(error), false) };
  }
}

/** Both copies are written; the second only after the first, so that one of them is always whole. */
export async function saveSettings(local: Area, settings: Settings): Promise<void> {
  await local.set({ [PRESENT]: settings });
  await local.set({ [GOOD]: settings });
}

function corrupted(path: string, message: string, good: boolean): Problem {
  return { code: good ? 'settings-restored' : 'settings-reset', path, message };
}
