/**
 * The TLS server behind the proxy: one self-signed certificate for all hosts, requests and WebSockets
 * handed to the exchange whose host they name.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { generate } from 'selfsigned';
import { WebSocketServer } from 'ws';
import type { Exchange } from './exchange';

export interface TlsServer {
  port: number;
  /** Base64 of SHA-256 of the public key: Chromium's --ignore-certificate-errors-spki-list. */
  spki: string;
  certificate: string;
  close(): Promise<void>;
}

const largestBody = 4_000_000;

export async function startTls(exchanges: Exchange[]): Promise<TlsServer> {
  const byHost = new Map(
    exchanges.flatMap(exchange => exchange.hosts.map(host => [host, exchange] as const)),
  );
  const { private: key, cert } = await certificateFor([...byHost.keys()]);
  const sockets = new Set<Duplex>();
  // Browsers and libraries accept a server that does not offer permessage-deflate; frames stay readable.
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  const server = createServer({ key, cert, ALPNProtocols: ['http/1.1'] }, async (req, res) => {
    const host = hostOf(req);
    const exchange = byHost.get(host);
    if (!exchange) {
      res.writeHead(421).end();
      return;
    }
    try {
      await exchange.request(req, res, host, await bodyOf(req));
    } catch (error) {
      if (!res.headersSent) res.writeHead(500, { 'content-type': 'text/plain' });
      res.end(String(error));
    }
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (req, socket, head) => {
    const host = hostOf(req);
    const exchange = byHost.get(host);
    const path = req.url ?? '/';
    if (!exchange || !URL.canParse(path, `wss://${host}`)) {
      socket.destroy();
      return;
    }
    webSockets.handleUpgrade(req, socket, head, opened => {
      opened.on('error', () => opened.terminate());
      exchange.upgrade(opened, new URL(path, `wss://${host}`), host, req);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The TLS server has no port');
  return {
    port: address.port,
    spki: spkiOf(cert),
    certificate: cert,
    close: () =>
      new Promise(resolve => {
        for (const client of webSockets.clients) client.terminate();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function certificateFor(hosts: string[]) {
  return generate([{ name: 'commonName', value: 'Plimsoll simulator' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate: new Date(Date.now() + 30 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map(value => ({ type: 2 as const, value })) },
    ],
  });
}

function spkiOf(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

function hostOf(req: IncomingMessage): string {
  return (req.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req) {
    length += (part as Buffer).length;
    if (length > largestBody) throw new Error('The body is too large');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
