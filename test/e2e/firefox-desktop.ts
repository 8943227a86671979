/**
 * A desktop for a browser without one. Headless Firefox hands every notification to a desktop that closes it at
 * once; here one stands that keeps them on screen and can be clicked. Everything up to it is the browser's own.
 */
import type { Browser } from 'puppeteer-core';
import { inBrowserWindow } from './firefox';

/** Before the first notification. Once more for the same browser does nothing. */
export const standInDesktop = (browser: Browser): Promise<null> =>
  inBrowserWindow(
    browser,
    `if (window.desktop) return;
    window.desktop = new Map();
    const close = name => {
      const listener = window.desktop.get(name);
      window.desktop.delete(name);
      listener?.observe(null, 'alertfinished', name);
    };
    const service = {
      QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
      showAlert(alert, listener) {
        window.desktop.set(alert.name, listener);
        listener?.observe(null, 'alertshow', alert.name);
      },
      closeAlert: close,
    };
    Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(
      Services.uuid.generateUUID(),
      'desktop',
      '@mozilla.org/alerts-service;1',
      {
        QueryInterface: ChromeUtils.generateQI(['nsIFactory']),
        createInstance: iid => service.QueryInterface(iid),
      },
    );`,
  );

/** What the desktop tells the browser when somebody clicks. */
export const clickOnDesktop = (browser: Browser, notification: string): Promise<null> =>
  inBrowserWindow(
    browser,
    `const listener = window.desktop.get(${JSON.stringify(notification)});
    if (!listener) throw new Error('this notification is not on screen');
    listener.observe(null, 'alertclickcallback', '');`,
  );
