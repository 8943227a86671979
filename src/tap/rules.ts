import type { TapRules } from '../venues/venue';
import { matches, slice } from './natives';

type SocketRule = TapRules['sockets'][number];

/** Host and path of a URL as a page writes it; one without a host belongs to the page's own. */
function split(url: string, ownHost: string): { host: string; path: string } {
  const parts = matches(/^(?:(?:http|ws)s?:)?(?:\/\/([^/?#:]+)(?::443)?)?([^?#]*)/, url)!;
  return { host: parts[1] ?? ownHost, path: parts[2]! };
}

/** True when an answer to this request may be copied. `body` is the request's, when it is a string. */
export function requestAllowed(
  rules: TapRules,
  ownHost: string,
  url: string,
  body: string | undefined,
): boolean {
  const { host, path } = split(url, ownHost);
  for (let i = 0; i < rules.requests.length; i++) {
    const rule = rules.requests[i]!;
    if (
      host === (rule.host || ownHost) &&
      matches(rule.path, path) &&
      (!rule.body || (body !== undefined && matches(rule.body, body)))
    ) {
      return true;
    }
  }
  return false;
}

/** The rule that lets frames of this WebSocket be copied; none: they may not. */
export function socketRule(rules: TapRules, ownHost: string, url: string): SocketRule | undefined {
  const { host } = split(url, ownHost);
  for (let i = 0; i < rules.sockets.length; i++) {
    const rule = rules.sockets[i]!;
    if (matches(rule.host, host)) return rule;
  }
}

/**
 * The URL with its secret part blanked: the first group of the pattern, or all that it matches. A listen key
 * opens the account's stream to whoever holds it, so it never leaves the page.
 */
export function withoutSecret(url: string, secret: RegExp | undefined): string {
  const found = secret && matches(secret, url);
  if (!found) return url;
  const part = found[1] ?? found[0];
  const start = found.index + found[0].lastIndexOf(part);
  return `${slice(url, 0, start)}…${slice(url, start + part.length)}`;
}
