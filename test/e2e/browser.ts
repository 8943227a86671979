/**
 * A real browser with the built extension in it, behind the simulator's proxy. One interface for Chromium
 * and Firefox, so that a test is written once: pages by Puppeteer, and two things that it does not offer:
 * calls into the overlay's closed shadow root, and extension pages in Firefox.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { callInChromiumOverlay, chromiumExtension } from './chromium';
import { findBrowser } from './find-browser.mjs';
import { callInFirefoxOverlay, firefoxExtension, firefoxExtensionUuids } from './firefox';

export type BrowserName = 'chromium' | 'firefox';

/** A function that is sent as source text: it may use nothing but its arguments. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments are as the caller's function declares them
type Sent<First, T> = (first: First, ...args: any[]) => T | Promise<T>;

export interface Tab {
  page: Page;
  /** Calls `fn` with the overlay's shadow root in the page; null while there is no overlay. */
  overlay<T>(fn: Sent<ShadowRoot, T>, ...args: unknown[]): Promise<T | null>;
  close(): Promise<void>;
}

/** A page of the extension itself: the popup, the options. */
export interface ExtensionPage {
  /** Calls `fn` in the page with the page's document. */
  call<T>(fn: Sent<Document, T>, ...args: unknown[]): Promise<T>;
  close(): Promise<void>;
}

export interface ExtensionHandle {
  /** Waits for the welcome page that a first start opens, and closes it: it would hide the tab under test. */
  closeWelcome(): Promise<void>;
  /** "chrome-extension://…", without a slash at the end. */
  origin: string;
  open(path: string): Promise<ExtensionPage>;
  /** Ends the background as the browser does when it is idle. */
  killBackground(): Promise<void>;
}

export interface TestBrowser {
  name: BrowserName;
  browser: Browser;
  extension: ExtensionHandle;
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  name: BrowserName;
  /** The simulator's proxy: host:port. */
  proxy: string;
  headless?: boolean;
  /** Without it the browser runs bare, to compare with; a folder: that one instead of the built one. */
  extension?: boolean | string;
  window?: { width: number; height: number };
  /** An existing profile folder, to come back to the same browser after a restart. */
  profile?: string;
}

const root = join(import.meta.dirname, '../..');

/** The folder of the built extension. Throws when it has not been built. */
export const builtExtension = (name: BrowserName): string => {
  const folder = join(root, 'dist', name === 'chromium' ? 'chrome' : 'firefox');
  if (!existsSync(join(folder, 'manifest.json'))) throw new Error(`${folder} is not built: npm run build`);
  return folder;
};

const chromiumArguments = (proxy: string) => [
  `--proxy-server=${proxy}`,
  '--proxy-bypass-list=<-loopback>',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--hide-scrollbars',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

const firefoxPreferences = (proxy: string) => {
  const [host, port] = proxy.split(':');
  return {
    'network.proxy.type': 1,
    'network.proxy.ssl': host,
    'network.proxy.ssl_port': Number.parseInt(port ?? '', 10),
    'network.proxy.http': host,
    'network.proxy.http_port': Number.parseInt(port ?? '', 10),
    'network.proxy.allow_hijacking_localhost': true,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.safebrowsing.downloads.remote.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'extensions.webextensions.uuids': firefoxExtensionUuids,
    'extensions.ui.notifyUnsignedExtensions': false,
    // An extension that is installed for one run is taken away at its end: what it keeps is to stay, as it does for a trader.
    'extensions.webextensions.keepStorageOnUninstall': true,
    'extensions.webextensions.keepUuidOnUninstall': true,
    'datareporting.policy.dataSubmissionEnabled': false,
  };
};

/** Starts a browser. Throws when none is installed or the extension does not come up. */
export const launch = async (options: LaunchOptions): Promise<TestBrowser> => {
  const { name, proxy, headless = true, extension = true, window = { width: 1440, height: 900 } } = options;
  const executablePath = findBrowser(name);
  if (executablePath === null) throw new Error(`${name} is not installed`);
  const chromium = name === 'chromium';
  const folder = extension === true ? builtExtension(name) : extension || null;
  const browser = await puppeteer.launch({
    browser: chromium ? 'chrome' : 'firefox',
    executablePath,
    headless,
    acceptInsecureCerts: true,
    defaultViewport: headless ? window : null,
    userDataDir: options.profile,
    handleSIGINT: false,
    handleSIGTERM: false,
    ...(chromium
      ? { pipe: true, enableExtensions: folder === null ? false : [folder] }
      : { extraPrefsFirefox: firefoxPreferences(proxy) }),
    args: chromium
      ? [...chromiumArguments(proxy), `--window-size=${window.width},${window.height}`]
      : ['--remote-allow-system-access', `--width=${window.width}`, `--height=${window.height}`],
  });
  try {
    if (folder !== null && !chromium) await browser.installExtension(folder);
    const handle = chromium ? await chromiumExtension(browser, folder !== null) : firefoxExtension(browser);
    // A browser that was used before has shown it.
    if (extension && options.profile === undefined) await handle.closeWelcome();
    const call = chromium ? callInChromiumOverlay : callInFirefoxOverlay(browser);
    return {
      name,
      browser,
      extension: handle,
      async open(url) {
        const page = await browser.newPage();
        await page.goto(url, { waitUntil: 'domcontentloaded' });
        await page.bringToFront();
        return {
          page,
          overlay: (fn, ...args) => call(page, fn, args),
          close: () => page.close(),
        };
      },
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
};
