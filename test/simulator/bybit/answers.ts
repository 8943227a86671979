/** The envelope of v5, and the venue's refusals. Source: v5 documents, "Error Codes", 2026-07-24. */
export interface Answer {
  status: number;
  retCode: number;
  retMsg: string;
  result: unknown;
}

export const ok = (result: unknown): Answer => ({ status: 200, retCode: 0, retMsg: 'OK', result });
export const refuse = (retCode: number, retMsg: string, status = 200): Answer => ({
  status,
  retCode,
  retMsg,
  result: {},
});

export const envelopeOf = ({ retCode, retMsg, result }: Answer, time: number) => ({
  retCode,
  retMsg,
  result,
  retExtInfo: {},
  time,
});
/** Of the page's own calls. */
export const olderEnvelopeOf = ({ retCode, retMsg, result }: Answer, time: number) => ({
  ret_code: retCode,
  ret_msg: retMsg,
  result,
  ext_code: '',
  ext_info: null,
  time_now: (time / 1000).toFixed(6),
});

/** A page of a list, by a cursor that holds the place; like the venue's it is percent-encoded in the answer. */
export function pageOf<T>(
  rows: T[],
  query: URLSearchParams,
  usual: number,
  most: number,
): { list: T[]; nextPageCursor: string } | null {
  const asked = query.get('limit');
  const limit = asked === null || asked === '' ? usual : Number(asked);
  if (!Number.isInteger(limit) || limit < 1) return null;
  const place = /^page_args=(\d+)&$/.exec(decodeURIComponent(query.get('cursor') ?? ''))?.[1];
  const from = Number(place ?? 0);
  const list = rows.slice(from, from + Math.min(limit, most));
  const end = from + list.length;
  return { list, nextPageCursor: list.length > 0 ? encodeURIComponent(`page_args=${end}&`) : '' };
}
