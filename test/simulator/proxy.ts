/**
 * An HTTP CONNECT proxy on loopback. It maps the exchanges' hosts (ports 443 and 8443) to the TLS server, refuses all
 * others, and writes down every host that anybody asked for: that list is the proof of where data went.
 */
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Contact {
  at: number;
  host: string;
  port: number;
  /** CONNECT, or the method of a plain-HTTP request. */
  method: string;
  allowed: boolean;
}

export interface Proxy {
  port: number;
  contacts(): Contact[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  hosts: string[];
  /** The loopback port of the TLS server. */
  target: number;
  /** 0: any free port. */
  port?: number;
  now?: () => number;
}

/** OKX's sockets are on a port of their own. */
const PORTS = new Set([443, 8443]);

export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { now = Date.now } = options;
  const hosts = new Set(options.hosts);
  const contacts: Contact[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in the middle is everyday business.
    socket.on('error', () => socket.destroy());
  };

  const server: Server = createServer((req, res) => {
    const url = URL.canParse(req.url ?? '') ? new URL(req.url!) : null;
    const host = url?.hostname ?? req.headers.host ?? '';
    contacts.push({
      at: now(),
      host,
      port: Number(url?.port || 80),
      method: req.method ?? '',
      allowed: false,
    });
    res.writeHead(502, { 'content-type': 'text/plain', connection: 'close' });
    res.end('This proxy serves TLS hosts of the simulated exchanges only\n');
  });
  server.on('connection', keep);
  server.on('connect', (req, client: Socket, head: Buffer) => {
    const match = /^\[?([^\]]*?)\]?:(\d+)$/.exec(req.url ?? '');
    const host = (match?.[1] ?? req.url ?? '').toLowerCase();
    const port = Number(match?.[2] ?? 0);
    const allowed = PORTS.has(port) && hosts.has(host);
    contacts.push({ at: now(), host, port, method: 'CONNECT', allowed });
    if (!allowed) {
      client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    const upstream = connect(options.target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    keep(upstream);
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
  return {
    port: address.port,
    contacts: () => contacts.map(contact => ({ ...contact })),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
