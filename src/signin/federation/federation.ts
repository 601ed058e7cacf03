import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory, DirectoryProfessional } from '#directory';
import { PLATFORM, type RecordId, Refusal } from '#kernel';
import type { Keys, Store } from '#store';
import type { Accounts, CitizenAccount } from '../accounts/accounts.ts';
import type { Outcome, Outside, Pending } from '../interaction/parts.ts';
import { languageOf } from '../pages/language.ts';
import { send } from '../pages/page.ts';
import { refusalPage } from '../pages/problem.ts';
import { professionalActor, situations } from '../provider/account.ts';
import { subjectText, wantedKind } from '../provider/subject.ts';
import { interactionLost, noSituation, unknownProfessional } from '../refusals.ts';
import type { Journal, SignInTrace } from '../trace.ts';
import { onePerson, type PeopleOf } from './citizen.ts';
import { errandCookie, noErrandCookie, openErrand } from './errand.ts';
import { type FederatedLinks, openFederatedLinks } from './links.ts';
import type { OutsideProviders, Way } from './outside.ts';
import { linkPage, placePage } from './pages.ts';
import { openParty, type Party, type Vouched } from './party.ts';
import { knownProfessional } from './professional.ts';
import { openOutsideSessions } from './sessions.ts';
import { openStep, sealStep } from './steps.ts';

export interface FederationParts {
  readonly store: Store;
  readonly keys: Keys;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly trace: SignInTrace;
  readonly journal: Journal | undefined;
  readonly providers: OutsideProviders;
  readonly peopleOf: PeopleOf;
  readonly publicUrl: string;
  readonly log: (line: string) => void;
  readonly clock: () => Date;
}

/** Signing in by providers outside: Pro Santé Connect for professionals, an OpenID provider for citizens. */
export interface Federation extends Outside {
  readonly links: FederatedLinks;
  /** Where the browser goes after leaving here, to leave there too; undefined when it did not come by a provider outside. */
  exitOf(cookies: string | undefined): string | undefined;
  /** `/oidc/federation/:way/retour`: brings the answer to the sign-in page that waits for it. */
  comeBack(request: IncomingMessage, response: ServerResponse, way: Way): Promise<void>;
  /** `/oidc/federation/sortie`. */
  leave(request: IncomingMessage, response: ServerResponse): Promise<void>;
  sweep(): Promise<void>;
}

/** Refusals of somebody for whom the provider did vouch: the others are of anybody at all, and would fill the log. */
const vouchedFor: ReadonlySet<string> = new Set([
  'signin.federation-level',
  'signin.federation-traits',
  'signin.federation-no-carnet',
  'signin.federation-unknown',
  'signin.federation-no-situation',
]);
const kinds = { psc: 'professional', citoyen: 'citizen' } as const;
const homes = { psc: '/pro', citoyen: '/carnet' } as const;

