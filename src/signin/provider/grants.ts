import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { isWebClient } from './clients.ts';
import { parseSubject, type Subject, wantedKind } from './subject.ts';

/** Where a grant remembers the « situation d’exercice » chosen with it: as a scope of a resource that is no service. */
const situationKey = 'urn:socle:situation';

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
}

/**
 * The grant of a request. A new sign-in makes a new one, so that another place of practice does not inherit the former one's; consent is
 * taken as given for the web spaces and for what Pro Santé Connect gives to a professional's software, and asked otherwise.
 */
export function grantRules(audience: string) {
  return async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { session, client, result, provider, params } = ctx.oidc;
    const subject = parseSubject(session?.accountId);
    if (session === undefined || client === undefined || subject === undefined) return undefined;
    if (subject.kind !== wantedKind({ client_id: client.clientId, scope: params?.scope })) return undefined;
    const known = result?.consent?.grantId ?? (result?.login === undefined ? session.grantIdFor(client.clientId) : undefined);
    const existing = known === undefined ? undefined : await provider.Grant.find(known);
    if (existing !== undefined) return existing;
    const { situation } = (result ?? {}) as Decided;
    if (subject.kind === 'professional' && situation === undefined) return undefined;
    if (!isWebClient(client.clientId) && subject.kind === 'citizen') return undefined;
    const grant = new provider.Grant({ accountId: session.accountId ?? '', clientId: client.clientId });
    if (situation !== undefined) chooseSituation(grant, situation);
    giveScopes(grant, String(params?.scope ?? ''), subject.kind, audience);
    if (((result ?? {}) as Decided).vouched === true) grant.addResourceScope(vouchedKey, 'psc');
    await grant.save();
    return grant;
  };
}

const vouchedKey = 'urn:socle:vouched';

/** Whether somebody outside vouched for the person when this grant was made; a simulator proves nothing. */
export function isVouched(grant: Grant | undefined): boolean {
  return grant?.getResourceScope(vouchedKey) === 'psc';
}

/** Grants the plain scopes and the FHIR scopes of the person's own context; refuses the FHIR scopes of another. */
export function giveScopes(grant: Grant, scope: string, kind: Subject['kind'], audience: string): void {
  const context = kind === 'citizen' ? 'patient/' : 'user/';
  for (const one of scope.split(' ')) {
    if (!one.includes('/')) grant.addOIDCScope(one);
    else if (one.startsWith(context)) grant.addResourceScope(audience, one);
    else grant.rejectResourceScope(audience, one);
  }
}
