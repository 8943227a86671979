/**
 * Whether a key can do nothing but read, by the scope that `public/auth` grants it: words as `trade:read`,
 * `wallet:read_write`, `account:none` and a few without a right. Source: docs.deribit.com, "Access Scope".
 */
import * as v from 'valibot';
import type { KeyAnswer, KeyVerdict } from '../key-access';
import { parse } from './exact-json';

const LIMIT = 65_536;

const answer = v.object({
  result: v.optional(v.object({ scope: v.string() })),
  error: v.optional(
    v.object({
      code: v.union([v.string(), v.number()]),
      message: v.optional(v.string(), ''),
      data: v.optional(v.object({ reason: v.optional(v.string(), '') })),
    }),
  ),
});

/** What is lost if somebody else gets hold of it, worst first. */
const REFUSED: [RegExp, string, string][] = [
  [/^(?:wallet|custody):/, 'may-withdraw', 'it may move funds'],
  [/^account:/, 'may-transfer', 'it may change the account, make keys and move funds between subaccounts'],
  [/./, 'may-trade', 'it may trade'],
];
/** Words that give no right of their own: what a token is bound to, and the name of its key. */
const HARMLESS = /^(?:mainaccount|connection|(?:session|name|expires|ip):.*)$/;
const READS = /:(?:read|none)$/;
/** Without these the account cannot be read. */
const NEEDED = ['account', 'trade'];

export function verdict({ status, body }: KeyAnswer): KeyVerdict {
  const unknown = (code: string, message: string): KeyVerdict => ({ is: 'unknown', code, message });
  const parsed = parse(body, LIMIT);
  const read = 'json' in parsed ? v.safeParse(answer, parsed.json) : null;
  if (!read?.success) {
    if (status === 429) return unknown('rate-limited', String(status));
    if (status === 403 || status === 451)
      return { is: 'refused', code: 'wrong-region', message: String(status) };
    return status >= 500 ? unknown('maintenance', String(status)) : unknown('unreadable', String(status));
  }
  const { result, error } = read.output;
  if (error) return ofError(String(error.code), `${error.message} ${error.data?.reason ?? ''}`.trim());
  if (status === 429) return unknown('rate-limited', String(status));
  if (!result) return unknown('unreadable', String(status));
  return ofScope(result.scope);
}

function ofScope(scope: string): KeyVerdict {
  const words = scope.split(/\s+/).filter(word => word !== '');
  const rights = words.filter(word => !HARMLESS.test(word));
  // A word that is not understood is taken for a right to more than reading.
  const more = rights.filter(word => !READS.test(word));
  for (const [pattern, code, what] of REFUSED) {
    const found = more.find(word => pattern.test(word));
    if (found) return { is: 'refused', code, message: `${found}: ${what}` };
  }
  const missing = NEEDED.filter(each => !words.includes(`${each}:read`));
  if (missing.length > 0) {
    const message = `missing ${missing.map(each => `${each}:read`).join(', ')}`;
    return { is: 'unknown', code: 'refused', message };
  }
  const main = words.includes('mainaccount');
  return {
    is: 'read-only',
    account: main ? 'main' : 'subaccount',
    label: main ? 'main account' : 'subaccount',
  };
}

/**
 * Codes: docs.deribit.com, "Error Codes". [?] The reasons beside 13004 are not listed there: a signature and a
 * time are told from an unknown key by their words.
 */
function ofError(code: string, message: string): KeyVerdict {
  const refused = (why: string): KeyVerdict => ({ is: 'refused', code: why, message: `${code} ${message}` });
  const unknown = (why: string): KeyVerdict => ({ is: 'unknown', code: why, message: `${code} ${message}` });
  switch (code) {
    // invalid_credentials; unauthorized, or a token that is no longer valid.
    case '13004':
    case '13009':
    case '10000':
      if (/timestamp|too_?old|in_?the_?future|clock/i.test(message)) return refused('clock');
      if (/signature/i.test(message)) return refused('wrong-signature');
      if (/\bip\b|ip_|whitelist/i.test(message)) return refused('ip-restricted');
      return refused(/expire/i.test(message) ? 'expired' : 'unknown-key');
    // forbidden
    case '13021':
      return refused(/\bip\b|ip_|whitelist/i.test(message) ? 'ip-restricted' : 'wrong-region');
    // too_many_requests, too_many_concurrent_requests
    case '10028':
    case '10066':
      return unknown('rate-limited');
    // system_maintenance, temporarily_unavailable, settlement_in_progress
    case '11051':
    case '13028':
    case '10041':
      return unknown('maintenance');
    default:
      return unknown('refused');
  }
}
