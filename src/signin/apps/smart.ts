import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { tellContext } from './answer.ts';
import { giveUp, introspect } from './introspection.ts';
import type { SmartParts } from './parts.ts';

/**
 * What the provider does for SMART beyond OpenID Connect: the context in the answer of the token endpoint, and
 * introspection and revocation of access tokens that carry everything themselves.
 */
export function openSmart(provider: Provider, parts: { readonly smart: SmartParts; readonly audience: string }): void {
  const { smart, audience } = parts;
  provider.use(async (ctx, next) => {
    const asked = ctx as KoaContextWithOIDC;
    await next();
    if (asked.oidc?.route === 'token') tellContext(asked, audience);
    if (asked.oidc?.route === 'introspection') await introspect(asked, smart);
    if (asked.oidc?.route === 'revocation') await giveUp(asked, smart);
    await ending.get(ctx);
  });
  // A refresh token given back or a code used twice ends all that was given with it, access tokens too.
  provider.on('grant.revoked', (ctx, grantId) => {
    ending.set(ctx, smart.allowed.cut(smart.allowed.idOf(grantId)));
  });
}

const ending = new WeakMap<object, Promise<unknown>>();
