import type { Client, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { logoutPage } from '../pages/logout.ts';
import { parseSubject } from './subject.ts';

/**
 * After signing out a software's own site may be gone back to, wherever it stands there: Pro Santé Connect is told addresses of return
 * for both ways alike, and so is the directory. Another site is refused, as ever.
 */
export function allowLogoutTargets(provider: Provider): void {
  const model = provider.Client.prototype;
  const registered = model.postLogoutRedirectUriAllowed;
  model.postLogoutRedirectUriAllowed = function (this: Client, uri: string) {
    if (registered.call(this, uri)) return true;
    if (!URL.canParse(uri)) return false;
    const { protocol, origin, username, password } = new URL(uri);
    const plain = /^https?:$/.test(protocol) && username === '' && password === '';
    return plain && (this.redirectUris ?? []).some((one) => URL.canParse(one) && new URL(one).origin === origin);
  };
}

/** Says beside an answer what Keycloak and Pro Santé Connect say of it, for the software that reads it. */
export function answerAsRealm(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    const { oidc, body } = ctx as unknown as KoaContextWithOIDC & { body: unknown };
    if (typeof body !== 'object' || body === null) return;
    if (oidc?.route === 'token' && 'access_token' in body) Object.assign(body, besideToken(oidc));
    if (oidc?.route === 'introspection' && 'active' in body && body.active === true)
      Object.assign(body, besideIntrospection(oidc));
  });
}

function besideToken({ entities }: KoaContextWithOIDC['oidc']): Record<string, unknown> {
  const { RefreshToken: made } = entities;
  return { ...(made === undefined ? {} : { refresh_expires_in: made.remainingTTL }), 'not-before-policy': 0 };
}

/** Source: Pro Santé Connect, « Introspection ». */
function besideIntrospection({ entities }: KoaContextWithOIDC['oidc']): Record<string, unknown> {
  const { AccessToken, RefreshToken } = entities;
  const token = AccessToken ?? RefreshToken;
  const subject = parseSubject(token?.accountId);
  if (token === undefined || subject?.kind !== 'professional') return {};
  const { id } = subject;
  const names = { preferred_username: id, username: id, ...(AccessToken === undefined ? {} : { SubjectNameID: id }) };
  return { ...names, azp: token.clientId, typ: AccessToken === undefined ? 'Refresh' : 'Bearer', acr: 'eidas1' };
}

/**
 * Signs out at once who comes with the id_token of the very session that ends, and asks everybody else.
 *
 * Source: OpenID RP-Initiated Logout 1.0 §2, §6: the question may be left out when the hint is of the session.
 */
export async function logoutAsAsked(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const { oidc } = ctx;
  const { session, client, provider } = oidc;
  const { IdTokenHint: hint } = oidc.entities as { IdTokenHint?: { payload?: { sub?: unknown } } };
  const grantId = client === undefined ? undefined : session?.grantIdFor(client.clientId);
  const own = session?.accountId !== undefined && hint?.payload?.sub === session.accountId && grantId !== undefined;
  if (session === undefined || !own) return logoutPage(ctx, form);
  for (const { grantId: one } of Object.values(session.authorizations ?? {})) {
    if (one === undefined) continue;
    for (const model of [provider.AccessToken, provider.RefreshToken, provider.AuthorizationCode])
      await model.revokeByGrantId(one);
    await (await provider.Grant.find(one))?.destroy();
  }
  await session.destroy();
  ctx.cookies.set(provider.cookieName('session'), null);
  const { post_logout_redirect_uri: back, state } = (oidc.params ?? {}) as Record<string, unknown>;
  const target = new URL(typeof back === 'string' ? back : oidc.urlFor('end_session_success'));
  if (typeof back === 'string' && typeof state === 'string') target.searchParams.set('state', state);
  ctx.redirect(target.href);
}
