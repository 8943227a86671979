import { describe, expect, it, vi } from 'vitest';
import type { Traffic } from '../messages';
import type { TapRules } from '../venues/venue';
import type { Scope } from './natives';
import { tap } from './tap';

const rules: TapRules = {
  pages: ['page.example'],
  requests: [
    { host: 'api.example', path: /^\/info$/, body: /"type":"account"/ },
    { host: '', path: /^\/own\// },
  ],
  sockets: [
    {
      host: /^stream\.example$/,
      incoming: /"channel":"state"/,
      outgoing: /"subscribe"/,
      secret: /\/ws\/([^/?]+)/,
    },
  ],
};

class FakeXhr extends EventTarget {
  #type = '';
  responseBody: unknown = '';
  headers: Record<string, string> = {};
  sent: unknown;
  get status() {
    return 200;
  }
  get responseType() {
    return this.#type;
  }
  set responseType(type: string) {
    this.#type = type;
  }
  get responseText() {
    if (this.#type) throw new Error('InvalidStateError');
    return this.responseBody as string;
  }
  get response() {
    return this.responseBody;
  }
  getResponseHeader(name: string) {
    return this.headers[name] ?? null;
  }
  open(_method: string, _url: string) {}
  send(body?: unknown) {
    this.sent = body;
    if (body === 'throw') throw new TypeError('as the browser does');
  }
}

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  #url: string;
  frames: unknown[] = [];
  constructor(url: string) {
    super();
    if (url === 'bad') throw new SyntaxError('bad url');
    this.#url = url;
  }
  get url() {
    return this.#url;
  }
  send(data: unknown) {
    this.frames.push(data);
  }
}

function page(
  respond: (input: unknown, init?: unknown) => Promise<Response> = async () => new Response('{}'),
) {
  const seen: Traffic[] = [];
  const natively = { fetch: (input: unknown, init?: unknown) => respond(input, init) };
  Object.defineProperty(natively.fetch, 'length', { value: 1 });
  const XMLHttpRequest = class extends FakeXhr {};
  for (const name of Object.getOwnPropertyNames(FakeXhr.prototype)) {
    if (name === 'constructor') continue;
    const property = Object.getOwnPropertyDescriptor(FakeXhr.prototype, name)!;
    Object.defineProperty(XMLHttpRequest.prototype, name, property);
  }
  const WebSocket = class WebSocket extends FakeSocket {};
  for (const name of ['url', 'send']) {
    const property = Object.getOwnPropertyDescriptor(FakeSocket.prototype, name)!;
    Object.defineProperty(WebSocket.prototype, name, property);
  }
  const scope = {
    fetch: natively.fetch,
    Promise,
    Response,
    Request,
    Headers,
    URL,
    EventTarget,
    MessageEvent,
    XMLHttpRequest,
    WebSocket,
  } as unknown as Scope & { XMLHttpRequest: typeof FakeXhr; WebSocket: typeof FakeSocket };
  tap(scope, rules, 'page.example', item => seen.push(item));
  return { scope, seen, natively, WebSocket, XMLHttpRequest };
}

const settled = () => new Promise(resolve => setTimeout(resolve, 5));

describe('fetch', () => {
  it('keeps name, length and the native look', () => {
    const { scope, natively } = page();
    expect(scope.fetch).not.toBe(natively.fetch);
    expect(scope.fetch.name).toBe('fetch');
    expect(scope.fetch.length).toBe(1);
    expect(Function.prototype.toString.call(scope.fetch)).toContain('[native code]');
    expect(() => new (scope.fetch as never as new () => unknown)()).toThrow(TypeError);
  });

  it('returns the very promise and the very response, body unread', async () => {
    const response = new Response('{"a":1}', { status: 200 });
    const promise = Promise.resolve(response);
    const { scope, seen } = page(() => promise);
    const got = scope.fetch('https://api.example/info', { method: 'POST', body: '{"type":"account"}' });
    expect(got).toBe(promise);
    expect(await got).toBe(response);
    expect(await response.text()).toBe('{"a":1}');
    await settled();
    expect(seen).toEqual([
      {
        at: expect.any(Number),
        via: 'fetch',
        url: 'https://api.example/info',
        direction: 'in',
        method: 'POST',
        request: '{"type":"account"}',
        body: '{"a":1}',
        status: 200,
      },
    ]);
  });

  it('copies before the page reads, even when the page reads in its first reaction', async () => {
    const { scope, seen } = page(async () => new Response('[1]'));
    expect(await scope.fetch('/own/thing?x=1').then(response => response.json())).toEqual([1]);
    await settled();
    expect(seen.map(item => item.body)).toEqual(['[1]']);
  });

  it('leaves other hosts, paths and bodies alone, without a clone', async () => {
    const response = new Response('x');
    const { scope, seen } = page(async () => response);
    for (const [url, body] of [
      ['https://api.example/other', '{"type":"account"}'],
      ['https://api.example/info', '{"type":"meta"}'],
      ['https://evil.example/info', '{"type":"account"}'],
      ['https://api.example.evil/info', '{"type":"account"}'],
      ['data:text/plain,/own/', undefined],
    ] as const) {
      await scope.fetch(url, { method: 'POST', body });
    }
    await settled();
    expect(seen).toEqual([]);
    expect(response.bodyUsed).toBe(false);
  });

  it('takes Request and URL objects', async () => {
    const { scope, seen } = page();
    await scope.fetch(new Request('https://page.example/own/a', { method: 'PUT' }));
    await scope.fetch(new URL('https://page.example:443/own/b'));
    await settled();
    expect(seen.map(item => [item.method, item.url])).toEqual([
      ['PUT', 'https://page.example/own/a'],
      ['GET', 'https://page.example/own/b'],
    ]);
  });

  it('does not run getters of the page a second time', async () => {
    let reads = 0;
    const { scope, seen } = page(async (_input, init) => {
      void (init as { body: string }).body;
      return new Response('{}');
    });
    const init = {
      get body() {
        reads += 1;
        return '{"type":"account"}';
      },
    };
    await scope.fetch('https://api.example/info', init);
    await settled();
    expect(reads).toBe(1);
    expect(seen).toEqual([]);
  });

  it('passes on what the browser throws and rejects', async () => {
    const refused = Promise.reject(new TypeError('Failed to fetch'));
    const { scope, seen } = page(input => {
      if (input === 'sync') throw new RangeError('native');
      return refused;
    });
    expect(() => scope.fetch('sync')).toThrow(RangeError);
    const got = scope.fetch('/own/x');
    expect(got).toBe(refused);
    await expect(got).rejects.toThrow('Failed to fetch');
    expect(seen).toEqual([]);
  });

  it('skips what announces more than 512 kB and cuts what turns out to exceed 1 MB', async () => {
    const long = 'x'.repeat(3 << 20);
    const { scope, seen } = page(
      async input =>
        new Response(long, { headers: input === '/own/told' ? { 'content-length': '600000' } : {} }),
    );
    await scope.fetch('/own/told');
    await scope.fetch('/own/untold');
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0));
    expect(seen.map(item => item.url)).toEqual(['/own/untold']);
    expect(seen[0]!.body).toHaveLength(1 << 20);
  });

  it('uses the browser’s functions, whatever the page hooks afterwards', async () => {
    const ready = Promise.resolve(new Response('{}'));
    const { scope, seen } = page(() => ready);
    const hooked: string[] = [];
    const hook = (holder: object, name: string) => {
      const was = Object.getOwnPropertyDescriptor(holder, name);
      const value = function (this: unknown, ...args: unknown[]) {
        hooked.push(name);
        return Reflect.apply(was!.value, this, args);
      };
      Object.defineProperty(holder, name, { configurable: true, writable: true, value });
      return () => {
        if (was) Object.defineProperty(holder, name, was);
        else delete (holder as Record<string, unknown>)[name];
      };
    };
    // Node's own Response is JavaScript and stumbles over some of these: they hold for the call alone.
    const during = [
      hook(Promise.prototype, 'then'),
      hook(RegExp.prototype, 'exec'),
      hook(WeakMap.prototype, 'get'),
      hook(Object.prototype, 'get'),
    ];
    scope.fetch('/own/hooked');
    void scope.fetch.name;
    for (const each of during.reverse()) each();
    const after = [
      hook(Response.prototype, 'clone'),
      hook(Response.prototype, 'text'),
      hook(Headers.prototype, 'get'),
      hook(Date, 'now'),
    ];
    await new Promise(resolve => setTimeout(resolve, 20));
    for (const each of after.reverse()) each();
    expect(seen).toHaveLength(1);
    expect(hooked).toEqual([]);
  });
});

