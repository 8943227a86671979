/** Who sends a signed request: base64 of HMAC-SHA256 over time, method, path with query and body. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, bad } from './answers';
import type { Floor } from './floor';
import type { Caller } from './private-api';
import type { Key } from './traders';

/** How far a request's time may be from the exchange's, ms. */
const WINDOW = 30_000;

export const macOf = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export function keyNamed(floor: Floor, name: string): { key: Key; caller: Caller } | null {
  for (const desk of floor.desks.values()) {
    const key = desk.keys.find(one => one.key === name);
    if (key) return { key, caller: { desk, perm: key.perm, ip: key.ip } };
  }
  return null;
}

export function callerOf(req: IncomingMessage, path: string, body: string, floor: Floor): Caller | Answer {
  const header = (name: string) => String(req.headers[name] ?? '');
  const refuse = (code: string, msg: string) => bad(401, code, msg);
  const [name, sign, time, passphrase] = ['key', 'sign', 'timestamp', 'passphrase'].map(part =>
    header(`ok-access-${part}`),
  );
  if (!name) return refuse('50103', 'Request header "OK-ACCESS-KEY" cannot be empty.');
  if (!passphrase) return refuse('50104', 'Request header "OK-ACCESS-PASSPHRASE" cannot be empty.');
  if (!sign) return refuse('50106', 'Request header "OK-ACCESS-SIGN" cannot be empty.');
  if (!time) return refuse('50107', 'Request header "OK-ACCESS-TIMESTAMP" cannot be empty.');
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(at)) return refuse('50112', 'Invalid OK-ACCESS-TIMESTAMP');
  if (Math.abs(at - floor.prices.now()) > WINDOW) return refuse('50102', 'Timestamp request expired');
  const found = keyNamed(floor, name);
  if (!found) return refuse('50111', 'Invalid OK-ACCESS-KEY');
  if (!same(sign, macOf(found.key.secret, `${time}${req.method}${path}${body}`)))
    return refuse('50113', 'Invalid Sign');
  if (passphrase !== found.key.passphrase)
    return refuse('50105', 'Request header "OK-ACCESS-PASSPHRASE" incorrect.');
  if (found.key.ip)
    return refuse('50110', 'Your IP 127.0.0.1 is not included in your API key’s IP whitelist.');
  return found.caller;
}
