/** What the venue's answer about a key says of it. Source: v5 documents, "Get API Key Information", "Error Codes". */
import * as v from 'valibot';
import type { KeyAnswer, KeyVerdict } from '../key-access';
import { parse } from '../shared/json-text';
import { readAnswer } from './envelope';

const information = v.object({
  readOnly: v.picklist([0, 1]),
  permissions: v.record(v.string(), v.nullable(v.array(v.string()))),
  userID: v.union([v.pipe(v.number(), v.integer()), v.pipe(v.string(), v.regex(/^\d{1,20}$/))]),
  expiredAt: v.optional(v.string()),
  uta: v.optional(v.number()),
});

/** Characters of an answer. */
const LIMIT = 100_000;

const refused = (code: string, message = ''): KeyVerdict => ({ is: 'refused', code, message });
const unknown = (code: string, message = ''): KeyVerdict => ({ is: 'unknown', code, message });

/**
 * A key may be kept when it is read-only and cannot withdraw. Its list of permissions alone does not tell: that of
 * a read-only key names what it may look at.
 */
export function verdict({ status, body }: KeyAnswer): KeyVerdict {
  if (status === 429) return unknown('rate-limited', String(status));
  const parsed = parse(body, LIMIT);
  const answer = 'json' in parsed ? readAnswer(parsed.json) : null;
  if (!answer) {
    // The gate answers 403 to whole regions, and to an address that asks too often.
    if (status === 403) return refused('wrong-region', '403');
    if (status === 401) return refused('unknown-key', '401');
    return status >= 500 || /^\s*</.test(body)
      ? unknown('maintenance', String(status))
      : unknown('unreadable');
  }
  if (answer.code !== 0) return ofCode(answer.code, messageOf(body));
  const result = v.safeParse(information, answer.result);
  if (!result.success) return unknown('unreadable', v.getDotPath(result.issues[0]) ?? '');
  const { readOnly, permissions, userID } = result.output;
  const all = Object.values(permissions).flatMap(list => list ?? []);
  if (all.some(name => /withdraw/i.test(name))) return refused('may-withdraw', 'Withdraw');
  if (readOnly !== 1) {
    const transfers = (permissions.Wallet ?? []).filter(name => /transfer/i.test(name));
    const trades = all.some(name => /order|position|trade/i.test(name));
    return trades || transfers.length === 0
      ? refused('may-trade', 'readOnly 0')
      : refused('may-transfer', transfers.join(', '));
  }
  const account = String(userID);
  return { is: 'read-only', account, label: `UID …${account.slice(-4)}` };
}

function ofCode(code: number, message: string): KeyVerdict {
  const said = `${code} ${message}`.trim();
  switch (code) {
    case 10002:
      return refused('clock', said);
    case 10003:
    case 10005:
    case 10007:
      return refused('unknown-key', said);
    case 10004:
      return refused('wrong-signature', said);
    case 10010:
      return refused('ip-restricted', said);
    case 33004:
      return refused('expired', said);
    case 10009:
    case 10024:
    case 10029:
      return refused('wrong-region', said);
    case 10006:
    case 10018:
    case 10429:
      return unknown('rate-limited', said);
    case 10000:
    case 10016:
    case 10019:
      return unknown('maintenance', said);
    default:
      return unknown('refused', said);
  }
}

/** The venue's own words; not what else its answer may repeat. */
function messageOf(body: string): string {
  const found = /"ret_?[mM]sg"\s*:\s*"([^"\\]{0,120})/.exec(body);
  return found?.[1] ?? '';
}