describe('XMLHttpRequest', () => {
  const run = (xhr: FakeXhr, url: string, body?: unknown) => {
    xhr.open('POST', url);
    xhr.send(body);
    xhr.dispatchEvent(new Event('load'));
  };

  it('copies allowed answers and keeps the functions’ look', () => {
    const { scope, seen } = page();
    const xhr = new scope.XMLHttpRequest() as unknown as FakeXhr;
    xhr.responseBody = '{"b":2}';
    run(xhr, 'https://api.example/info', '{"type":"account"}');
    expect(seen).toMatchObject([{ via: 'fetch', method: 'POST', body: '{"b":2}', status: 200 }]);
    expect(scope.XMLHttpRequest.prototype.open.name).toBe('open');
    expect(scope.XMLHttpRequest.prototype.send.length).toBe(1);
  });

  it('reads parsed answers, and leaves buffers and unlisted ones alone', () => {
    const { scope, seen } = page();
    for (const [type, body, url] of [
      ['json', { amount: '1.10' }, '/own/a'],
      ['arraybuffer', new ArrayBuffer(4), '/own/b'],
      ['', 'text', '/other'],
    ] as const) {
      const xhr = new scope.XMLHttpRequest() as unknown as FakeXhr;
      xhr.responseType = type;
      xhr.responseBody = body;
      run(xhr, url);
    }
    expect(seen.map(item => item.body)).toEqual(['{"amount":"1.10"}']);
  });

  it('passes on what the browser throws', () => {
    const { scope } = page();
    const xhr = new scope.XMLHttpRequest() as unknown as FakeXhr;
    xhr.open('POST', '/own/a');
    expect(() => xhr.send('throw')).toThrow('as the browser does');
  });
});

