import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { everyOffered, offeredTo } from '../scopes.ts';
import { longestSeconds } from '../tokens/issue.ts';

/**
 * Which service a token is for. There is one, the FHIR base: it is meant as soon as its scopes are asked, so that a SMART client
 * (which says `aud`) and a software that says nothing get a token that works there.
 *
 * Source: RFC 8707; SMART App Launch 2.2 §2.0.4 (`aud`).
 */
export function resourceRules(audience: string) {
  const forPeople = offeredTo('patient', 'user');
  const forSoftware = offeredTo('system');
  return {
    enabled: true,
    defaultResource(ctx: KoaContextWithOIDC, _client: unknown, oneOf?: readonly string[]): string | undefined {
      if (oneOf !== undefined) return oneOf[0];
      const params = (ctx.oidc.params ?? {}) as Record<string, unknown>;
      if (params.aud !== undefined && params.aud !== audience) throw new errors.InvalidTarget();
      const asked = String(params.scope ?? '').split(' ');
      const wanted =
        params.aud !== undefined || params.grant_type === 'client_credentials' || asked.some((s) => everyOffered.has(s));
      return wanted ? audience : undefined;
    },
    getResourceServerInfo(ctx: KoaContextWithOIDC, resource: string): ResourceServer {
      if (resource !== audience) throw new errors.InvalidTarget();
      const params = (ctx.oidc.params ?? {}) as Record<string, unknown>;
      return {
        scope: params.grant_type === 'client_credentials' ? forSoftware : forPeople,
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: longestSeconds,
        jwt: { sign: { alg: 'ES256' } },
      };
    },
    /** Without FHIR scopes the token is for userinfo, as Pro Santé Connect's is. */
    useGrantedResource: (_ctx: KoaContextWithOIDC, source: { readonly scopes: Set<string> }): boolean =>
      [...source.scopes].some((scope) => everyOffered.has(scope)),
  };
}
