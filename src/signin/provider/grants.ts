import { errors, type Grant, type KoaContextWithOIDC } from 'oidc-provider';
import { patientOf, setLaunched, setPatient } from '../apps/context.ts';
import type { Launch, Launches } from '../apps/launches.ts';
import { badLaunch } from '../apps/request.ts';
import { isFhirScope } from '../scopes.ts';
import { isWebClient } from './clients.ts';
import { parseSubject, type Subject, type Wanted, wantedKind } from './subject.ts';

/** Where a grant remembers the « situation d’exercice » chosen with it: as a scope of a resource that is no service. */
const situationKey = 'urn:socle:situation';

/** How they signed in, where it is not the simulated e-CPS. */
const wayKey = 'urn:socle:way';

export function wayOf(grant: Grant | undefined): string | undefined {
  return grant?.getResourceScope(wayKey) || undefined;
}

export function situationOf(grant: Grant): string | undefined {
  return grant.getResourceScope(situationKey) || undefined;
}

export function chooseSituation(grant: Grant, situation: string): void {
  grant.addResourceScope(situationKey, situation);
}

/** What an interaction of ours ends with, beside what the provider reads. */
export interface Decided {
  readonly situation?: string;
  /** The real Pro Santé Connect vouched for the person, not the simulator. */
  readonly vouched?: boolean;
  readonly way?: string;
}

/**
 * The grant of a request. A new sign-in makes a new one, so that another place of practice does not inherit the former one's, and so does
 * each launch; consent is taken as given for the web spaces, for what Pro Santé Connect gives to a professional's software and for the
 * application that a professional launches, and asked otherwise.
 */
export function grantRules({ audience, launches }: { readonly audience: string; readonly launches: Launches }) {
  return async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { session, client, result, provider, params } = ctx.oidc;
    const subject = parseSubject(session?.accountId);
    if (session === undefined || client === undefined || subject === undefined) return undefined;
    const { scope, launch } = (params ?? {}) as Wanted;
    if (subject.kind !== wantedKind({ client_id: client.clientId, scope, launch })) return undefined;
    const known = result?.consent?.grantId ?? (result?.login === undefined ? session.grantIdFor(client.clientId) : undefined);
    const existing = known === undefined ? undefined : await provider.Grant.find(known);
    if (existing !== undefined && (result?.consent !== undefined || servesAgain(existing, subject, launch))) return existing;
    const launched = subject.kind === 'professional' ? await launchFor(ctx, subject.id, launches) : undefined;
    const { situation: chosen, way, vouched } = (result ?? {}) as Decided;
    const situation = launched?.structure ?? chosen;
    if (subject.kind === 'professional' && situation === undefined) return undefined;
    if (!isWebClient(client.clientId) && subject.kind === 'citizen') return undefined;
    const grant = new provider.Grant({ accountId: session.accountId ?? '', clientId: client.clientId });
    if (situation !== undefined) chooseSituation(grant, situation);
    if (way !== undefined) grant.addResourceScope(wayKey, way);
    if (launched !== undefined) {
      setPatient(grant, launched.patient);
      setLaunched(grant);
    }
    giveScopes(grant, String(scope ?? ''), subject.kind, audience);
    if (vouched === true) grant.addResourceScope(vouchedKey, 'psc');
    await grant.save();
    return grant;
  };
}

const vouchedKey = 'urn:socle:vouched';

/** Whether somebody outside vouched for the person when this grant was made; a simulator proves nothing. */
export function isVouched(grant: Grant | undefined): boolean {
  return grant?.getResourceScope(vouchedKey) === 'psc';
}

/** What was given on one patient is not taken up for another request of a professional. */
function servesAgain(grant: Grant, { kind }: Subject, launch: unknown): boolean {
  return kind !== 'professional' || (launch === undefined && patientOf(grant) === undefined);
}

/**
 * The launch of the request, used up; undefined when there is none, or when the sign-in page must come first. Refuses `access_denied` to
 * another professional than the one who launched.
 */
async function launchFor({ oidc }: KoaContextWithOIDC, professional: string, launches: Launches): Promise<Launch | undefined> {
  const value = oidc.params?.launch;
  if (value === undefined) return undefined;
  const app = oidc.client?.clientId ?? '';
  const found = await launches.find(value, app);
  if (found === undefined) throw badLaunch();
  if (found.professional !== professional) {
    if (oidc.result?.login === undefined) return undefined;
    throw new errors.AccessDenied('the application was launched by another professional');
  }
  const taken = await launches.take(value, app);
  if (taken === undefined) throw badLaunch();
  return taken;
}

/**
 * Grants the plain scopes and the FHIR scopes of the person's own context; refuses the FHIR scopes of another. An application that a
 * professional launched and that asks for the patient's gets these alone: one token is either of one patient or of all.
 */
export function giveScopes(grant: Grant, scope: string, kind: Subject['kind'], audience: string): void {
  const words = scope.split(' ');
  const ofPatient = kind === 'citizen' || (patientOf(grant) !== undefined && words.some((word) => word.startsWith('patient/')));
  const context = ofPatient ? 'patient/' : 'user/';
  for (const one of words) {
    if (!isFhirScope(one) && (!/^launch(\/|$)/.test(one) || patientOf(grant) !== undefined)) grant.addOIDCScope(one);
    else if (!isFhirScope(one)) grant.rejectOIDCScope(one);
    else if (one.startsWith(context)) grant.addResourceScope(audience, one);
    else grant.rejectResourceScope(audience, one);
  }
}
