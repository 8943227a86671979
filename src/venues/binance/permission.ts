/**
 * What a key may do, by GET /sapi/v1/account/apiRestrictions, or why the venue turned it away. Source: Binance documents,
 * "Get API Key Permission" and "Error Codes" (spot and USDⓈ-M futures), 2026.
 */
import * as v from 'valibot';
import type { KeyAnswer, KeyVerdict } from '../key-access';
import { time } from './fields';

/** What a key may be allowed without being able to change anything; every other flag, known or not, may not be set. */
const HARMLESS = new Set(['enableReading', 'enableFixReadOnly', 'ipRestrict']);
const TRANSFERS = new Set(['enableInternalTransfer', 'permitsUniversalTransfer']);

const restrictions = v.looseObject({ enableReading: v.boolean(), createTime: v.optional(time) });
const complaint = v.object({ code: v.number(), msg: v.optional(v.string()) });

type Refusal = Exclude<KeyVerdict, { is: 'read-only' }>;
const refused = (code: string, message = ''): Refusal => ({ is: 'refused', code, message });
const unknown = (code: string, message = ''): Refusal => ({ is: 'unknown', code, message });

export function verdict({ status, body }: KeyAnswer): KeyVerdict {
  if (status === 451) return refused('wrong-region');
  if (status === 429 || status === 418) return unknown('rate-limited', said(body));
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    // The gate in front of the venue answers with a web page.
    if (status === 403) return refused('wrong-region');
    return status === 200 || status >= 500 ? unknown('maintenance') : unknown('unreadable', String(status));
  }
  const error = v.safeParse(complaint, json);
  if (error.success && (error.output.code < 0 || status >= 400)) {
    return byCode(error.output.code, status, error.output.msg ?? '');
  }
  if (status >= 500) return unknown('maintenance');
  if (status !== 200) return unknown('refused', String(status));
  const known = v.safeParse(restrictions, json);
  return known.success ? byFlags(known.output) : unknown('unreadable');
}

function byCode(code: number, status: number, message: string): Refusal {
  if (/restricted location/i.test(message)) return refused('wrong-region', message);
  switch (code) {
    // -2015 does not tell a key that is unknown from one that this address may not use.
    case -2008:
    case -2014:
    case -2015:
      return refused('unknown-key', message);
    case -2017:
      return refused('expired', message);
    case -1021:
      return refused('clock', message);
    case -1022:
      return refused('wrong-signature', message);
    case -1003:
    case -1015:
      return unknown('rate-limited', message);
    case -1000:
    case -1001:
    case -1007:
    case -1008:
    case -1016:
      return unknown('maintenance', message);
    default:
      return status >= 500
        ? unknown('maintenance', message)
        : unknown('refused', `${code} ${message}`.trim());
  }
}

function byFlags(flags: v.InferOutput<typeof restrictions>): KeyVerdict {
  // A flag in another form than yes or no is not known to be no.
  const set = Object.entries(flags)
    .filter(([name, value]) => name !== 'createTime' && !HARMLESS.has(name) && mayMean(value))
    .map(([name]) => name);
  if (set.includes('enableWithdrawals')) return refused('may-withdraw', set.join(', '));
  if (set.some(name => TRANSFERS.has(name))) return refused('may-transfer', set.join(', '));
  if (set.length > 0) return refused('may-trade', set.join(', '));
  if (!flags.enableReading) return unknown('refused', 'enableReading is off');
  const { createTime } = flags;
  const day = createTime === undefined ? null : new Date(createTime).toISOString().slice(0, 10);
  return { is: 'read-only', account: String(createTime ?? 'key'), label: day ?? 'Binance' };
}

/** Numbers that are times or levels are no permissions; yes, "true" and 1 are. */
const mayMean = (value: unknown): boolean =>
  typeof value === 'boolean'
    ? value
    : value === 1 || (typeof value === 'string' && /^(true|yes|1)$/i.test(value));

const said = (body: string): string => {
  try {
    const read = v.safeParse(complaint, JSON.parse(body));
    return read.success ? (read.output.msg ?? '') : '';
  } catch {
    return '';
  }
};
