/** What the browser may tell the background, each call an event. Nothing here throws. */
import type { Reply } from '../messages';
import type { OverlayPort } from './ports';

export interface Background {
  /** `url` is the browser's word for the page, not the page's. */
  connect(tabId: number, url: string, port: OverlayPort): void;
  disconnect(tabId: number, port: OverlayPort): void;
  message(tabId: number, url: string, raw: unknown): void;
  /** A request of one of the extension's own pages; undefined: not for us. */
  ask(raw: unknown): Promise<Reply<unknown>> | undefined;
  alarm(): Promise<void>;
  tabRemoved(tabId: number): void;
  permissionsChanged(): void;
  clicked(notification: string): Promise<void>;
  installed(): Promise<void>;
  /** The keyboard command, in the tab that is active. */
  toggle(tabId: number): void;
  ready: Promise<void>;
}
