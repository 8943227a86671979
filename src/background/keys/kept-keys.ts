/** The vault as it lies on disk: what is readable without the passphrase, and what is not. */
import * as v from 'valibot';
import { venueIds } from '../../venues/ids';

const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z\d+/]*={0,2}$/), v.maxLength(20_000));
const sealed = v.object({ nonce: base64, data: base64 });

const keptKey = v.object({
  /** Of our own making; says nothing of the key. */
  id: v.pipe(v.string(), v.regex(/^[a-z\d]{8,40}$/)),
  venue: v.picklist(venueIds),
  /** The account that it reads, as the venue code calls it, shortened for the eye. */
  label: v.pipe(v.string(), v.maxLength(100)),
  addedAt: v.number(),
  sealed,
});

const vault = v.object({
  version: v.literal(1),
  lock: v.object({
    salt: base64,
    rounds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000)),
    dataKey: sealed,
  }),
  /** Minutes after which an unlocked vault locks itself. */
  lockAfterMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7 * 1440)),
  keys: v.array(keptKey),
});

export type KeptKey = v.InferOutput<typeof keptKey>;
export type KeptVault = v.InferOutput<typeof vault>;

/** Null: there is none. `unreadable` names the first thing that is wrong; what is there is left as it is. */
export function readVault(value: unknown): KeptVault | null | { unreadable: string } {
  if (value === undefined || value === null) return null;
  const result = v.safeParse(vault, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  return { unreadable: `${v.getDotPath(issue) ?? ''}: ${issue.message}`.replace(/^: /, '') };
}

/** What a sealed key opens to. */
const apiKey = v.object({
  key: v.string(),
  secret: v.string(),
  passphrase: v.nullable(v.string()),
});

export function readApiKey(text: string): v.InferOutput<typeof apiKey> | null {
  try {
    const result = v.safeParse(apiKey, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
