/**
 * What the trader may set: schema, defaults, migrations, and a parser that names what is wrong.
 *
 * One parser serves the store, the options page and an imported file, so none of them can let in a value
 * that the others would refuse.
 */
import * as v from 'valibot';
import { eachVenue, type VenueId } from './venues/ids';

export type Theme = 'auto' | 'light' | 'dark';

export interface Settings {
  version: 1;
  /** Parts of the margin that are used, 0…1: 1 is liquidation. */
  usage: { warn: number; danger: number };
  /** Moves of the whole market that liquidate, as parts: 0.15 is 15 %. Nearer is worse. */
  joint: { warn: number; danger: number };
  notify: boolean;
  /** Minutes before the same thing is said again about the same account. */
  coolDownMinutes: number;
  sites: Record<VenueId, boolean>;
  /** Seconds after which a mark price is too old to be trusted. */
  staleAfterSeconds: Record<VenueId, number>;
  theme: Theme;
}

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  usage: { warn: 0.5, danger: 0.8 },
  joint: { warn: 0.15, danger: 0.08 },
  notify: true,
  coolDownMinutes: 10,
  sites: eachVenue(() => true),
  staleAfterSeconds: eachVenue(() => 15),
  theme: 'auto',
};

const part = v.pipe(v.number(), v.finite(), v.gtValue(0), v.ltValue(1));
const seconds = v.pipe(v.number(), v.finite(), v.minValue(3), v.maxValue(600));

const schema = v.object({
  version: v.literal(1),
  usage: v.pipe(
    v.object({ warn: part, danger: part }),
    v.forward(
      v.check(usage => usage.warn < usage.danger, 'must be above the warning'),
      ['danger'],
    ),
  ),
  joint: v.pipe(
    v.object({ warn: part, danger: part }),
    v.forward(
      v.check(joint => joint.danger < joint.warn, 'must be below the warning'),
      ['danger'],
    ),
  ),
  notify: v.boolean(),
  coolDownMinutes: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1440)),
  // A venue that joined after the settings were saved has its defaults.
  sites: v.object(eachVenue(id => v.optional(v.boolean(), DEFAULT_SETTINGS.sites[id]))),
  staleAfterSeconds: v.object(eachVenue(id => v.optional(seconds, DEFAULT_SETTINGS.staleAfterSeconds[id]))),
  theme: v.picklist(['auto', 'light', 'dark']),
});

export type ParsedSettings = { ok: true; value: Settings } | { ok: false; path: string; message: string };

/**
 * Reads settings of any version. Never throws: the first thing that is wrong is named by its path
 * ("usage.danger") and by what was expected there. Unknown keys are dropped, missing ones are an error:
 * a half-written store must not pass for a whole one.
 */
export function parseSettings(value: unknown): ParsedSettings {
  const result = v.safeParse(schema, migrateSettings(value));
  if (result.success) return { ok: true, value: result.output };
  const issue = result.issues[0];
  return { ok: false, path: v.getDotPath(issue) ?? '', message: issue.message };
}

/** One step an older version: the step at index k turns version k + 1 into version k + 2. None so far. */
export type Migration = (old: Record<string, unknown>) => Record<string, unknown>;
const MIGRATIONS: Migration[] = [];

/**
 * Brings settings of an older version to the present shape, step by step; anything else (a newer version
 * too, after a downgrade) is handed on as it is, for the parser to refuse.
 */
export function migrateSettings(value: unknown, migrations: Migration[] = MIGRATIONS): unknown {
  if (!isRecord(value)) return value;
  const { version } = value;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return value;
  return migrations
    .slice(version - 1)
    .reduce<Record<string, unknown>>(
      (settings, migrate, step) => ({ ...migrate(settings), version: version + step + 1 }),
      value,
    );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
