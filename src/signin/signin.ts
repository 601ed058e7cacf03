import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import type { Directory } from '#directory';
import type { Actor, RecordId } from '#kernel';
import type { Store } from '#store';
import { type Accounts, openAccounts } from './accounts/accounts.ts';
import type { Caller } from './caller.ts';
import type { PeopleOf } from './federation/citizen.ts';
import { type Federation, openFederation } from './federation/federation.ts';
import type { OutsideProviders } from './federation/outside.ts';
import { openHandler } from './handler.ts';
import { openInteractions } from './interaction/interactions.ts';
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
  /** The providers outside by which people may sign in; none by default. */
  readonly outside?: OutsideProviders;
  /** Whose strict traits are all these, surely; `ins` knows it. Without it nobody links a carnet by their identity. */
  readonly peopleOf?: PeopleOf;
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
  /** Refuses `signin.token-missing`, `signin.token-invalid`, `signin.token-expired`, `signin.token-audience`. */
  caller(authorization: string | undefined): Promise<Caller>;
  /** Refuses `signin.scope`; the function of the same name, for who holds a {@link Signin}. */
  readonly requireScope: typeof requireScope;
  /** An access token without a sign-in; the caller has made sure that it may be given. */
  issue(as: Actor, options?: IssueOptions): Promise<string>;
  readonly accounts: Accounts;
  /** Signing in by a provider outside: what a carnet is linked to, and the way out of the session there. */
  readonly federation: Pick<Federation, 'links' | 'exitOf'>;
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
  const provider = openProvider({ store, directory, accounts, profile, keys, publicUrl, ...place, log });
  const trace = openSignInTrace(deps.trace, clock);
  const issue = await openIssuer(keys.signing.es256, place, clock);
  const { outside = {}, peopleOf = async () => [] } = deps;
  const { keys: seals } = store;
  const federation = openFederation({
    store,
    directory,
    accounts,
    trace,
    journal: deps.trace,
    providers: outside,
    peopleOf,
    publicUrl,
    log,
    clock,
    keys: seals,
  });
  const parts = {
    provider,
    outside: federation,
    directory,
    accounts,
    keys: store.keys,
    publicUrl,
    audience: place.audience,
    demo,
    trace,
  };
  const operatorToken = openOperatorToken({ directory, keys: store.keys, demo, clock, citizenOf: deps.citizenOf, issue });
  return {
    ...place,
    handler: openHandler({
      provider,
      publicUrl,
      interaction: openInteractions(parts),
      federation,
      operatorToken,
      discoveryOf: profile.discoveryOf,
      log,
    }),
    caller: openVerifier(publicPart(keys.signing.es256), place, clock),
    requireScope,
    issue,
    accounts,
    federation,
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
      await federation.sweep();
    },
  };
}

function publicPart({ kty, crv, x, y, kid, alg, use }: SigningKey): JSONWebKeySet {
  return { keys: [{ kty: kty ?? 'EC', crv, x, y, kid, alg, use } as JSONWebKeySet['keys'][number]] };
}
