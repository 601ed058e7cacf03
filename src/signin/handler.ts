import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { Refusal } from '#kernel';
import { sendJson } from './interaction/request.ts';

export interface HandlerParts {
  readonly provider: Provider;
  readonly publicUrl: string;
  readonly interaction: (request: IncomingMessage, response: ServerResponse, uid: string) => Promise<void>;
  /** Reads a card; absent without a TLS listener. */
  readonly card?: (request: IncomingMessage, response: ServerResponse, uid: string) => Promise<void>;
  readonly operatorToken: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly discoveryOf: (discovery: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly log: (line: string) => void;
}

const mount = '/oidc';
const style = readFileSync(new URL('pages/style.css', import.meta.url));

/**
 * Everything under `/oidc`: the provider, its pages, their style sheet, the operator's tokens. Takes the request with its body unread.
 *
 * Host and scheme come from the public URL, never from the request: no header can make the provider speak of another address.
 */
export function openHandler(parts: HandlerParts): (request: IncomingMessage, response: ServerResponse) => void {
  const { host, protocol } = new URL(parts.publicUrl);
  const provide = parts.provider.callback();
  const provided = (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? mount;
    Object.assign(request, { originalUrl: url });
    request.url = url.slice(mount.length) || '/';
    return provide(request, response);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.headers.host = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete request.headers['x-forwarded-host'];
    const path = (request.url ?? '').split('?')[0] ?? '';
    const uid = /^\/oidc\/interaction\/([\w-]{1,64})$/.exec(path)?.[1];
    if (uid !== undefined) return parts.interaction(request, response, uid);
    const carded = /^\/oidc\/carte\/([\w-]{1,64})$/.exec(path)?.[1];
    if (carded !== undefined && parts.card !== undefined) return parts.card(request, response, carded);
    if (path === `${mount}/operator-token`) return parts.operatorToken(request, response);
    if (path === `${mount}/style.css`) return sendStyle(response);
    if (path === `${mount}/.well-known/wallet-openid-configuration`) return wallet(request, response);
    return provided(request, response);
  };

  /** The provider's own discovery, answered once through the front door, then narrowed. */
  const wallet = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const end = response.end.bind(response);
    response.end = ((body?: unknown) => {
      response.end = end;
      const text = Buffer.isBuffer(body) || typeof body === 'string' ? body.toString() : '{}';
      const narrowed = Buffer.from(JSON.stringify(parts.discoveryOf(JSON.parse(text) as Record<string, unknown>)));
      response.setHeader('content-length', narrowed.length);
      return end(narrowed);
    }) as ServerResponse['end'];
    request.url = `${mount}/.well-known/openid-configuration`;
    return provided(request, response);
  };

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      parts.log(`sign-in: ${error instanceof Error ? error.message : 'a defect'}`);
      if (response.headersSent) return void response.end();
      const busy = error instanceof Refusal && error.code === 'store.unavailable';
      if (busy) response.setHeader('retry-after', '2');
      sendJson(response, busy ? 503 : 500, { error: busy ? 'temporarily_unavailable' : 'server_error' });
    });
  };
}

function sendStyle(response: ServerResponse): void {
  const headers = {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
  };
  response.writeHead(200, headers).end(style);
}
