import { type Client, type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';

/** The word of a client's metadata that holds its profile; not one of OpenID's. */
export const profileWord = 'socle_profile';

/** What a client of the FAPI 2.0 Security Profile is held to, beside what every client is: pushed requests and tokens bound to a key or to its certificate. */
export function fapi2Demands(certificate: boolean): Record<string, unknown> {
  return {
    [profileWord]: 'fapi2',
    require_pushed_authorization_requests: true,
    id_token_signed_response_alg: 'ES256',
    ...(certificate ? {} : { dpop_bound_access_tokens: true }),
  };
}

export function isFapi2(client: Client | undefined): boolean {
  return client?.[profileWord] === 'fapi2';
}

/** Algorithms that FAPI 2.0 §5.4.1 leaves. */
const fapiAlgorithms = ['ES256', 'PS256', 'EdDSA', 'Ed25519'];
/** A client assertion is remembered until it expires: it may not live longer. */
const longestAssertionSeconds = 3600;

/**
 * What of a client assertion the provider does not look at itself. Of a FAPI client the audience is the issuer alone, so that an
 * assertion made for one server is of no use at another.
 *
 * Source: RFC 7523 §3; FAPI 2.0 Security Profile §5.3.2.1 (8), §5.4.1.
 */
export const checkAssertion: NonNullable<Configuration['assertJwtClientAuthClaimsAndHeader']> = (ctx, claims, header, client) => {
  if (Number(claims.exp) > Date.now() / 1000 + longestAssertionSeconds) {
    throw new errors.InvalidClientAuth('a client assertion lives for an hour at most');
  }
  if (!isFapi2(client)) return;
  if (claims.aud !== ctx.oidc.issuer) throw new errors.InvalidClientAuth('audience (aud) must be the issuer');
  if (!fapiAlgorithms.includes(String(header.alg))) throw new errors.InvalidClientAuth('alg is not one of FAPI 2.0');
};

/**
 * Whether a request must carry a code challenge: always, but for a software with a secret that signs a professional in as it does at Pro
 * Santé Connect, whose `nonce` protects it in the same way. Source: RFC 9700 §2.1.1.
 */
export function pkceRequired({ oidc }: KoaContextWithOIDC, client: Client): boolean {
  const { scope, nonce } = (oidc.params ?? {}) as { scope?: unknown; nonce?: unknown };
  const words = typeof scope === 'string' ? scope.split(' ') : [];
  const asAtPsc = words.includes('openid') && words.includes('scope_all') && typeof nonce === 'string' && nonce.length >= 8;
  return !asAtPsc || isFapi2(client) || client.tokenEndpointAuthMethod === 'none';
}

/** A refresh token that is of no use without the client's key need not change. Source: FAPI 2.0 §5.3.2.1 (9). */
export function rotates({ oidc }: KoaContextWithOIDC): boolean {
  return !isFapi2(oidc.client);
}
