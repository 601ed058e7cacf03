import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import type { Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import type { Actor, Citizen, RecordId } from '#kernel';
import type { Store } from '#store';
import { type Accounts, openAccounts } from './accounts/accounts.ts';
import { type Citizens, openCitizens } from './accounts/citizens.ts';
import type { Notices, SentNotice } from './accounts/notices.ts';
import type { FindPerson } from './accounts/people.ts';
import { openAllowed } from './apps/allowed.ts';
import { type Apps, openApps } from './apps/apps.ts';
import { openCuts } from './apps/cuts.ts';
import type { Narrows } from './apps/grantable.ts';
import { openLaunches } from './apps/launches.ts';
import type { SmartParts } from './apps/parts.ts';
import type { Caller } from './caller.ts';
import type { Certificates } from './certificates/certificates.ts';
import { openApprovals } from './ciba/approvals.ts';
import { openTelephone } from './ciba/telephone.ts';
import type { PeopleOf } from './federation/citizen.ts';
import { type Federation, openFederation } from './federation/federation.ts';
import type { OutsideProviders } from './federation/outside.ts';
import { openHandler } from './handler.ts';
import { openCardReader } from './interaction/card.ts';
import { openInteractions } from './interaction/interactions.ts';
import type { ReadableProfile } from './interaction/parts.ts';
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
import { realmPath } from './provider/realm.ts';
import { requireScope } from './scopes.ts';
import { type IssueOptions, openIssuer } from './tokens/issue.ts';
import { openOpaque } from './tokens/opaque.ts';
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
  /** Of whom a citizen's account may be opened; `ins` knows them. Absent: no code on paper opens anything. */
  readonly identityOf?: FindPerson;
  /** How people are written to; absent: no code is sent, and no word of changes. */
  readonly notices?: Notices;
  /** The messages of a simulator of {@link SigninDeps.notices}, shown to anybody at `/oidc/courriels`. */
  readonly inbox?: () => readonly SentNotice[];
  /** The providers outside by which people may sign in; none by default. */
  readonly outside?: OutsideProviders;
  /** Whose strict traits are all these, surely; `ins` knows it. Without it nobody links a carnet by their identity. */
  readonly peopleOf?: PeopleOf;
  /** Whom a citizen may read for, by mandate; nobody when absent. */
  readonly profilesOf?: (citizen: Citizen) => Promise<readonly ReadableProfile[]>;
  /** Whether the FHIR server holds every answer to a search that narrows a scope; such scopes are given to nobody when absent. */
  readonly narrows?: Narrows;
  readonly trace?: Journal;
  /** Where client certificates are read, when there is a TLS listener: its address by which browsers reach it. */
  readonly cards?: { readonly certificates: Certificates; readonly address: string };
  /** Addresses of proxies before this server, as `10.0.0.0/8`: believed about whom they speak for. */
  readonly proxies?: readonly string[];
  readonly log: (line: string) => void;
  readonly clock?: () => Date;
  /** Scheme, host and port of the listener that asks for client certificates, where there is one. */
  readonly tlsUrl?: string;
}

