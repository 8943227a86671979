/** What a page can see of its own world, to compare a browser with the extension and one without. */

/** Runs in the page. JSON-safe. */
export async function sight(request: { url: string; body: string }) {
  const describe = (holder: object, name: string) => {
    const found = Object.getOwnPropertyDescriptor(holder, name);
    const value = found?.value as { name: string; length: number } & object;
    const own = Object.getOwnPropertyNames(value).sort();
    let made: string;
    try {
      made = typeof Reflect.construct(value as never, []);
    } catch (error) {
      made = (error as Error).name;
    }
    return {
      name: value.name,
      length: value.length,
      flags: [found?.configurable, found?.enumerable, found?.writable],
      own,
      prototype: Object.getPrototypeOf(value) === Function.prototype,
      made: name === 'WebSocket' ? '' : made,
      // A proxy of a native function prints as a native function without its name.
      text: Function.prototype.toString.call(value).replace(/^function \w*\(/, 'function ('),
      same: `${value}` === Function.prototype.toString.call(value),
    };
  };
  const socket = new WebSocket('wss://api-ui.hyperliquid.xyz/ws');
  class Sub extends WebSocket {}
  const sub = new Sub('wss://api-ui.hyperliquid.xyz/ws');
  const thrown = (call: () => unknown) => {
    try {
      call();
      return null;
    } catch (error) {
      return [(error as Error).name, (error as Error).constructor === TypeError];
    }
  };
  const sockets = {
    statics: [WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED],
    prototype: Object.getPrototypeOf(socket) === WebSocket.prototype,
    constructor: socket.constructor === WebSocket && WebSocket.prototype.constructor === WebSocket,
    instance: socket instanceof WebSocket && sub instanceof WebSocket && sub instanceof Sub,
    sub: Object.getPrototypeOf(sub) === Sub.prototype,
    own: Object.getOwnPropertyNames(socket),
    bare: thrown(() => (WebSocket as unknown as () => void)()),
    bad: thrown(() => new WebSocket('http//:')),
    tag: String(socket),
  };
  socket.close();
  sub.close();

  const promise = fetch(request.url, { method: 'POST', body: request.body });
  const response = await promise;
  const before = response.bodyUsed;
  const text = await response.text();
  const byXhr = await new Promise<XMLHttpRequest>(resolve => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', request.url);
    xhr.onload = () => resolve(xhr);
    xhr.send(request.body);
  });
  const answers = {
    promise:
      Object.getPrototypeOf(promise) === Promise.prototype && Object.getOwnPropertyNames(promise).length,
    response:
      Object.getPrototypeOf(response) === Response.prototype && Object.getOwnPropertyNames(response).length,
    state: [before, response.bodyUsed, response.status, response.type, response.url, response.redirected],
    again: await response.text().catch((error: Error) => error.name),
    text,
    xhr: [byXhr.status, byXhr.responseURL, Object.getOwnPropertyNames(byXhr)],
    same: byXhr.responseText === text,
  };

  const signal = AbortSignal.abort();
  const handled = await fetch(request.url, { method: 'POST', body: request.body, signal }).catch(
    (error: Error) => error.name,
  );
  const refused = [
    await fetch('http://user:word@x.example/').catch((error: Error) => error.name),
    await (fetch as unknown as () => Promise<unknown>)().catch((error: Error) => error.name),
  ];

  const attributes = (element: Element) =>
    [...element.attributes].map(({ name, value }) => `${name}=${value}`);
  return {
    fetch: describe(window, 'fetch'),
    open: describe(XMLHttpRequest.prototype, 'open'),
    send: describe(XMLHttpRequest.prototype, 'send'),
    socket: describe(window, 'WebSocket'),
    socketSend: describe(WebSocket.prototype, 'send'),
    toString: Function.prototype.toString.call(Function.prototype.toString),
    sockets,
    answers,
    rejections: { handled, refused },
    globals: Object.getOwnPropertyNames(window).sort(),
    symbols: Object.getOwnPropertySymbols(window).map(String),
    document: [Object.getOwnPropertyNames(document), document.adoptedStyleSheets.length],
    attributes: [attributes(document.documentElement), attributes(document.body)],
    sheets: document.styleSheets.length,
    scripts: document.scripts.length,
    storage: [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie],
  };
}

/**
 * Runs in the page, as a script of the page's own: what a debugger evaluates is not reported. Leaves in
 * `window.unhandled` the rejections that the page is told of as unhandled, of requests that it never looks at again.
 */
export function rejections(request: { url: string; body: string }) {
  const unhandled: string[] = [];
  addEventListener('unhandledrejection', event => {
    unhandled.push((event.reason as Error & { from?: string }).name);
    event.preventDefault();
  });
  const signal = AbortSignal.abort();
  void fetch('/not-listed', { signal });
  void fetch('https://nobody.example/', { signal });
  void (fetch as unknown as (this: unknown) => unknown).call({});
  void (fetch as unknown as () => unknown)();
  void fetch(request.url, { method: 'POST', body: request.body, signal }).catch(() => {});
  Object.assign(window, { unhandled });
}
