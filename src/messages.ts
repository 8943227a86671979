/**
 * Every message between the parts of the extension: one union, the direction in each name.
 * Values are JSON-safe: the browsers serialise differently.
 */

import type { CardView, PopupView, StripView } from './ui/view';
import type { FormReading, ScreenCells, VenueId } from './venues/venue';

/**
 * What the tap says when it hands its MessagePort to the overlay: the only word that both worlds must know.
 *
 * A port that is transferred at document_start reaches the isolated world in Chromium 156 and in Firefox
 * ESR 153 before any script of the page has run, and the page's own `message` listeners never see it
 * (measured, November 2026). The channel is private, not authentic: what comes through it is untrusted.
 */
export const TAP_HELLO = 'p1';

/** One copied request, answer or frame. `body` is the text as it came; the page is not trusted. */
export interface Traffic {
  at: number;
  via: 'fetch' | 'websocket';
  url: string;
  direction: 'in' | 'out';
  method?: string;
  request?: string;
  body?: string;
  status?: number;
}

/** Over the port named "overlay". */
export type OverlayToBackground =
  | { type: 'overlay-to-background/traffic'; traffic: Traffic[] }
  | { type: 'overlay-to-background/form'; url: string; form: FormReading | null }
  /** Where the page's traffic gives no account: what may be its positions table, as it stands on the screen. */
  | { type: 'overlay-to-background/table'; url: string; tables: ScreenCells[] }
  | { type: 'overlay-to-background/shown'; visible: boolean; open: boolean }
  | { type: 'overlay-to-background/place'; place: Place };

export type BackgroundToOverlay =
  | {
      type: 'background-to-overlay/view';
      strip: StripView;
      card: CardView | null;
      /** When the venue last said positions and balances, ms since the epoch; null: never. */
      accountAt: number | null;
      /** True: they were read from the screen, and must be read again. Absent: the venue said them. */
      fromScreen?: true;
    }
  | {
      type: 'background-to-overlay/setup';
      enabled: boolean;
      place: Place;
      venue: VenueId;
      /** Absent or "auto": as the page. */
      theme?: 'auto' | 'light' | 'dark';
    }
  /** The command of the keyboard: opens or closes the card. */
  | { type: 'background-to-overlay/toggle' };

/** Where the trader put the overlay on one venue: docked to the form, or moved by so many pixels. */
export interface Place {
  dx: number;
  dy: number;
  open: boolean;
  collapsed: boolean;
}

/** By runtime.sendMessage from the extension's own pages. */
export type PageToBackground =
  | { type: 'page-to-background/popup' }
  /** Whose address it is, its form tells. */
  | { type: 'page-to-background/watch'; address: string }
  | { type: 'page-to-background/forget'; account: string }
  /** The last 24 hours of an account as CSV. */
  | { type: 'page-to-background/history'; account: string }
  | { type: 'page-to-background/site'; venue: VenueId; enabled: boolean }
  | { type: 'page-to-background/settings' }
  | { type: 'page-to-background/save-settings'; settings: unknown }
  /** Starts a recording of what the page in this tab says; the reply carries its progress. */
  | { type: 'page-to-background/record'; tabId: number; seconds: number }
  /** The progress, and once it is done the recording. */
  | { type: 'page-to-background/recording' }
  | KeysToBackground;

/** Of the options page alone. A key goes one way: nothing that is answered holds one. */
export type KeysToBackground =
  | { type: 'page-to-background/keys' }
  /** The first passphrase makes the vault. */
  | { type: 'page-to-background/unlock-keys'; passphrase: string }
  | { type: 'page-to-background/lock-keys' }
  | {
      type: 'page-to-background/add-key';
      venue: VenueId;
      key: string;
      secret: string;
      passphrase: string | null;
    }
  | { type: 'page-to-background/remove-key'; id: string }
  | { type: 'page-to-background/change-passphrase'; from: string; to: string }
  | { type: 'page-to-background/lock-keys-after'; minutes: number }
  | { type: 'page-to-background/forget-keys' };

/** What the options page shows of the keys; the answer to each of the questions above. */
export interface KeysView {
  state: 'none' | 'locked' | 'unlocked' | 'unreadable';
  /** What is wrong with a vault that is unreadable. */
  trouble: string | null;
  keys: { id: string; venue: VenueId; label: string; addedAt: number }[];
  lockAfterMinutes: number;
  /** When an unlocked one locks itself, ms since the epoch. */
  until: number | null;
  /** The venues that take keys, and where the trader makes one. */
  venues: { venue: VenueId; name: string; passphrase: boolean; help: string }[];
}

/** The recording for a bug report: `text` is a redacted `plimsoll.recording/1`, ready to save. */
export type RecordingProgress =
  | { state: 'none' }
  | { state: 'recording'; until: number; messages: number }
  | { state: 'done'; at: number; messages: number; text: string };

export type Reply<T> = { ok: true; value: T } | { ok: false; code: string; message: string };

export type PopupReply = Reply<PopupView>;
