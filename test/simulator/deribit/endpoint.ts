/**
 * JSON-RPC 2.0 over HTTP: the method is the path, the parameters are the query (GET) or the body (POST). An
 * error is an answer of status 400 with the error in it; beyond the limit it is 429.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../exchange';
import { sendJson } from '../page';
import type { Access } from './access';
import type { Meter } from './meter';
import type { Methods } from './methods';
import { RpcError } from './rpc-error';

const open = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
};

export function stamped(
  world: World,
  started: number,
  body: Record<string, unknown>,
): Record<string, unknown> {
  const now = world.now();
  return {
    jsonrpc: '2.0',
    ...body,
    usIn: started * 1000,
    usOut: now * 1000 + 500,
    usDiff: (now - started) * 1000 + 500,
    testnet: false,
  };
}

export function errorOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof RpcError)) throw error;
  const { code, message, data } = error;
  return { error: { code, message, ...(data ? { data } : {}) } };
}

export function createEndpoint(world: World, access: Access, methods: Methods, meter: Meter) {
  return (req: IncomingMessage, res: ServerResponse, url: URL, body: string): void => {
    if (req.method === 'OPTIONS') return void res.writeHead(204, open).end();
    const { answer } = world.switches;
    if (answer !== null) {
      if (answer === 429) {
        sendJson(res, 429, { jsonrpc: '2.0', error: { code: 10_028, message: 'too_many_requests' } }, open);
        return;
      }
      res.writeHead(answer, { ...open, 'content-type': 'text/html' });
      res.end(
        `<html><head><title>${answer}</title></head><body><h1>Deribit is under maintenance</h1></body></html>`,
      );
      return;
    }
    const started = world.now();
    const respond = (status: number, value: Record<string, unknown>) =>
      sendJson(res, status, stamped(world, started, value), open);
    try {
      if (!meter.spend()) throw new RpcError(10_028, 'too_many_requests');
      const posted = req.method === 'POST' ? parsed(body) : {};
      const method = url.pathname.replace(/^\/api\/v2\/?/, '') || String(posted.method);
      const params = { ...Object.fromEntries(url.searchParams), ...(posted.params as object | undefined) };
      const id = posted.id === undefined ? {} : { id: posted.id };
      const result =
        method === 'public/auth'
          ? access.login(params).result
          : methods.call(
              method,
              params,
              method.startsWith('private/') ? access.of(req, url, body, params) : null,
            );
      respond(200, { ...id, result });
    } catch (error) {
      const value = errorOf(error);
      respond((error as RpcError).code === 10_028 ? 429 : 400, value);
    }
  };
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    throw new RpcError(-32_700, 'Parse error');
  }
}
