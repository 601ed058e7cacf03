import { decodeJwt } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { hexOfRecordId, ownRecord, Refusal } from '#kernel';
import type { SmartParts } from './parts.ts';

/** The provider keeps nothing of access tokens, which carry everything themselves, and says so; what they say is answered here. */
const isOurMatter = ({ oidc, body }: KoaContextWithOIDC): boolean =>
  oidc.client !== undefined && (body as { error?: unknown } | undefined)?.error === 'unsupported_token_type';

/**
 * `POST /oidc/token/introspection` for an access token: `{ active: true, scope, client_id, sub, exp, iat, iss, aud, patient? }` to the client
 * that got it, `{ active: false }` for any other, expired, cut or foreign one. Source: RFC 7662 §2.2; SMART App Launch 2.2 §6, token introspection.
 */
export async function introspect(ctx: KoaContextWithOIDC, { callerOf }: SmartParts): Promise<void> {
  if (!isOurMatter(ctx)) return;
  ctx.status = 200;
  ctx.body = { active: false };
  const token = String(ctx.oidc.params?.token ?? '');
  const caller = await valid(callerOf(token));
  if (caller === undefined) return;
  const { client_id, sub, scope, exp, iat, iss, aud, jti } = decodeJwt(token);
  if (client_id !== ctx.oidc.client?.clientId) return;
  const patient = ownRecord(caller);
  ctx.body = {
    active: true,
    token_type: 'Bearer',
    ...{ client_id, sub, scope, exp, iat, iss, aud, jti },
    ...(patient === undefined ? {} : { patient: hexOfRecordId(patient) }),
  };
}

/** `POST /oidc/token/revocation` for an access token: refused from then on. One of another client is left alone, unsaid. Source: RFC 7009 §2. */
export async function giveUp(ctx: KoaContextWithOIDC, { callerOf, cuts }: SmartParts): Promise<void> {
  if (!isOurMatter(ctx)) return;
  ctx.status = 200;
  ctx.body = '';
  const token = String(ctx.oidc.params?.token ?? '');
  if ((await valid(callerOf(token))) === undefined) return;
  const { client_id, jti } = decodeJwt(token);
  if (client_id === ctx.oidc.client?.clientId && jti !== undefined) await cuts.cut(jti);
}

async function valid<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('signin.token-')) return undefined;
    throw error;
  }
}
