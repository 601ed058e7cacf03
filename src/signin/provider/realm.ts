/**
 * Pro Santé Connect is a Keycloak realm: its issuer, its paths and their names are written into the settings of the software that uses
 * it. Here they are again, so that only the host changes.
 *
 * Source: Pro Santé Connect, documentation technique (endpoints); Keycloak, OIDC endpoints.
 */
export const realmPath = '/auth/realms/esante-wallet';

const openid = '/protocol/openid-connect';

/** Below `/oidc`, where Socle's own software finds them. */
export const ownRoutes = {
  authorization: '/auth',
  token: '/token',
  userinfo: '/me',
  jwks: '/jwks',
  end_session: '/session/end',
  introspection: '/token/introspection',
  revocation: '/token/revocation',
  pushed_authorization_request: '/request',
  backchannel_authentication: '/backchannel',
} as const;

/** Below {@link realmPath}. */
export const realmRoutes = {
  authorization: `${openid}/auth`,
  token: `${openid}/token`,
  userinfo: `${openid}/userinfo`,
  jwks: `${openid}/certs`,
  end_session: `${openid}/logout`,
  introspection: `${openid}/token/introspect`,
  revocation: `${openid}/revoke`,
  pushed_authorization_request: `${openid}/ext/par/request`,
  backchannel_authentication: `${openid}/ext/ciba/auth`,
} as const;

/**
 * Where a request below the realm belongs, undefined elsewhere: the address itself, and the one that the national service gives its
 * page of sign-in on a host of its own (`https://wallet.…/auth`).
 */
export function realmAddress(url: string): string | undefined {
  if (url.startsWith(`${realmPath}/`)) return url;
  const page = /^\/auth\/?(\?.*)?$/.exec(url);
  return page === null ? undefined : `${realmPath}${realmRoutes.authorization}${page[1] ?? ''}`;
}

/** A token that opens userinfo alone ends as soon as the national service's does. */
export const realmTokenSeconds = 120;
