import * as oidc from 'openid-client';
import { Browser } from './browser.ts';
import { people } from './house.ts';

export const back = 'https://lps.example/retour';

/** A professional's software as its editor would write it, with openid-client. */
export async function softwareOf(
  url: string,
  clientId: string,
  auth: oidc.ClientAuth,
  path: 'openid' | 'realm' = 'openid',
): Promise<oidc.Configuration> {
  const wallet = `${url}/auth/realms/esante-wallet/.well-known/wallet-openid-configuration`;
  const server = new URL(path === 'openid' ? `${url}/oidc` : wallet);
  return oidc.discovery(server, clientId, {}, auth, { execute: [oidc.allowInsecureRequests] });
}

export interface Asked {
  readonly url: URL;
  readonly checks: oidc.AuthorizationCodeGrantChecks;
}

export async function ask(config: oidc.Configuration, params: Record<string, string>): Promise<Asked> {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: back,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...params,
  });
  return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

/** Signs the physician in on the simulator's pages, and consents where they are asked; gives the address the software gets back. */
export async function physicianAt(origin: string, url: URL, situation: string, consents = false): Promise<URL> {
  const browser = new Browser(origin);
  await browser.get(url.href);
  await browser.submit('who', { who: people.physician });
  await browser.submit('code');
  await browser.submit('situation', { situation });
  if (consents) await browser.submit('consent');
  if (browser.left === undefined) throw new Error(`no way back: ${browser.page.text}`);
  return browser.left;
}
