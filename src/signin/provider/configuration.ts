import { timingSafeEqual } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { type Configuration, errors, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import { Refusal } from '#kernel';
import type { Store } from '#store';
import type { Accounts } from '../accounts/accounts.ts';
import { claimFor } from '../apps/answer.ts';
import { appWords } from '../apps/grantable.ts';
import type { SmartParts } from '../apps/parts.ts';
import { smartParams } from '../apps/request.ts';
import { openSmart } from '../apps/smart.ts';
import type { Approvals } from '../ciba/approvals.ts';
import { backchannel, demandSeconds, keepPace } from '../ciba/backchannel.ts';
import type { SigninKeys } from '../keys.ts';
import { loggedOutPage, logoutPage } from '../pages/logout.ts';
import { problemPage } from '../pages/problem.ts';
import type { ProfessionalProfile } from '../profile.ts';
import { claimName } from '../tokens/claims.ts';
import { longestSeconds } from '../tokens/issue.ts';
import { type AccountSources, accountFinder, actorFinder, softwareActor } from './account.ts';
import { openAdapter } from './adapter.ts';
import { clientFinder, isWebClient } from './clients.ts';
import { checkAssertion, isFapi2, pkceRequired, profileWord, rotates } from './fapi.ts';
import { grantRules } from './grants.ts';
import { allowLogoutTargets, answerAsRealm, logoutAsAsked } from './likeRealm.ts';
import { mutualTls } from './mutualTls.ts';
import { type CutBefore, policy } from './policy.ts';
import { ownRoutes, realmRoutes, realmTokenSeconds } from './realm.ts';
import { useOnce } from './replay.ts';
import { resourceRules } from './resources.ts';

export interface ProviderParts {
  readonly store: Store;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly profile: ProfessionalProfile;
  readonly keys: SigninKeys;
  readonly approvals: Approvals;
  readonly demo: boolean;
  readonly publicUrl: string;
  readonly issuer: string;
  /** The face that software written for Pro Santé Connect knows: the issuer is then that of the realm. */
  readonly realm?: boolean;
  /** Where client certificates are asked for, if anywhere: an origin. */
  readonly tlsUrl?: string;
  readonly audience: string;
  /** Before when a citizen's earlier sign-ins count no more. */
  readonly cutBefore: CutBefore;
  readonly anewAt: AccountSources['anewAt'];
  readonly smart: SmartParts;
  readonly log: (line: string) => void;
}

/** The OpenID provider. Everything that is not a protocol rule is told to it here. */
export function openProvider(parts: ProviderParts): Provider {
  const { store, directory, keys, issuer, log } = parts;
  const provider = new Provider(issuer, configuration(parts));
  // The front of the house fixes host and scheme from the public URL before a request comes here.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function (actual: string) {
    if (!isWebClient(this.clientId)) return directory.secretMatches(this.clientId, actual);
    const [kept, offered] = [keys.webSecret, actual].map((s) => store.keys.mac('signin/compare', Buffer.from(s)));
    return kept !== undefined && offered !== undefined && timingSafeEqual(kept, offered);
  };
  useOnce(provider, store);
  keepPace(provider, parts.approvals);
  allowLogoutTargets(provider);
  if (parts.realm === true) answerAsRealm(provider);
  // Else Koa writes to the console. What a connection died of (it has a code) is no defect of ours.
  const koa: EventEmitter = provider;
  koa.on('error', (error: Error) => {
    if (!('code' in error)) log(`sign-in: ${error.message}`);
  });
  openSmart(provider, parts);
  provider.on('server_error', (ctx, error) => {
    log(`sign-in: ${error.message}`);
    if (!(error instanceof Refusal) || error.code !== 'store.unavailable') return;
    ctx.status = 503;
    ctx.set('retry-after', '2');
  });
  return provider;
}

