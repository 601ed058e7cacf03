import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import type { Directory } from '#directory';
import type { Actor, RecordId } from '#kernel';
import type { Store } from '#store';
import { type Accounts, openAccounts } from './accounts/accounts.ts';
import type { Caller } from './caller.ts';
import type { Certificates } from './certificates/certificates.ts';
import { openHandler } from './handler.ts';
import { openCardReader } from './interaction/card.ts';
import { openInteractions } from './interaction/interactions.ts';
import { obtainKeys, type SigningKey } from './keys.ts';
import { openOperatorToken } from './operatorToken.ts';
import { handOverPlainly } from './pages/handOver.ts';
import type { ProfessionalProfile } from './profile.ts';
import { openAudit } from './protection/audit.ts';
import { type Floods, openFloods } from './protection/floods.ts';
import { openGuesses } from './protection/guesses.ts';
import { openSources } from './protection/source.ts';
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
  readonly trace?: Journal;
  /** Where client certificates are read, when there is a TLS listener: its address by which browsers reach it. */
  readonly cards?: { readonly certificates: Certificates; readonly address: string };
  /** Addresses of proxies before this server, as `10.0.0.0/8`: believed about whom they speak for. */
  readonly proxies?: readonly string[];
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
  readonly webSessions: WebSessions;
  /** The secret of the web spaces as clients, for the entrance. */
  readonly webSecret: string;
  /** Ends the provider's own session of a browser, by its cookie header; for the web spaces' sign-out. */
  endProviderSession(cookies: string | undefined): Promise<void>;
  /** For the front of the house: whether a request of sign-in comes too often. */
  readonly floods: Floods;
  /** Removes what has expired; to be called every few minutes. */
  sweep(): Promise<void>;
  /** Writes down what the log is still owed. */
  close(): Promise<void>;
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
  const audit = openAudit(deps.trace, directory, clock, log);
  audit.watch(provider);
  handOverPlainly(provider);
  const guesses = openGuesses(store, clock);
  const sources = openSources(store.keys, publicUrl, deps.proxies);
  const { cards } = deps;
  const desk = { directory, keys: store.keys, publicUrl, audit, clock };
  const parts = {
    provider,
    directory,
    accounts,
    keys: store.keys,
    publicUrl,
    audience: place.audience,
    demo,
    trace,
    audit,
    sources,
    clock,
    cards: cards?.address,
  };
  const operatorToken = openOperatorToken({ directory, keys: store.keys, demo, clock, citizenOf: deps.citizenOf, issue });
  return {
    ...place,
    handler: openHandler({
      provider,
      publicUrl,
      interaction: openInteractions(parts),
      operatorToken,
      discoveryOf: profile.discoveryOf,
      ...(cards === undefined ? {} : { card: openCardReader({ ...desk, certificates: cards.certificates }) }),
      log,
    }),
    caller: openVerifier(publicPart(keys.signing.es256), place, clock),
    requireScope,
    issue,
    accounts,
    webSessions,
    webSecret: keys.webSecret,
    floods: openFloods(sources, clock),
    async endProviderSession(cookies) {
      const id = new RegExp(`(?:^|;\\s*)${provider.cookieName('session')}=([\\w-]+)`).exec(cookies ?? '')?.[1];
      const session = id === undefined ? undefined : await provider.Session.find(id);
      await session?.destroy();
    },
    async sweep() {
      await sweepExpired(store, clock());
      await webSessions.sweep();
      await guesses.sweep();
    },
    close: audit.flush,
  };
}

function publicPart({ kty, crv, x, y, kid, alg, use }: SigningKey): JSONWebKeySet {
  return { keys: [{ kty: kty ?? 'EC', crv, x, y, kid, alg, use } as JSONWebKeySet['keys'][number]] };
}
