import type { Traffic } from '../messages';

/** UTF-16 units in one message to the background; a larger single text travels alone. */
export const BATCH_LIMIT = 512 * 1024;
export const TEXT_LIMIT = 1024 * 1024;
const URL_LIMIT = 4096;
/** A page that says more than this is not an exchange at work. */
const ITEMS = { burst: 4000, perSecond: 1000 };
const UNITS = { burst: 16 * TEXT_LIMIT, perSecond: 2 * TEXT_LIMIT };

interface Parts {
  /** Milliseconds since the epoch. */
  now(): number;
  /** URL of the page: relative ones are resolved against it. */
  base(): string;
  send(traffic: Traffic[]): void;
}

/**
 * Passes on what the tap copied. All of it is under the page's control: shape, length and rate are checked,
 * every item is copied field by field, and nothing is parsed. Never throws.
 */
export function relay({ now, base, send }: Parts): (data: unknown) => void {
  const items = bucket(ITEMS, now);
  const units = bucket(UNITS, now);
  return data => {
    if (!Array.isArray(data)) return;
    let batch: Traffic[] = [];
    let size = 0;
    const leave = () => {
      if (batch.length) send(batch);
      batch = [];
      size = 0;
    };
    for (const value of data.slice(0, ITEMS.burst)) {
      const item = traffic(value, now(), base());
      if (!item) continue;
      const length = (item.body?.length ?? 0) + (item.request?.length ?? 0) + item.url.length;
      if (!items(1) || !units(length)) break;
      if (size + length > BATCH_LIMIT) leave();
      batch.push(item);
      size += length;
    }
    leave();
  };
}

/** A token bucket: true while there is enough in it. */
function bucket(limit: { burst: number; perSecond: number }, now: () => number): (amount: number) => boolean {
  let level = limit.burst;
  let at = now();
  return amount => {
    const time = now();
    level = Math.min(limit.burst, level + (Math.max(0, time - at) / 1000) * limit.perSecond);
    at = time;
    if (level < amount) return false;
    level -= amount;
    return true;
  };
}

function traffic(value: unknown, now: number, base: string): Traffic | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = value as Record<string, unknown>;
  const { at, via, direction, status } = given;
  if (typeof at !== 'number' || !Number.isFinite(at)) return null;
  if (via !== 'fetch' && via !== 'websocket') return null;
  if (direction !== 'in' && direction !== 'out') return null;
  if (typeof given.url !== 'string' || given.url.length > URL_LIMIT) return null;
  const url = absolute(given.url, base);
  if (!url) return null;
  // A page cannot make its word fresher than now.
  const item: Traffic = { at: Math.min(at, now), via, url, direction };
  if (typeof given.method === 'string') item.method = given.method.slice(0, 16);
  if (typeof given.request === 'string') item.request = given.request.slice(0, TEXT_LIMIT);
  if (typeof given.body === 'string') item.body = given.body.slice(0, TEXT_LIMIT);
  if (typeof status === 'number' && Number.isInteger(status)) item.status = status;
  return item;
}

function absolute(url: string, base: string): string | null {
  try {
    return new URL(url, base).href;
  } catch {
    return null;
  }
}
