import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { Refusal } from '#kernel';
import type { SentNotice } from './accounts/notices.ts';
import { withClientOfRenewal } from './apps/renewal.ts';
import { withConsentForOffline } from './apps/request.ts';
import type { Federation } from './federation/federation.ts';
import { isWay, type Way } from './federation/outside.ts';
import { sendJson } from './interaction/request.ts';
import { inboxPage } from './pages/inbox.ts';
import { languageOf } from './pages/language.ts';
import { send } from './pages/page.ts';
import { passkeyScript } from './pages/passkeyScript.ts';
import { realmAddress, realmPath } from './provider/realm.ts';

export interface HandlerParts {
  readonly provider: Provider;
  /** The same at the address of the national service's realm. */
  readonly realm: Provider;
  readonly telephone: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly publicUrl: string;
  readonly interaction: (request: IncomingMessage, response: ServerResponse, uid: string, way?: Way) => Promise<void>;
  readonly federation: Pick<Federation, 'comeBack' | 'leave'>;
  /** Reads a card; absent without a TLS listener. */
  readonly card?: (request: IncomingMessage, response: ServerResponse, uid: string) => Promise<void>;
  readonly operatorToken: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly inbox?: () => readonly SentNotice[];
  readonly discoveryOf: (discovery: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly log: (line: string) => void;
}

const mount = '/oidc';
const walletPath = '/.well-known/wallet-openid-configuration';
const style = readFileSync(new URL('pages/style.css', import.meta.url));

/**
 * Everything under `/oidc`: the provider, its pages, their style sheet, the operator's tokens; under `/auth` the provider as the realm of Pro
 * Santé Connect; under `/e-cps` the simulated telephone. Takes the request with its body unread.
 *
 * Host and scheme come from the public URL, never from the request: no header can make the provider speak of another address.
 */
export function openHandler(parts: HandlerParts): (request: IncomingMessage, response: ServerResponse) => void {
  const { host, protocol } = new URL(parts.publicUrl);
  const mounted = (provider: Provider, at: string) => {
    const provide = provider.callback();
    return (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const url = withConsentForOffline(request.url ?? at);
      Object.assign(request, { originalUrl: url });
      request.url = url.slice(at.length) || '/';
      return provide(request, response);
    };
  };
  const provided = mounted(parts.provider, mount);
  const realm = mounted(parts.realm, realmPath);

  const clientOf = async (refreshToken: string): Promise<string | undefined> => {
    const { RefreshToken, Client } = parts.provider;
    const found = await RefreshToken.find(refreshToken);
    const client = found?.clientId === undefined ? undefined : await Client.find(found.clientId);
    return client?.clientAuthMethod === 'none' ? client.clientId : undefined;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.headers.host = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete request.headers['x-forwarded-host'];
    const path = (request.url ?? '').split('?')[0] ?? '';
    const [, uid, way] = /^\/oidc\/interaction\/([\w-]{1,64})(?:\/(\w{1,16}))?$/.exec(path) ?? [];
    if (uid !== undefined && way === undefined) return parts.interaction(request, response, uid);
    if (uid !== undefined && isWay(way) && request.method === 'GET') return parts.interaction(request, response, uid, way);
    const back = /^\/oidc\/federation\/(\w{1,16})\/retour$/.exec(path)?.[1];
    if (isWay(back)) return parts.federation.comeBack(request, response, back);
    if (path === `${mount}/federation/sortie`) return parts.federation.leave(request, response);
    const carded = /^\/oidc\/carte\/([\w-]{1,64})$/.exec(path)?.[1];
    if (carded !== undefined && parts.card !== undefined) return parts.card(request, response, carded);
    if (path === `${mount}/operator-token`) return parts.operatorToken(request, response);
    if (path === `${mount}/style.css`) return sendOwn(response, 'text/css', style);
    if (path === `${mount}/passkey.js`) return sendOwn(response, 'text/javascript', passkeyScript());
    if (path === `${mount}/courriels` && parts.inbox !== undefined)
      return send(response, { page: inboxPage(parts.inbox()), language: languageOf(request) });
    if (path === `${mount}${walletPath}`) return wallet(request, response, mount, provided);
    if (path === `${realmPath}${walletPath}`) return wallet(request, response, realmPath, realm);
    if (/^\/e-cps(\/|$)/.test(path)) return parts.telephone(request, response);
    const ofRealm = realmAddress(request.url ?? '');
    if (ofRealm !== undefined) return realm(Object.assign(request, { url: ofRealm }), response);
    if (path === `${mount}/token`) return provided(await withClientOfRenewal(request, clientOf), response);
    if (!path.startsWith(`${mount}/`)) return sendJson(response, 404, { error: 'not_found' });
    return provided(request, response);
  };

  /** The provider's own discovery, answered once through the front door, then narrowed. */
  const wallet = async (
    request: IncomingMessage,
    response: ServerResponse,
    at: string,
    provide: typeof provided,
  ): Promise<void> => {
    const end = response.end.bind(response);
    response.end = ((body?: unknown) => {
      response.end = end;
      const text = Buffer.isBuffer(body) || typeof body === 'string' ? body.toString() : '{}';
      const narrowed = Buffer.from(JSON.stringify(parts.discoveryOf(JSON.parse(text) as Record<string, unknown>)));
      response.setHeader('content-length', narrowed.length);
      return end(narrowed);
    }) as ServerResponse['end'];
    request.url = `${at}/.well-known/openid-configuration`;
    return provide(request, response);
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

function sendOwn(response: ServerResponse, type: string, bytes: Buffer): void {
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
  };
  response.writeHead(200, headers).end(bytes);
}
