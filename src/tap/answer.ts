import type { Traffic } from '../messages';
import { TEXT_LIMIT } from './limits';
import { now, slice } from './natives';

export type See = (item: Traffic) => void;

/** What was asked. The body only when it was a string. */
export interface Asked {
  url: string;
  method: string;
  request?: string;
}

/** An answer that says how long it is, and that this is too long, is not copied; one without a status is none. */
export const isWanted = (status: number, announced: string | null): boolean =>
  status > 0 && !(+(announced ?? 0) > 512 * 1024);

export function seeAnswer(see: See, { url, method, request }: Asked, status: number, body: string) {
  see({
    at: now(),
    via: 'fetch',
    url,
    direction: 'in',
    method,
    request,
    body: slice(body, 0, TEXT_LIMIT),
    status,
  });
}
