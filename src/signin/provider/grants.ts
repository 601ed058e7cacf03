import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { isWebClient } from './clients.ts';
import { parseSubject, type Subject, wantedKind } from './subject.ts';

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

/** What an interaction of ours ends with, beside what the provider reads. */
export interface Decided {
  readonly situation?: string;
  readonly way?: string;
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
    const { situation, way } = (result ?? {}) as Decided;
    if (subject.kind === 'professional' && situation === undefined) return undefined;
    if (!isWebClient(client.clientId) && subject.kind === 'citizen') return undefined;
    const grant = new provider.Grant({ accountId: session.accountId ?? '', clientId: client.clientId });
    if (situation !== undefined) grant.addResourceScope(situationKey, situation);
    if (way !== undefined) grant.addResourceScope(wayKey, way);
    giveScopes(grant, String(params?.scope ?? ''), subject.kind, audience);
    await grant.save();
    return grant;
  };
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
