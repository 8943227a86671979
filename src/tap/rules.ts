import type { TapRules } from '../venues/venue';
import { matches, slice, toLowerCase } from './natives';

type SocketRule = TapRules['sockets'][number];

/** Host in lower case and path of a URL as a page writes it; relative ones belong to the page's own host. */
function split(url: string, ownHost: string): { host: string; path: string } | null {
  const absolute = matches(/^(?:https?:|wss?:)?\/\/([^/?#]+)([^?#]*)/i, url);
  if (absolute) {
    const host = toLowerCase(absolute[1]!);
    const port = matches(/:(?:443|80)$/, host);
    return { host: port ? slice(host, 0, port.index) : host, path: absolute[2] || '/' };
  }
  if (matches(/^[a-z][a-z\d+.-]*:/i, url)) return null;
  const path = matches(/^[^?#]*/, url)![0]!;
  return { host: ownHost, path: url[0] === '/' ? path : `/${path}` };
}

/** True when an answer to this request may be copied. `body` is the request's, when it is a string. */
export function requestAllowed(
  rules: TapRules,
  ownHost: string,
  url: string,
  body: string | undefined,
): boolean {
  const at = split(url, ownHost);
  if (!at) return false;
  for (let i = 0; i < rules.requests.length; i++) {
    const rule = rules.requests[i]!;
    if (at.host !== (rule.host || ownHost) || !matches(rule.path, at.path)) continue;
    if (!rule.body || (body !== undefined && matches(rule.body, body))) return true;
  }
  return false;
}

/** The rule that lets frames of this WebSocket be copied; null: none does. */
export function socketRule(rules: TapRules, ownHost: string, url: string): SocketRule | null {
  const at = split(url, ownHost);
  if (!at) return null;
  for (let i = 0; i < rules.sockets.length; i++) {
    const rule = rules.sockets[i]!;
    if (matches(rule.host, at.host)) return rule;
  }
  return null;
}

/**
 * The URL with its secret part blanked: the first group of the pattern, or all that it matches. A listen key
 * opens the account's stream to whoever holds it, so it never leaves the page.
 */
export function withoutSecret(url: string, secret: RegExp | undefined): string {
  const found = secret && matches(secret, url);
  if (!found) return url;
  const part = found[1] ?? found[0];
  if (!part) return url;
  const start = found.index + (found[1] === undefined ? 0 : found[0].lastIndexOf(part));
  return `${slice(url, 0, start)}…${slice(url, start + part.length)}`;
}
