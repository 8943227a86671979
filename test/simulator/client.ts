/** A plain client of the simulator: HTTPS and WebSocket through its CONNECT proxy, certificate checks off. */
import { request as httpRequest } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { WebSocket } from 'ws';

/** A TLS connection to a host through the proxy; rejects with the proxy's status when it refuses. */
export function tunnel(proxy: string, host: string): Promise<Duplex> {
  const [address, port] = proxy.split(':');
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: address, port, method: 'CONNECT', path: `${host}:443` });
    asked.once('connect', (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`The proxy answered ${answer.statusCode}`));
        return;
      }
      const secure = connect({ socket, servername: host, rejectUnauthorized: false });
      secure.once('secureConnect', () => resolve(secure));
      secure.once('error', reject);
    });
    asked.once('error', reject);
    asked.end();
  });
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json(): unknown;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: unknown;
}

export async function ask(proxy: string, url: string, { method, headers, body }: Ask = {}): Promise<Reply> {
  const { hostname, pathname, search } = new URL(url);
  const socket = await tunnel(proxy, hostname);
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        createConnection: () => socket,
        host: hostname,
        path: pathname + search,
        method: method ?? (text === undefined ? 'GET' : 'POST'),
        headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      },
      answer => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const all = Buffer.concat(parts).toString('utf8');
          socket.destroy();
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: all,
            json: () => JSON.parse(all) as unknown,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

export interface Line {
  send(message: unknown): void;
  /** The first message, past or future, that the test accepts; rejects after `ms`. */
  until(test: (message: unknown) => boolean, ms?: number): Promise<unknown>;
  /** Everything heard so far. */
  heard: unknown[];
  /** The code with which the socket closed. */
  closed: Promise<number>;
  close(): void;
}

export async function line(proxy: string, url: string): Promise<Line> {
  const socket = await tunnel(proxy, new URL(url).hostname);
  const opened = new WebSocket(url, { createConnection: () => socket });
  const heard: unknown[] = [];
  const waiting = new Set<() => void>();
  opened.on('message', data => {
    const text = String(data);
    try {
      heard.push(JSON.parse(text));
    } catch {
      heard.push(text);
    }
    for (const look of [...waiting]) look();
  });
  const closed = new Promise<number>(resolve => opened.once('close', code => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    opened.once('open', resolve);
    opened.once('error', reject);
  });
  opened.on('error', () => opened.terminate());
  return {
    heard,
    closed,
    send: message => opened.send(typeof message === 'string' ? message : JSON.stringify(message)),
    until: (test, ms = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Nothing of the kind within ${ms} ms`));
        }, ms);
        const look = () => {
          const found = heard.find(test);
          if (found === undefined) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => opened.close(),
  };
}
