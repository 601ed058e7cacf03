import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { Directory } from '#directory';
import { isGrantable, type Narrows } from '../apps/grantable.ts';
import { isFhirScope } from '../scopes.ts';
import { longestSeconds } from '../tokens/issue.ts';
import { isWebClient } from './clients.ts';

interface ResourceParts {
  readonly directory: Directory;
  readonly narrows: Narrows;
}

/**
 * Which service a token is for. There is one, the FHIR base: it is meant as soon as its scopes are asked, so that a SMART client
 * (which says `aud`) and a software that says nothing get a token that works there.
 *
 * Source: RFC 8707; SMART App Launch 2.2 §2.0.4 (`aud`).
 */
export function resourceRules(audience: string, { directory, narrows }: ResourceParts) {
  return {
    enabled: true,
    defaultResource(ctx: KoaContextWithOIDC, _client: unknown, oneOf?: readonly string[]): string | undefined {
      if (oneOf !== undefined) return oneOf[0];
      const params = (ctx.oidc.params ?? {}) as Record<string, unknown>;
      if (params.aud !== undefined && params.aud !== audience) throw new errors.InvalidTarget();
      const asked = String(params.scope ?? '').split(' ');
      const wanted =
        params.aud !== undefined || params.grant_type === 'client_credentials' || asked.some((word) => isFhirScope(word));
      return wanted ? audience : undefined;
    },
    async getResourceServerInfo(ctx: KoaContextWithOIDC, resource: string): Promise<ResourceServer> {
      if (resource !== audience) throw new errors.InvalidTarget();
      const params = (ctx.oidc.params ?? {}) as Record<string, unknown>;
      const contexts = params.grant_type === 'client_credentials' ? (['system'] as const) : (['patient', 'user'] as const);
      const software = isWebClient(ctx.oidc.client?.clientId ?? '')
        ? undefined
        : await directory.software(ctx.oidc.client?.clientId ?? '');
      return {
        scope: wordsSaid(ctx, resource)
          .filter((word) => isFhirScope(word, ...contexts) && isGrantable(word, narrows, software))
          .join(' '),
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: longestSeconds,
        jwt: { sign: { alg: 'ES256' } },
      };
    },
    /** Without FHIR scopes the token is for userinfo, as Pro Santé Connect's is. */
    useGrantedResource: (_ctx: KoaContextWithOIDC, source: { readonly scopes: Set<string> }): boolean =>
      [...source.scopes].some((word) => isFhirScope(word)),
  };
}

/**
 * The scopes asked now or granted before: every FHIR type may be asked for, and the provider wants a list, so it gets those that are
 * spoken of.
 */
function wordsSaid({ oidc }: KoaContextWithOIDC, resource: string): string[] {
  const { AuthorizationCode, RefreshToken, Grant } = oidc.entities;
  const said = [oidc.params?.scope, AuthorizationCode?.scope, RefreshToken?.scope, Grant?.getResourceScope(resource)];
  return [...new Set(said.flatMap((scope) => (typeof scope === 'string' ? scope.split(' ') : [])))];
}
