import * as oidc from 'openid-client';
import { Refusal } from '#kernel';
import type { Errand } from './errand.ts';
import { type OutsideProvider, reaches, returnAddress, type Way } from './outside.ts';
import { declined, failed, tooWeak, unavailable } from './refusals.ts';

/** What a provider outside has vouched for. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** To end the session there later. */
  readonly idToken: string;
}

/** Socle as a client of one provider outside: code flow with PKCE, state, nonce and, where the provider says so, `iss` (RFC 9207). */
export interface Party {
  readonly provider: OutsideProvider;
  /** Where the browser goes, and what it remembers meanwhile. Refuses `signin.federation-unavailable`. */
  begin(uid: string, at: Date): Promise<{ readonly url: URL; readonly errand: Errand }>;
  /** Refuses `signin.federation-declined`, `-failed`, `-level`, `-unavailable`. */
  finish(errand: Errand, query: URLSearchParams): Promise<Vouched>;
  /** Where the browser goes to end the session there; undefined when the provider has no such place. */
  exit(idToken: string, back: string): Promise<URL | undefined>;
}

const secondsToAnswer = 10;
const discoveredSeconds = 3600;

export function openParty(provider: OutsideProvider, way: Way, publicUrl: string, log: (line: string) => void): Party {
  const { clientId, secret, name, level } = provider;
  let known: { readonly at: number; readonly config: Promise<oidc.Configuration> } | undefined;

  /** Asked again every hour: keys and addresses change. */
  const configuration = (): Promise<oidc.Configuration> => {
    if (known !== undefined && known.at + discoveredSeconds * 1000 > Date.now()) return known.config;
    const config = discovered(provider, clientId, secret);
    const fresh = { at: Date.now(), config };
    known = fresh;
    config.catch(() => {
      if (known === fresh) known = undefined;
    });
    return config;
  };
  const told = (error: unknown): Refusal => {
    if (error instanceof Refusal) return error;
    if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') return declined(name);
    // Codes of the protocol, never what was sent: that may hold a person's claims.
    log(`sign-in by ${way}: ${codeOf(error)}`);
    return isAway(error) ? unavailable(name) : failed(name);
  };

  return {
    provider,
    async begin(uid, at) {
      const verifier = oidc.randomPKCECodeVerifier();
      const errand: Errand = {
        uid,
        way,
        state: `${uid}.${oidc.randomState()}`,
        nonce: oidc.randomNonce(),
        verifier,
        at: at.getTime(),
      };
      try {
        const url = oidc.buildAuthorizationUrl(await configuration(), {
          redirect_uri: returnAddress(publicUrl, way),
          scope: provider.scope,
          state: errand.state,
          nonce: errand.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          acr_values: level,
          // On a shared computer the next person must not enter by the session of the one before.
          prompt: 'login',
        });
        return { url, errand };
      } catch (error) {
        throw told(error);
      }
    },
    async finish({ verifier, state, nonce }, query) {
      try {
        const config = await configuration();
        const current = new URL(returnAddress(publicUrl, way));
        current.search = query.toString();
        const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
        const tokens = await oidc.authorizationCodeGrant(config, current, checks);
        const claims = tokens.claims();
        const { id_token: idToken } = tokens;
        if (claims === undefined || idToken === undefined) throw failed(name);
        if (!reaches(claims.acr, level)) throw tooWeak(name);
        const { iss: issuer, sub: subject } = claims;
        const { userinfo_endpoint: place } = config.serverMetadata();
        const info = place === undefined ? {} : await oidc.fetchUserInfo(config, tokens.access_token, subject);
        return { issuer, subject, claims: { ...claims, ...info }, idToken };
      } catch (error) {
        throw told(error);
      }
    },
    async exit(idToken, back) {
      try {
        const config = await configuration();
        if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
        return oidc.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back });
      } catch (error) {
        told(error);
        return undefined;
      }
    },
  };
}

async function discovered({ issuer }: OutsideProvider, clientId: string, secret: string): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  const here = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  // The signature counts, also of a token that came straight from the provider.
  const options = { timeout: secondsToAnswer, execute: [oidc.enableNonRepudiationChecks, ...here] };
  const auth: oidc.ClientAuth = (as, client, body, headers) => {
    // Basic where the provider knows it, as RFC 6749 wants; FranceConnect knows the form alone.
    const basic = as.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true;
    return (basic ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret))(as, client, body, headers);
  };
  const config = await oidc.discovery(url, clientId, undefined, auth, options);
  // openid-client holds the document to its issuer only when it made up the address itself.
  const [expected] = issuer.split('/.well-known/');
  const { issuer: said } = config.serverMetadata();
  if (said.replace(/\/$/, '') !== expected?.replace(/\/$/, '')) throw new Error('the discovery document is of another issuer');
  return config;
}

function codeOf(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError)
    return error.error.slice(0, 60);
  const { code, message } = error as { code?: unknown; message?: unknown };
  return String(code ?? message ?? 'a defect').slice(0, 120);
}

/** No answer, as opposed to a bad one. */
function isAway(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return true;
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return cause instanceof Response && cause.status >= 500;
  return error instanceof TypeError && code === undefined;
}