describe('WebSocket', () => {
  const frame = (socket: FakeSocket, data: unknown) =>
    socket.dispatchEvent(new MessageEvent('message', { data }));

  it('copies matching text frames, before the page sees them, without the secret', () => {
    const { scope, seen } = page();
    const socket = new scope.WebSocket('wss://stream.example/ws/abcDEF?x=1') as unknown as FakeSocket;
    const order: string[] = [];
    socket.addEventListener('message', () => order.push(`page after ${seen.length}`));
    frame(socket, '{"channel":"state"}');
    frame(socket, '{"channel":"book"}');
    frame(socket, new ArrayBuffer(8));
    socket.send('{"method":"subscribe"}');
    socket.send('{"method":"post","signature":"…"}');
    expect(order[0]).toBe('page after 1');
    expect(seen.map(({ direction, url, body }) => [direction, url, body])).toEqual([
      ['in', 'wss://stream.example/ws/…?x=1', '{"channel":"state"}'],
      ['out', 'wss://stream.example/ws/…?x=1', '{"method":"subscribe"}'],
    ]);
    expect(socket.frames).toHaveLength(2);
  });

  it('keeps prototype, statics, instanceof, constructor and subclasses', () => {
    const { scope, WebSocket } = page();
    const socket = new scope.WebSocket('wss://stream.example/ws/a');
    expect(Object.getPrototypeOf(socket)).toBe(WebSocket.prototype);
    expect(socket).toBeInstanceOf(scope.WebSocket);
    expect(socket.constructor).toBe(scope.WebSocket);
    expect(scope.WebSocket.OPEN).toBe(1);
    expect(scope.WebSocket.name).toBe('WebSocket');
    class Own extends (scope.WebSocket as typeof FakeSocket) {
      mine = true;
    }
    const own = new Own('wss://stream.example/ws/a');
    expect(own).toBeInstanceOf(Own);
    expect(own.mine).toBe(true);
    expect(() => new scope.WebSocket('bad')).toThrow(SyntaxError);
    expect(() => (scope.WebSocket as never as () => void)()).toThrow(TypeError);
  });

  it('does not watch other hosts', () => {
    const { scope, seen } = page();
    const socket = new scope.WebSocket('wss://stream.example.evil/ws/a') as unknown as FakeSocket;
    frame(socket, '{"channel":"state"}');
    socket.send('{"method":"subscribe"}');
    expect(seen).toEqual([]);
  });
});
