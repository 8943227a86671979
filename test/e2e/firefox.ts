/**
 * What Puppeteer does not offer for Firefox, by WebDriver BiDi itself: nodes of a closed shadow root, and
 * pages of the extension, which only the browser's own window may open.
 */
import type { Browser, Page } from 'puppeteer-core';
import type { ExtensionHandle } from './browser';
import { sentFunction } from './sent-function';

const extensionId = 'plimsoll@plimsoll.dev';
const uuid = '6c1b8c2e-52f4-4a53-9d70-0c7a3f1f2b11';

/** The preference that fixes the origin of the extension, which Firefox draws by lot otherwise. */
export const firefoxExtensionUuids = JSON.stringify({ [extensionId]: uuid });

interface Connection {
  send(method: string, params: object): Promise<{ result: unknown }>;
}

interface RemoteNode {
  sharedId?: string;
  value?: { children?: RemoteNode[]; shadowRoot?: RemoteNode | null; mode?: string };
}

interface ScriptResult {
  type: 'success' | 'exception';
  result?: { value?: string } & RemoteNode;
  exceptionDetails?: { text: string };
}

const connectionOf = (browser: Browser) => (browser as unknown as { connection: Connection }).connection;

const contextOf = (page: Page) => (page.mainFrame() as unknown as { _id: string })._id;

const command = async <T>(browser: Browser, method: string, params: object): Promise<T> =>
  (await connectionOf(browser).send(method, params)).result as T;

/** Calls a function whose result is carried as JSON text. */
const callJson = async <T>(browser: Browser, context: string, body: string, nodes: string[]): Promise<T> => {
  const answer = await command<ScriptResult>(browser, 'script.callFunction', {
    functionDeclaration: `async function (node) { const call = () => { ${body} }; return JSON.stringify(await call()) ?? 'null'; }`,
    arguments: nodes.map(sharedId => ({ sharedId })),
    target: { context },
    awaitPromise: true,
  });
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
  return JSON.parse(answer.result?.value ?? 'null') as T;
};

const closedRoot = (node: RemoteNode): string | null => {
  const shadow = node.value?.shadowRoot;
  if (shadow?.value?.mode === 'closed') return shadow.sharedId ?? null;
  for (const child of node.value?.children ?? []) {
    const found = closedRoot(child);
    if (found) return found;
  }
  return null;
};

/** The overlay's host stands near the top of the document, so a shallow look is enough. */
const lookDepth = 3;

export const callInFirefoxOverlay =
  (browser: Browser) =>
  async <T>(page: Page, fn: (...args: never[]) => unknown, args: unknown[]): Promise<T | null> => {
    const context = contextOf(page);
    const tree = await command<ScriptResult>(browser, 'script.evaluate', {
      expression: 'document.documentElement',
      target: { context },
      awaitPromise: false,
      serializationOptions: { includeShadowTree: 'all', maxDomDepth: lookDepth },
    });
    const shadow = tree.result ? closedRoot(tree.result) : null;
    if (shadow === null) return null;
    return callJson<T>(browser, context, sentFunction(fn, 'node', args), [shadow]);
  };

interface Tree {
  contexts: { context: string; url: string }[];
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Runs statements in the browser's own window, where the browser's internals are at hand. */
export const inBrowserWindow = async <T = null>(browser: Browser, statements: string): Promise<T> => {
  const chrome = await command<Tree>(browser, 'browsingContext.getTree', { 'moz:scope': 'chrome' });
  const answer = await command<ScriptResult>(browser, 'script.evaluate', {
    expression: `(async () => { ${statements}; })().then(value => JSON.stringify(value) ?? 'null')`,
    target: { context: chrome.contexts[0]?.context },
    awaitPromise: true,
  });
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
  return JSON.parse(answer.result?.value ?? 'null') as T;
};

/** Errors of scripts, of the pages and of the extension in whatever process, that the browser's console holds. */
export const firefoxScriptErrors = (browser: Browser): Promise<string[]> =>
  inBrowserWindow(
    browser,
    `return Services.console.getMessageArray()
      .filter(each => each instanceof Ci.nsIScriptError && !(each.flags & Ci.nsIScriptError.warningFlag))
      .filter(each => /^(?:moz-extension|https):/.test(each.sourceName))
      .map(each => each.errorMessage + ' (' + each.sourceName + ':' + each.lineNumber + ')')`,
  );

const openExtensionPage = async (browser: Browser, url: string): Promise<string> => {
  const before = new Set(
    (await command<Tree>(browser, 'browsingContext.getTree', {})).contexts.map(c => c.context),
  );
  await inBrowserWindow(
    browser,
    `gBrowser.selectedTab = gBrowser.addTab(${JSON.stringify(url)}, { triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal() })`,
  );
  for (let attempt = 0; attempt < 100; attempt++) {
    const now = await command<Tree>(browser, 'browsingContext.getTree', {});
    const opened = now.contexts.find(({ context, url: at }) => !before.has(context) && at === url);
    if (opened) return opened.context;
    await pause(50);
  }
  throw new Error(`${url} did not open`);
};

const welcome = `moz-extension://${uuid}/src/pages/welcome/index.html`;

export const firefoxExtension = (browser: Browser): ExtensionHandle => ({
  origin: `moz-extension://${uuid}`,
  closeWelcome: async () => {
    for (let attempt = 0; attempt < 60; attempt++) {
      const { contexts } = await command<Tree>(browser, 'browsingContext.getTree', {});
      const opened = contexts.find(({ url }) => url === welcome);
      if (opened) {
        await command(browser, 'browsingContext.close', { context: opened.context });
        return;
      }
      await pause(50);
    }
  },
  async open(path) {
    const context = await openExtensionPage(browser, `moz-extension://${uuid}/${path}`);
    return {
      call: (fn, ...args) => callJson(browser, context, sentFunction(fn, 'document', args), []),
      close: async () => {
        await command(browser, 'browsingContext.close', { context });
      },
    };
  },
  killBackground: () =>
    inBrowserWindow(
      browser,
      `await WebExtensionPolicy.getByID(${JSON.stringify(extensionId)}).extension.terminateBackground({ ignoreDevToolsAttached: true })`,
    ),
});
