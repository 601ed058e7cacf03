import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** What the next answers of a {@link Rogue} do wrong; nothing: it is an honest provider. */
export interface Faults {
  readonly algorithm?: 'none' | 'HS256-public-key' | 'other-key' | 'jku';
  readonly idToken?: JWTPayload;
  readonly withoutIdToken?: boolean;
  readonly userinfo?: Readonly<Record<string, unknown>>;
  /** Userinfo as a signed token, as FranceConnect gives it: by its own key or by another. */
  readonly signedUserinfo?: 'own-key' | 'other-key';
  readonly tokenStatus?: number;
  readonly body?: string;
  readonly iss?: string;
}

/** An OpenID provider whose every answer a test can bend. It signs everybody in at once. */
export interface Rogue {
  readonly issuer: string;
  claims: Readonly<Record<string, unknown>>;
  faults: Faults;
  /** The address that a browser comes back to, as if the person had signed in at `url`. */
  answer(url: URL, changed?: Readonly<Record<string, string | undefined>>): URL;
  /** The forms that the token endpoint received. */
  readonly asked: URLSearchParams[];
  close(): Promise<void>;
}

export async function openRogue(clientId: string): Promise<Rogue> {
  const own = await generateKeyPair('ES256', { extractable: true });
  const other = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  const nonces = new Map<string, { nonce: string; challenge: string }>();
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const rogue: Rogue = {
    issuer,
    claims: { sub: 'sujet-1', acr: 'eidas2' },
    faults: {},
    asked,
    answer(url, changed = {}) {
      const code = `code-${nonces.size + 1}`;
      nonces.set(code, {
        nonce: url.searchParams.get('nonce') ?? '',
        challenge: url.searchParams.get('code_challenge') ?? '',
      });
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      const fields = { code, state: url.searchParams.get('state') ?? '', iss: rogue.faults.iss ?? issuer, ...changed };
      for (const [name, value] of Object.entries(fields)) if (value !== undefined) back.searchParams.set(name, value);
      return back;
    },
    close: () => new Promise((closed) => void server.close(() => closed())),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration')
      return send(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        end_session_endpoint: `${issuer}/logout`,
        jwks_uri: `${issuer}/jwks`,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        id_token_signing_alg_values_supported: ['ES256'],
        userinfo_signing_alg_values_supported: ['ES256'],
        authorization_response_iss_parameter_supported: true,
      });
    // A browser is sent back at once, as if the person had signed in.
    if (request.url?.startsWith('/authorize?'))
      return void response.writeHead(302, { location: rogue.answer(new URL(request.url, issuer)).href }).end();
    if (request.url?.startsWith('/logout')) return send(200, { left: true });
    if (request.url === '/jwks') return send(200, { keys: [jwk] });
    if (request.url === '/userinfo') {
      const { signedUserinfo, userinfo } = rogue.faults;
      const said = { ...rogue.claims, ...userinfo };
      if (signedUserinfo === undefined) return send(200, said);
      const key = signedUserinfo === 'own-key' ? own : other;
      const token = new SignJWT({ iss: issuer, aud: clientId, ...said }).setProtectedHeader({ alg: 'ES256', kid: 'k1' });
      return void response.writeHead(200, { 'content-type': 'application/jwt' }).end(await token.sign(key.privateKey));
    }
    if (request.url !== '/token') return send(404, {});
    let text = '';
    for await (const chunk of request) text += chunk;
    const form = new URLSearchParams(text);
    asked.push(form);
    if (rogue.faults.tokenStatus !== undefined) {
      response.writeHead(rogue.faults.tokenStatus).end(rogue.faults.body ?? '');
      return;
    }
    const kept = nonces.get(form.get('code') ?? '');
    const proven = Buffer.from(
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode(form.get('code_verifier') ?? '')),
    ).toString('base64url');
    if (kept === undefined || kept.challenge !== proven) return send(400, { error: 'invalid_grant' });
    nonces.delete(form.get('code') ?? '');
    const token = { access_token: 'jeton', token_type: 'Bearer', expires_in: 60 };
    send(200, rogue.faults.withoutIdToken ? token : { ...token, id_token: await idToken(kept.nonce) });
  }

  async function idToken(nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const { sub, acr } = rogue.claims;
    const payload = {
      iss: issuer,
      aud: clientId,
      iat: now,
      exp: now + 60,
      sub,
      acr,
      nonce,
      ...rogue.faults.idToken,
    } as JWTPayload;
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    switch (rogue.faults.algorithm) {
      case 'none':
        return `${part({ alg: 'none' })}.${part(payload)}.`;
      case 'HS256-public-key':
        return new SignJWT(payload)
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .sign(new TextEncoder().encode(JSON.stringify(jwk)));
      case 'other-key':
        return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(other.privateKey);
      case 'jku': {
        const key = await exportJWK(other.publicKey);
        const header = { alg: 'ES256', kid: 'k1', jku: `${issuer}/others`, jwk: key };
        return new SignJWT(payload).setProtectedHeader(header).sign(other.privateKey);
      }
      default:
        return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(own.privateKey);
    }
  }
  return rogue;
}
