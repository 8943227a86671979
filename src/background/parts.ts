/** The few things of the browser that the background needs, as plain parameters: the real ones in index.ts, plain objects in tests. */
import type { Formats } from '../ui/format';
import type { Text } from '../ui/text';
import type { Venue } from '../venues/venue';
import type { Crypto } from './keys/sealed';
import type { OpenSocket } from './keys/streams';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `work` once after `ms`; the function that comes back calls it off. */
  after(ms: number, work: () => void): () => void;
}

/** One area of the extension's storage. Values are JSON-safe. */
export interface Area {
  get(keys: string[]): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

export interface Stores {
  /** Memory of the browser's run: survives the worker, not the browser. */
  session: Area;
  /** Disk. */
  local: Area;
}

export interface Notices {
  show(id: string, title: string, message: string): Promise<void>;
  /** The ids that are on screen now. */
  shown(): Promise<string[]>;
}

/** Colours are "#rrggbb"; `tabId` null sets what tabs without a badge of their own show. */
export interface BadgePart {
  set(tabId: number | null, text: string, colour: string): void;
}

export interface Permissions {
  /** True when requests to this URL are allowed. */
  granted(url: string): Promise<boolean>;
}

export interface Tabs {
  /** Brings the tab and its window up; false: there is no such tab any more. */
  show(tabId: number): Promise<boolean>;
  /** Opens one of the extension's own pages. */
  open(page: 'popup' | 'welcome'): Promise<void>;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** All of them together: what the background is made with. */
export interface Parts {
  venues: readonly Venue[];
  venueOf: (url: string) => Venue | null;
  clock: Clock;
  stores: Stores;
  fetch: Fetch;
  notices: Notices;
  badge: BadgePart;
  permissions: Permissions;
  tabs: Tabs;
  /** Switches the half-minute alarm on or off. */
  alarm: (on: boolean) => void;
  text: Text;
  format: Formats;
  random: () => number;
  /** Encryption and signatures. */
  crypto: Crypto;
  openSocket: OpenSocket;
  stopwatch: () => number;
}
