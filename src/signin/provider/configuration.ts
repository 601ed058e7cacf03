import { timingSafeEqual } from 'node:crypto';
import { type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import { type Actor, Refusal } from '#kernel';
import type { Store } from '#store';
import type { Accounts } from '../accounts/accounts.ts';
import type { SigninKeys } from '../keys.ts';
import { loggedOutPage, logoutPage } from '../pages/logout.ts';
import { problemPage } from '../pages/problem.ts';
import type { ProfessionalProfile } from '../profile.ts';
import { claimName, type SocleClaim } from '../tokens/claims.ts';
import { longestSeconds } from '../tokens/issue.ts';
import { accountFinder, actorFinder, softwareActor } from './account.ts';
import { openAdapter } from './adapter.ts';
import { clientFinder, isWebClient } from './clients.ts';
import { grantRules } from './grants.ts';
import { policy } from './policy.ts';
import { resourceRules } from './resources.ts';

export interface ProviderParts {
  readonly store: Store;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly profile: ProfessionalProfile;
  readonly keys: SigninKeys;
  readonly publicUrl: string;
  readonly issuer: string;
  readonly audience: string;
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
  provider.on('server_error', (ctx, error) => {
    log(`sign-in: ${error.message}`);
    if (!(error instanceof Refusal) || error.code !== 'store.unavailable') return;
    ctx.status = 503;
    ctx.set('retry-after', '2');
  });
  return provider;
}

function configuration(parts: ProviderParts): Configuration {
  const { store, directory, keys, profile, publicUrl, audience } = parts;
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
    scopes: ['openid', 'profile', 'offline_access', 'scope_all'],
    claims: {
      acr: null,
      amr: null,
      auth_time: null,
      iss: null,
      sid: null,
      openid: ['sub', claimName],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      scope_all: [...profile.claimNames, 'acr', 'amr', 'auth_time'],
    },
    acrValues: ['eidas1'],
    // As Pro Santé Connect: the id_token carries the claims too, not userinfo alone.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256', 'RS256'],
      clientAuthSigningAlgValues: ['ES256', 'ES384', 'PS256', 'RS256', 'RS384'],
    },
    extraParams: ['aud', 'launch'],
    ttl: times,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      resourceIndicators: resourceRules(audience),
      rpInitiatedLogout: { enabled: true, logoutSource: logoutPage, postLogoutSuccessSource: loggedOutPage },
    },
    interactions: { policy: policy(), url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    loadExistingGrant: grantRules(audience),
    findAccount: accountFinder(parts),
    issueRefreshToken: (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && (source.scopes.has('offline_access') || source.scopes.has('scope_all')),
    rotateRefreshToken: () => true,
    expiresWithSession: () => false,
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
    async extraTokenClaims(ctx, token) {
      const software = token.kind === 'ClientCredentials';
      const actor = software ? await softwareActor(directory, token.clientId ?? '') : await findActor(ctx, token.accountId);
      return claimOf(ctx, actor);
    },
    renderError: (ctx, out) => problemPage(ctx, out),
  };
}

function claimOf(_ctx: KoaContextWithOIDC, actor: Actor | undefined): Record<string, SocleClaim> {
  if (actor === undefined) throw new errors.InvalidGrant('the account is gone');
  return { [claimName]: { actor } };
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
  ClientCredentials: () => longestSeconds,
  Grant: () => 30 * 24 * hour,
  IdToken: () => hour,
  Interaction: () => hour / 2,
  RefreshToken: (_ctx, token) => (token.scopes.has('offline_access') ? 30 * 24 * hour : 4 * hour),
  Session: () => 4 * hour,
};