function configuration(parts: ProviderParts): Configuration {
  const { store, directory, keys, profile, publicUrl, audience, realm = false, smart } = parts;
  const findActor = actorFinder(parts);
  return {
    adapter: openAdapter(store, clientFinder(directory, keys, publicUrl)),
    jwks: { keys: [keys.signing.es256, keys.signing.rs256] as NonNullable<Configuration['jwks']>['keys'] },
    cookies: {
      keys: [...keys.cookies],
      names: cookieNames(publicUrl.startsWith('https:')),
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    scopes: ['openid', 'profile', 'offline_access', 'scope_all', 'identity', ...appWords],
    claims: {
      acr: null,
      amr: null,
      auth_time: null,
      iss: null,
      sid: null,
      openid: ['sub', claimName],
      // A scope of Pro Santé Connect beside `scope_all`, for the identity alone.
      identity: ['SubjectNameID', 'given_name', 'family_name', 'otherIds'],
      fhirUser: ['fhirUser'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      scope_all: [...profile.claimNames, 'acr', 'amr', 'auth_time'],
    },
    acrValues: ['eidas1'],
    // As Pro Santé Connect: the id_token carries the claims too, not userinfo alone.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: pkceRequired },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'tls_client_auth', 'none'],
    assertJwtClientAuthClaimsAndHeader: checkAssertion,
    extraClientMetadata: { properties: [profileWord] },
    routes: realm ? realmRoutes : ownRoutes,
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256', 'RS256'],
      clientAuthSigningAlgValues: ['ES256', 'ES384', 'PS256', 'RS256', 'RS384'],
    },
    extraParams: smartParams({ directory, audience, launches: smart.launches }),
    discovery: { ui_locales_supported: ['fr', 'en'], ...tlsAliases(parts) },
    ttl: realm ? { ...times, AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? realmTokenSeconds } : times,
    features: {
      ciba: backchannel(parts),
      mTLS: mutualTls,
      dPoP: { enabled: true, nonceSecret: store.keys.mac('signin/dpop-nonce'), requireNonce: () => false },
      fapi: { enabled: true, profile: (_ctx, client) => (isFapi2(client) ? '2.0' : undefined) },
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      resourceIndicators: resourceRules(audience, { directory, narrows: smart.narrows }),
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: realm ? logoutAsAsked : logoutPage,
        postLogoutSuccessSource: loggedOutPage,
      },
    },
    interactions: { policy: policy(parts.cutBefore), url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    loadExistingGrant: grantRules({ audience, launches: smart.launches }),
    findAccount: accountFinder(parts),
    issueRefreshToken: (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') &&
      ['offline_access', 'online_access', 'scope_all'].some((word) => source.scopes.has(word)),
    rotateRefreshToken: rotates,
    // Access while the person is there ends with their session. Source: SMART App Launch 2.2 §3.0.1, online_access.
    expiresWithSession: (_ctx, source) => source.scopes.has('online_access') && !source.scopes.has('offline_access'),
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
    async extraTokenClaims(ctx, token) {
      const software = token.kind === 'ClientCredentials';
      const actor = software ? await softwareActor(directory, token.clientId ?? '') : await findActor(ctx, token.accountId);
      if (actor === undefined) throw new errors.InvalidGrant('the account is gone');
      return { [claimName]: claimFor(ctx, actor, { allowed: smart.allowed, audience }) };
    },
    renderError: (ctx, out) => problemPage(ctx, out),
  };
}

/** Where the endpoints stand that a certificate can be shown to. Source: RFC 8705 §5. */
function tlsAliases({ tlsUrl, issuer, realm }: ProviderParts): Record<string, unknown> {
  if (tlsUrl === undefined) return {};
  const base = `${tlsUrl}${new URL(issuer).pathname}`;
  const paths = realm === true ? realmRoutes : ownRoutes;
  const { token, revocation, userinfo, pushed_authorization_request, backchannel_authentication } = paths;
  const endpoints = { token, revocation, userinfo, pushed_authorization_request, backchannel_authentication };
  const aliases = Object.entries(endpoints).map(([name, path]) => [`${name}_endpoint`, `${base}${path}`]);
  return { mtls_endpoint_aliases: Object.fromEntries(aliases) };
}

/** Over https their names carry the prefixes by which browsers hold them to this host; those of one page have its path. Source: RFC 6265bis §4.1.3. */
function cookieNames(secure: boolean): { session: string; interaction: string; resume: string } {
  const [host, page] = secure ? ['__Host-', '__Secure-'] : ['', ''];
  return { session: `${host}socle_op`, interaction: `${page}socle_op_page`, resume: `${page}socle_op_resume` };
}

const hour = 3600;
const times: NonNullable<Configuration['ttl']> = {
  AccessToken: () => longestSeconds,
  AuthorizationCode: () => 60,
  BackchannelAuthenticationRequest: () => demandSeconds,
  ClientCredentials: () => longestSeconds,
  Grant: () => 30 * 24 * hour,
  IdToken: () => hour,
  Interaction: () => hour / 2,
  // The grant ends first, when the person said.
  RefreshToken: (_ctx, token) => (token.scopes.has('offline_access') ? 365 * 24 * hour : 4 * hour),
  Session: () => 4 * hour,
};
