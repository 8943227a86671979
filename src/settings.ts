/**
 * What the trader may set: schema, defaults, migrations, and a parser that names what is wrong.
 *
 * One parser serves the store, the options page and an imported file, so none of them can let in a value
 * that the others would refuse.
 */
import * as v from 'valibot';
import { eachVenue, type VenueId } from './venues/ids';

export type Theme = 'auto' | 'light' | 'dark';

/** A warning and a danger that can be switched off. */
export interface Watch {
  on: boolean;
  warn: number;
  danger: number;
}

export interface Settings {
  version: 2;
  /** Parts of the margin that are used, 0…1: 1 is liquidation. */
  usage: { warn: number; danger: number };
  /** Moves of the whole market that liquidate, as parts: 0.15 is 15 %. Nearer is worse. */
  joint: { warn: number; danger: number };
  /** The distance to keep, in standard deviations of a day: what the largest order and the remedies aim at. */
  keepSigmas: number;
  alerts: {
    /** The joint distance in standard deviations of a day. Nearer is worse. */
    sigmas: Watch;
    /** Of liquidation within 24 h, the more likely end of the band, 0…1. */
    probability: Watch;
    /** Effective number of bets of an account with at least two positions. Fewer is worse. */
    bets: Watch;
    /** A position that has had no stop for a minute. */
    withoutStop: boolean;
    /** A stop that would fire only after liquidation. */
    lateStop: boolean;
  };
  /** One row more of the scenario table; null: none. */
  ownScenario: OwnScenario | null;
  notify: boolean;
  /** Minutes before the same thing is said again about the same account. */
  coolDownMinutes: number;
  sites: Record<VenueId, boolean>;
  /** Seconds after which a mark price is too old to be trusted. */
  staleAfterSeconds: Record<VenueId, number>;
  theme: Theme;
}

/** Arithmetic moves by coin (−0.3 is a fall of 30 %); the others follow by beta, or stand still. */
export interface OwnScenario {
  moves: Record<string, number>;
  others: 'beta' | 'still';
}

export const DEFAULT_SETTINGS: Settings = {
  version: 2,
  usage: { warn: 0.5, danger: 0.8 },
  joint: { warn: 0.15, danger: 0.08 },
  keepSigmas: 5,
  // What only repeats the two figures above in other words is off until it is wanted.
  alerts: {
    sigmas: { on: false, warn: 4, danger: 2.5 },
    probability: { on: false, warn: 0.01, danger: 0.05 },
    bets: { on: false, warn: 1.5, danger: 1.1 },
    withoutStop: false,
    lateStop: true,
  },
  ownScenario: null,
  notify: true,
  coolDownMinutes: 10,
  sites: eachVenue(() => true),
  staleAfterSeconds: eachVenue(() => 15),
  theme: 'auto',
};

const part = v.pipe(v.number(), v.finite(), v.gtValue(0), v.ltValue(1));
const seconds = v.pipe(v.number(), v.finite(), v.minValue(3), v.maxValue(600));

const sigmas = v.pipe(v.number(), v.finite(), v.minValue(0.5), v.maxValue(8));
const bets = v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(100));
/** A coin cannot lose more than everything; a rise to eleven times the price is as far as anyone supposes. */
const move = v.pipe(v.number(), v.finite(), v.minValue(-1), v.maxValue(10));
const coin = v.pipe(v.string(), v.regex(/^[\w:.-]{1,24}$/, 'must be the name of a coin'));

/** Danger beyond the warning, in the direction that is worse. */
const higherIsWorse = <T extends { warn: number; danger: number }>(entries: v.GenericSchema<T>) =>
  v.pipe(
    entries,
    v.forward(
      v.check(({ warn, danger }) => warn < danger, 'must be above the warning'),
      ['danger'] as never,
    ),
  );
const lowerIsWorse = <T extends { warn: number; danger: number }>(entries: v.GenericSchema<T>) =>
  v.pipe(
    entries,
    v.forward(
      v.check(({ warn, danger }) => danger < warn, 'must be below the warning'),
      ['danger'] as never,
    ),
  );
const watch = <T extends v.GenericSchema<number>>(value: T) =>
  v.object({ on: v.boolean(), warn: value, danger: value });

const schema = v.object({
  version: v.literal(2),
  usage: higherIsWorse(v.object({ warn: part, danger: part })),
  joint: lowerIsWorse(v.object({ warn: part, danger: part })),
  keepSigmas: sigmas,
  alerts: v.object({
    sigmas: lowerIsWorse(watch(sigmas)),
    probability: higherIsWorse(watch(part)),
    bets: lowerIsWorse(watch(bets)),
    withoutStop: v.boolean(),
    lateStop: v.boolean(),
  }),
  ownScenario: v.nullable(
    v.object({
      moves: v.pipe(
        v.record(coin, move),
        v.check(moves => Object.keys(moves).length <= 20, 'must name 20 coins at most'),
      ),
      others: v.picklist(['beta', 'still']),
    }),
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

/** One step an older version: the step at index k turns version k + 1 into version k + 2. */
export type Migration = (old: Record<string, unknown>) => Record<string, unknown>;
const MIGRATIONS: Migration[] = [
  // 1 → 2: a distance to keep, alerts on what it rests on, a scenario of one's own.
  old => ({
    keepSigmas: DEFAULT_SETTINGS.keepSigmas,
    alerts: DEFAULT_SETTINGS.alerts,
    ownScenario: DEFAULT_SETTINGS.ownScenario,
    ...old,
  }),
];

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