export function openFederation(parts: FederationParts): Federation {
  const { store, keys, directory, accounts, providers, publicUrl, log, clock } = parts;
  const secure = publicUrl.startsWith('https:');
  const links = openFederatedLinks(store, accounts);
  const sessions = openOutsideSessions(store, secure);
  const parties = new Map<Way, Party>();
  for (const way of ['psc', 'citoyen'] as const) {
    const provider = providers[kinds[way]];
    if (provider !== undefined) parties.set(way, openParty(provider, way, publicUrl, log));
  }

  const professionalSignedIn = async (pending: Pending, professional: DirectoryProfessional, place: string): Promise<Outcome> => {
    const found = (await situations(directory, professional)).find(({ id }) => id === place);
    if (found === undefined) throw noSituation();
    await parts.trace.professional(professionalActor(professional, found, pending.clientId));
    const accountId = subjectText({ kind: 'professional', id: professional.id });
    return { result: { login: { accountId, acr: 'eidas1', amr: ['psc'], remember: false }, situation: found.id, vouched: true } };
  };
  const citizenSignedIn = async (
    { clientId }: Pending,
    account: CitizenAccount,
    how: string,
    issuer: string,
  ): Promise<Outcome> => {
    const { record, name } = account;
    const call = { actor: { kind: 'citizen', record, name } as const, at: clock(), requestId: randomUUID() };
    const detail = { client: clientId, change: how, issuer };
    await parts.journal?.journal(call, record, { action: 'sign-in', outcome: 'done', detail });
    return { result: { login: { accountId: subjectText({ kind: 'citizen', record }), amr: ['fed'], remember: false } } };
  };

  /** Who was refused has no name here: Socle itself says that somebody was. */
  const refused = async ({ clientId }: Pending, on: RecordId, way: Way, { code }: Refusal): Promise<void> => {
    const call = { actor: { kind: 'operator', id: 'socle', name: 'Socle' } as const, at: clock(), requestId: randomUUID() };
    const detail = { client: clientId, way };
    await parts.journal?.journal(call, on, { action: 'sign-in', outcome: 'refused', code, detail });
  };

  const professional = async (pending: Pending, vouched: Vouched): Promise<Outcome> => {
    const { professional: one, places, first } = await knownProfessional(directory, vouched);
    const [only] = places;
    if (only !== undefined && places.length === 1) return professionalSignedIn(pending, one, only.id);
    const step = {
      uid: pending.interaction.uid,
      professional: one.id,
      places: places.map(({ id }) => id),
      at: clock().getTime(),
    };
    return { page: placePage(pending.action, sealStep(keys, step), places, first) };
  };
  const citizen = async (pending: Pending, vouched: Vouched, name: string): Promise<Outcome> => {
    const { issuer, subject } = vouched;
    const known = await links.of(issuer, subject, clock());
    if (known !== undefined) return citizenSignedIn(pending, known, 'federated', issuer);
    const account = await onePerson(parts.peopleOf, vouched, name);
    const step = { uid: pending.interaction.uid, issuer, subject, ...account, at: clock().getTime() };
    return { page: linkPage(pending.action, sealStep(keys, step), name, account.name) };
  };

  return {
    links,
    ways: (kind) => [...parties].flatMap(([way, { provider }]) => (kinds[way] === kind ? [{ way, name: provider.name }] : [])),
    async turn(request, pending, way) {
      const party = parties.get(way);
      const { uid } = pending.interaction;
      const isAsked = kinds[way] === wantedKind(pending.interaction.params) && pending.interaction.prompt.name === 'login';
      if (party === undefined || !isAsked) throw interactionLost();
      const query = new URL(request.url ?? '/', publicUrl).searchParams;
      const state = query.get('state');
      if (state === null) {
        const { url, errand } = await party.begin(uid, clock());
        return { away: url, cookies: [errandCookie(keys, errand, secure)] };
      }
      const errand = openErrand(keys, request.headers.cookie, { uid, way, state }, clock());
      try {
        const vouched = await party.finish(errand, query);
        const cookies = [noErrandCookie(uid, secure), await sessions.open(way, vouched.idToken, clock())];
        const { name } = party.provider;
        return { outcome: way === 'psc' ? await professional(pending, vouched) : await citizen(pending, vouched, name), cookies };
      } catch (error) {
        if (error instanceof Refusal && vouchedFor.has(error.code)) await refused(pending, PLATFORM, way, error);
        throw error;
      }
    },
    async step(pending, form) {
      const { uid } = pending.interaction;
      const name = form.get('step');
      if (name === 'outside-place') {
        const step = openStep(keys, uid, form.get('state'), clock());
        const one = step.professional === undefined ? undefined : await directory.professional(step.professional);
        if (one === undefined) throw unknownProfessional();
        const place = form.get('situation') ?? '';
        if (step.places?.includes(place) !== true) throw noSituation();
        return professionalSignedIn(pending, one, place);
      }
      if (name !== 'outside-link') return undefined;
      const { record, name: person, issuer, subject } = openStep(keys, uid, form.get('state'), clock());
      if (record === undefined || person === undefined || issuer === undefined || subject === undefined) throw interactionLost();
      const account = { record: record as RecordId, name: person };
      try {
        await links.link(issuer, parties.get('citoyen')?.provider.name ?? '', subject, account, clock());
      } catch (error) {
        if (error instanceof Refusal) await refused(pending, account.record, 'citoyen', error);
        throw error;
      }
      return citizenSignedIn(pending, account, 'federation-linked', issuer);
    },
    exitOf: (cookies) => (sessions.has(cookies) ? '/oidc/federation/sortie' : undefined),
    async comeBack(request, response, way) {
      const { searchParams } = new URL(request.url ?? '/', publicUrl);
      const uid = /^([\w-]{1,64})\./.exec(searchParams.get('state') ?? '')?.[1];
      if (uid === undefined || searchParams.size > 12) {
        const page = refusalPage(interactionLost().sentence);
        return send(response, { status: 400, page, language: languageOf(request) });
      }
      const location = `/oidc/interaction/${uid}/${way}?${searchParams.toString()}`;
      response.writeHead(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
    },
    async leave(request, response) {
      const found = await sessions.take(request.headers.cookie, clock());
      const home = `${publicUrl}${found === undefined ? '/' : homes[found.way]}`;
      const out = found === undefined ? undefined : await parties.get(found.way)?.exit(found.idToken, home);
      response.appendHeader('set-cookie', sessions.cleared);
      response
        .writeHead(303, { location: out?.href ?? home, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
        .end();
    },
    sweep: () => sessions.sweep(clock()),
  };
}
