/** What only Chromium's own protocol can do: reach into a closed shadow root, end the service worker. */
import type { Browser, CDPSession, Page, Protocol } from 'puppeteer-core';
import type { ExtensionHandle } from './browser';
import { sentFunction } from './sent-function';

const welcome = 'src/pages/welcome/index.html';

const sessions = new WeakMap<Page, Promise<CDPSession>>();

const sessionOf = (page: Page): Promise<CDPSession> => {
  const known = sessions.get(page) ?? page.createCDPSession();
  sessions.set(page, known);
  return known;
};

const closedRoot = (node: Protocol.DOM.Node): Protocol.DOM.Node | null => {
  const own = node.shadowRoots?.find(root => root.shadowRootType === 'closed');
  if (own) return own;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) {
    const found = closedRoot(child);
    if (found) return found;
  }
  return null;
};

export const callInChromiumOverlay = async <T>(
  page: Page,
  fn: (...args: never[]) => unknown,
  args: unknown[],
): Promise<T | null> => {
  const session = await sessionOf(page);
  const document = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  const root = closedRoot(document.root);
  if (root === null) return null;
  const { object } = await session.send('DOM.resolveNode', { backendNodeId: root.backendNodeId });
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: `function () { ${sentFunction(fn, 'this', args)} }`,
    returnByValue: true,
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value as T;
};

/** Throws when the extension's service worker does not come up: a failed load is otherwise silent. */
export const chromiumExtension = async (browser: Browser, expected: boolean): Promise<ExtensionHandle> => {
  if (!expected) {
    const none = () => Promise.reject(new Error('the browser was started without the extension'));
    return { origin: '', closeWelcome: none, open: none, killBackground: none };
  }
  const worker = await browser.waitForTarget(
    target => target.type() === 'service_worker' && target.url().startsWith('chrome-extension://'),
    { timeout: 15_000 },
  );
  // Not `origin`: Node knows none for this scheme.
  const root = `chrome-extension://${new URL(worker.url()).host}/`;
  const openPage = async (path: string) => {
    const page = await browser.newPage();
    await page.goto(`${root}${path}`, { waitUntil: 'load' });
    return page;
  };
  return {
    origin: `chrome-extension://${new URL(worker.url()).host}`,
    closeWelcome: async () => {
      const target = await browser
        .waitForTarget(each => each.url() === root + welcome, { timeout: 3_000 })
        .catch(() => null);
      await (await target?.page())?.close();
    },
    async open(path) {
      const page = await openPage(path);
      return {
        // As an expression: the policy of extension pages forbids to make a function from text.
        call: (fn, ...args) =>
          page.evaluate(`(() => { ${sentFunction(fn, 'document', args)} })()`) as Promise<never>,
        close: () => page.close(),
      };
    },
    killBackground: async () => {
      const page = await openPage(welcome);
      const session = await page.createCDPSession();
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await page.close();
    },
  };
};
