import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import type { Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import type { Actor, Citizen, RecordId } from '#kernel';
import type { Store } from '#store';
import { type Accounts, openAccounts } from './accounts/accounts.ts';
import { openAllowed } from './apps/allowed.ts';
import { type Apps, openApps } from './apps/apps.ts';
import { openCuts } from './apps/cuts.ts';
import type { Narrows } from './apps/grantable.ts';
import { openLaunches } from './apps/launches.ts';
import type { SmartParts } from './apps/parts.ts';
import type { Caller } from './caller.ts';
import { openHandler } from './handler.ts';
import { openInteractions } from './interaction/interactions.ts';
import type { ReadableProfile } from './interaction/parts.ts';
import { obtainKeys, type SigningKey } from './keys.ts';
import { openOperatorToken } from './operatorToken.ts';
import type { ProfessionalProfile } from './profile.ts';
import { sweepExpired } from './provider/adapter.ts';
import { openProvider } from './provider/configuration.ts';
import { requireScope } from './scopes.ts';
import { type IssueOptions, openIssuer } from './tokens/issue.ts';
import { openVerifier } from './tokens/verify.ts';
import { type Journal, openSignInTrace } from './trace.ts';
import { openWebSessions, type WebSessions } from './web/sessions.ts';

export interface SigninDeps {
  readonly directory: Directory;
  /** Scheme, host and port by which people reach this server, without a path: `http://localhost:8080`. */
  readonly publicUrl: string;
  readonly demo: boolean;
  /** What the professionals' software reads: `psc` of `#interop/psc`. */
  readonly profile: ProfessionalProfile;
  /** The person of a matricule, for `socle token`; `ins` knows it. */
  readonly citizenOf: (matricule: string) => Promise<{ readonly record: RecordId; readonly name: string } | undefined>;
  /** Whom a citizen may read for, by mandate; nobody when absent. */
  readonly profilesOf?: (citizen: Citizen) => Promise<readonly ReadableProfile[]>;
  /** Whether the FHIR server holds every answer to a search that narrows a scope; such scopes are given to nobody when absent. */
  readonly narrows?: Narrows;
  readonly trace?: Journal;
  readonly log: (line: string) => void;
  readonly clock?: () => Date;
}

/** Who acts. What they may do with a record is not decided here. */
export interface Signin {
  /** `<public>/oidc`. */
  readonly issuer: string;
  /** `<public>/fhir`, the audience of every access token. */
  readonly audience: string;
  /** Answers everything under `/oidc`; the path comes whole and the body unread. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Refuses `signin.token-missing`, `signin.token-invalid`, `signin.token-expired`, `signin.token-audience`, `signin.token-cut`. */
  caller(authorization: string | undefined): Promise<Caller>;
  /** Refuses `signin.scope`; the function of the same name, for who holds a {@link Signin}. */
  readonly requireScope: typeof requireScope;
  /** An access token without a sign-in; the caller has made sure that it may be given. */
  issue(as: Actor, options?: IssueOptions): Promise<string>;
  readonly accounts: Accounts;
  /** The applications that people allowed, and those that professionals open. */
  readonly apps: Apps;
  readonly webSessions: WebSessions;
  /** The secret of the web spaces as clients, for the entrance. */
  readonly webSecret: string;
  /** Ends the provider's own session of a browser, by its cookie header; for the web spaces' sign-out. */
  endProviderSession(cookies: string | undefined): Promise<void>;
  /** Removes what has expired; to be called every few minutes. */
  sweep(): Promise<void>;
}

/** Makes the signing keys on the first start; several servers on one database share them. */
export async function openSignin(store: Store, deps: SigninDeps): Promise<Signin> {
  const { directory, demo, profile, log, clock = () => new Date() } = deps;
  const publicUrl = new URL(deps.publicUrl).origin;
  const place = { issuer: `${publicUrl}/oidc`, audience: `${publicUrl}/fhir` };
  const keys = await obtainKeys(store);
  const accounts = openAccounts(store, demo, clock);
  const webSessions = openWebSessions(store, clock);
  const cuts = openCuts(store, clock);
  const verify = openVerifier(publicPart(keys.signing.es256), place, clock, cuts);
  const allowed = openAllowed(store, cuts, (grantId) => forgetGrant(provider, grantId), clock);
  const launches = openLaunches(store, clock);
  const { narrows = () => false, profilesOf = async () => [] } = deps;
  const smart: SmartParts = { launches, allowed, cuts, narrows, callerOf: (token) => verify(`Bearer ${token}`) };
  const provider = openProvider({ store, directory, accounts, profile, keys, publicUrl, ...place, smart, log });
  const trace = openSignInTrace(deps.trace, clock);
  const issue = await openIssuer(keys.signing.es256, place, clock);
  const { audience } = place;
  const apps = { allowed, narrows, profilesOf, clock };
  const parts = { provider, directory, accounts, keys: store.keys, publicUrl, audience, demo, trace, apps };
  const operatorToken = openOperatorToken({ directory, keys: store.keys, demo, clock, citizenOf: deps.citizenOf, issue });
  return {
    ...place,
    handler: openHandler({
      provider,
      publicUrl,
      interaction: openInteractions(parts),
      operatorToken,
      discoveryOf: profile.discoveryOf,
      log,
    }),
    async caller(authorization) {
      const caller = await verify(authorization);
      if (caller.grant !== undefined) allowed.used(caller.grant);
      return caller;
    },
    requireScope,
    issue,
    accounts,
    apps: openApps({ directory, allowed, launches, trace, publicUrl }),
    webSessions,
    webSecret: keys.webSecret,
    async endProviderSession(cookies) {
      const id = new RegExp(`(?:^|;\\s*)${provider.cookieName('session')}=([\\w-]+)`).exec(cookies ?? '')?.[1];
      const session = id === undefined ? undefined : await provider.Session.find(id);
      await session?.destroy();
    },
    async sweep() {
      await sweepExpired(store, clock());
      await webSessions.sweep();
      for (const kept of [cuts, launches, allowed]) await kept.sweep(clock());
    },
  };
}

/** Everything that could renew what was given under a grant. */
async function forgetGrant(provider: Provider, grantId: string): Promise<void> {
  await Promise.all([provider.RefreshToken.revokeByGrantId(grantId), provider.AuthorizationCode.revokeByGrantId(grantId)]);
  await (await provider.Grant.find(grantId, { ignoreExpiration: true }))?.destroy();
}

function publicPart({ kty, crv, x, y, kid, alg, use }: SigningKey): JSONWebKeySet {
  return { keys: [{ kty: kty ?? 'EC', crv, x, y, kid, alg, use } as JSONWebKeySet['keys'][number]] };
}
