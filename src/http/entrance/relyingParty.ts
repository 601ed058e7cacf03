import * as oidc from 'openid-client';
import type { Actor } from '#kernel';
import { type Language, parseActor, type Signin, webClients } from '#signin';
import type { Kind } from './back.ts';
import type { Entry } from './entry.ts';
import { entryLost } from './refusals.ts';

/** The web spaces as clients of the provider: code flow with PKCE, state and nonce. */
export interface RelyingParty {
  /** Where the browser goes to sign in, and what to remember until it comes back. */
  begin(kind: Kind, local: string, language?: Language): Promise<Begun>;
  /** Who came back. Refuses `session.entry-lost`. */
  finish(entry: Entry, current: URL, local: string): Promise<Actor>;
}

/** The address of the provider, and what its answer must fit. */
interface Begun {
  readonly url: URL;
  readonly entry: Pick<Entry, 'state' | 'nonce' | 'verifier'>;
}

const scopes = { citizen: 'openid profile', professional: 'openid profile scope_all', operator: 'openid profile' } as const;

/**
 * `local` is the address this process listens on: the public one may not be reachable from inside (container, proxy, TLS outside), so
 * the calls from server to server go there.
 */
export function openRelyingParty(signin: Signin, publicUrl: string): RelyingParty {
  const known = new Map<string, Promise<oidc.Configuration>>();

  const discover = (kind: Kind, local: string): Promise<oidc.Configuration> => {
    const at: oidc.CustomFetch = (url, options) => {
      const { pathname, search } = new URL(url);
      return fetch(new URL(`${pathname}${search}`, local), options as RequestInit);
    };
    const metadata = { id_token_signed_response_alg: 'ES256' };
    return oidc.discovery(new URL(signin.issuer), webClients[kind], metadata, oidc.ClientSecretBasic(signin.webSecret), {
      [oidc.customFetch]: at,
      execute: publicUrl.startsWith('https:') ? [] : [oidc.allowInsecureRequests],
    });
  };
  const configuration = (kind: Kind, local: string): Promise<oidc.Configuration> => {
    const key = `${kind} ${local}`;
    const found = known.get(key) ?? discover(kind, local);
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  };
  return {
    async begin(kind, local, language) {
      const verifier = oidc.randomPKCECodeVerifier();
      const entry = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier };
      const url = oidc.buildAuthorizationUrl(await configuration(kind, local), {
        redirect_uri: `${publicUrl}/entrer/retour`,
        scope: scopes[kind],
        state: entry.state,
        nonce: entry.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // On a shared computer the next person must not enter by the session of the one before.
        prompt: 'login',
        ...(language === undefined ? {} : { ui_locales: language }),
        ...(kind === 'professional' ? { acr_values: 'eidas1' } : {}),
      });
      return { url, entry };
    },
    async finish(entry, current, local) {
      const checks = { pkceCodeVerifier: entry.verifier, expectedState: entry.state, expectedNonce: entry.nonce };
      const tokens = await oidc
        .authorizationCodeGrant(await configuration(entry.kind, local), current, { ...checks, idTokenExpected: true })
        .catch((error: unknown) => {
          if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError) throw entryLost();
          throw error;
        });
      const actor = parseActor(tokens.claims()?.socle);
      if (actor === undefined) throw new Error('the provider gave no actor');
      return actor;
    },
  };
}