/** Who acts. What they may do with a record is not decided here. */
export interface Signin {
  /** `<public>/oidc`. */
  readonly issuer: string;
  /** `<public>/auth/realms/esante-wallet`: the same provider as software written for Pro Santé Connect knows it. */
  readonly realmIssuer: string;
  /** `<public>/fhir`, the audience of every access token. */
  readonly audience: string;
  /** Answers everything under `/oidc`, `/auth` and `/e-cps`; the path comes whole and the body unread. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * Who asks, by the header `Authorization`; `request` is what it came with, for a token that is bound to a key or a certificate.
   * Refuses `signin.token-missing`, `signin.token-invalid`, `signin.token-expired`, `signin.token-audience`, `signin.token-cut`, `signin.token-proof`,
   * `signin.token-certificate`.
   */
  caller(authorization: string | undefined, request?: IncomingMessage): Promise<Caller>;
  /**
   * Who a bearer token speaks for where it does not come by HTTP (mail): one that {@link Signin.caller} takes, or one that was given for userinfo, as
   * software written for Pro Santé Connect holds it. Looked up anew at each call. Refuses the same.
   */
  bearer(token: string, request?: IncomingMessage): Promise<Caller>;
  /** Refuses `signin.scope`; the function of the same name, for who holds a {@link Signin}. */
  readonly requireScope: typeof requireScope;
  /** An access token without a sign-in; the caller has made sure that it may be given. */
  issue(as: Actor, options?: IssueOptions): Promise<string>;
  readonly accounts: Accounts;
  /** How citizens get in, and change that; who is asking is the caller's to make sure of. */
  readonly citizens: Citizens;
  /** Signing in by a provider outside: what a carnet is linked to, and the way out of the session there. */
  readonly federation: Pick<Federation, 'links' | 'exitOf'>;
  /** The applications that people allowed, and those that professionals open. */
  readonly apps: Apps;
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
  const trace = openSignInTrace(deps.trace, clock);
  const { identityOf: find = nobody, notices } = deps;
  const citizens = openCitizens({ store, publicUrl, demo, find, notices, trace, clock });
  const { cutBefore, anewAt } = citizens.ways;
  const approvals = openApprovals(store, clock);
  const { tlsUrl } = deps;
  const realmIssuer = `${publicUrl}${realmPath}`;
  const origins = tlsUrl === undefined ? [publicUrl] : [publicUrl, new URL(tlsUrl).origin];
  const cuts = openCuts(store, clock);
  const readers = { issuers: [place.issuer, realmIssuer], audience: place.audience, origins };
  const verify = openVerifier(publicPart(keys.signing.es256), readers, clock, cuts);
  const allowed = openAllowed(store, cuts, (grantId) => forgetGrant(provider, grantId), clock);
  const launches = openLaunches(store, clock);
  const { narrows = () => false, profilesOf = async () => [] } = deps;
  const smart: SmartParts = { launches, allowed, cuts, narrows, callerOf: verify.meant };
  const common = {
    store,
    smart,
    directory,
    accounts,
    profile,
    keys,
    approvals,
    demo,
    publicUrl,
    cutBefore,
    anewAt,
    audience: place.audience,
    log,
  };
  const listeners = tlsUrl === undefined ? common : { ...common, tlsUrl: new URL(tlsUrl).origin };
  const provider = openProvider({ ...listeners, issuer: place.issuer });
  const realm = openProvider({ ...listeners, issuer: realmIssuer, realm: true });
  const issue = await openIssuer(keys.signing.es256, place, clock);
  const opaque = openOpaque({ provider: realm, origins, cuts, clock });
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
  const audit = openAudit(deps.trace, directory, clock, log);
  for (const one of [provider, realm]) {
    audit.watch(one);
    handOverPlainly(one);
  }
  const guesses = openGuesses(store, clock);
  const sources = openSources(store.keys, publicUrl, deps.proxies);
  const { cards } = deps;
  const desk = { directory, keys: store.keys, publicUrl, audit, clock };
  const parts = {
    provider,
    outside: federation,
    directory,
    accounts,
    citizens,
    approvals,
    keys: store.keys,
    publicUrl,
    audience: place.audience,
    demo,
    trace,
    audit,
    sources,
    cards: cards?.address,
    clock,
    apps: { allowed, narrows, profilesOf, clock },
  };
  const callerBy = async (authorization: string | undefined, request?: IncomingMessage): Promise<Caller> => {
    const caller = await verify.caller(authorization, request);
    if (caller.grant !== undefined) allowed.used(caller.grant);
    return caller;
  };
  const operatorToken = openOperatorToken({ directory, keys: store.keys, demo, clock, citizenOf: deps.citizenOf, issue });
  return {
    ...place,
    realmIssuer,
    handler: openHandler({
      provider,
      realm,
      telephone: openTelephone(parts),
      publicUrl,
      interaction: openInteractions(parts),
      federation,
      operatorToken,
      ...(deps.inbox === undefined ? {} : { inbox: deps.inbox }),
      discoveryOf: profile.discoveryOf,
      ...(cards === undefined ? {} : { card: openCardReader({ ...desk, certificates: cards.certificates }) }),
      log,
    }),
    caller: callerBy,
    bearer: (token, request) => (token.includes('.') ? callerBy(`Bearer ${token}`, request) : opaque(token, request)),
    requireScope,
    issue,
    accounts,
    citizens,
    federation,
    apps: openApps({ directory, allowed, launches, trace, publicUrl }),
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
      await approvals.sweep();
      await webSessions.sweep();
      await citizens.sweep();
      await federation.sweep();
      for (const kept of [cuts, launches, allowed]) await kept.sweep(clock());
      await guesses.sweep();
    },
    close: audit.flush,
  };
}

const nobody: FindPerson = async () => undefined;
/** Everything that could renew what was given under a grant. */
async function forgetGrant(provider: Provider, grantId: string): Promise<void> {
  await Promise.all([provider.RefreshToken.revokeByGrantId(grantId), provider.AuthorizationCode.revokeByGrantId(grantId)]);
  await (await provider.Grant.find(grantId, { ignoreExpiration: true }))?.destroy();
}

function publicPart({ kty, crv, x, y, kid, alg, use }: SigningKey): JSONWebKeySet {
  return { keys: [{ kty: kty ?? 'EC', crv, x, y, kid, alg, use } as JSONWebKeySet['keys'][number]] };
}
