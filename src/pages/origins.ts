import { browser } from '../browser';
import { VENUES, type VenueId } from '../venues/ids';

/** The patterns of the manifest that belong to this venue: they are told apart by its domain. */
export function originsOf(venue: VenueId): string[] {
  const manifest = browser.runtime.getManifest() as {
    host_permissions?: string[];
    content_scripts?: { matches?: string[] }[];
  };
  const all = [
    ...(manifest.host_permissions ?? []),
    ...(manifest.content_scripts ?? []).flatMap(script => script.matches ?? []),
  ];
  const { domain, alternates = [] }: { domain: string; alternates?: readonly string[] } = VENUES[venue];
  const domains = [domain, ...alternates].map(each => each.replaceAll('.', '\\.')).join('|');
  // The browser grants whole hosts; paths in the patterns are dropped by it, and must be by the asking.
  const hosts = all.filter(pattern => new RegExp(`//([^/]*\\.)?(${domains})/`).test(pattern));
  return [...new Set(hosts)];
}

/** Must be called from a click. */
export async function grant(venue: VenueId): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins: originsOf(venue) });
  } catch {
    return false;
  }
}
