import type { Account, Grant, KoaContextWithOIDC } from 'oidc-provider';
import { type Directory, type DirectoryProfessional, type DirectoryStructure, displayName } from '#directory';
import { type Actor, hexOfRecordId, type RecordId } from '#kernel';
import type { Accounts } from '../accounts/accounts.ts';
import type { OperatorAccount } from '../accounts/operators.ts';
import type { ProfessionalProfile } from '../profile.ts';
import { claimName } from '../tokens/claims.ts';
import { isWebClient } from './clients.ts';
import { isVouched, situationOf, wayOf } from './grants.ts';
import { parseSubject } from './subject.ts';

export interface AccountSources {
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly profile: ProfessionalProfile;
  /** When a citizen last began anew with a code on paper: what applications were given before is over. */
  readonly anewAt: (record: RecordId) => Promise<Date | undefined>;
  /** Where FHIR resources are, for `fhirUser`. */
  readonly audience: string;
}

/** The person behind a subject, as the provider wants them; the place where a professional acts is a matter of the grant. */
export function accountFinder({ directory, accounts, profile, anewAt, audience }: AccountSources) {
  return async (ctx: KoaContextWithOIDC, sub: string, token?: { readonly iat?: number }): Promise<Account | undefined> => {
    const subject = parseSubject(sub);
    if (subject === undefined) return undefined;
    if (subject.kind === 'citizen') {
      const account = await accounts.ofRecord(subject.record);
      if (account === undefined) return undefined;
      const anew = token?.iat === undefined ? undefined : await anewAt(subject.record);
      if (anew !== undefined && (token?.iat ?? 0) < Math.floor(anew.getTime() / 1000)) return undefined;
      const actor: Actor = { kind: 'citizen', record: subject.record, name: account.name };
      const fhirUser = `${audience}/Patient/${hexOfRecordId(subject.record)}`;
      return { accountId: sub, claims: () => ({ sub, name: account.name, fhirUser, ...ownClaim(ctx, actor) }) };
    }
    if (subject.kind === 'operator') {
      const actor = operatorActor(await accounts.operator(subject.login));
      return actor === undefined ? undefined : { accountId: sub, claims: () => ({ sub, ...ownClaim(ctx, actor) }) };
    }
    const professional = await directory.professional(subject.id);
    if (professional === undefined) return undefined;
    return {
      accountId: sub,
      claims: async () => {
        const places = await situations(directory, professional);
        const place = placeOf(ctx.oidc.entities.Grant, places);
        if (place === undefined) return { sub };
        const actor = professionalActor(professional, place, ctx.oidc.client?.clientId ?? '');
        const fhirUser = `${audience}/Practitioner/${professional.id}`;
        const simulated = !isVouched(ctx.oidc.entities.Grant);
        const said = profile.claimsOf(professional, place, places, simulated);
        return {
          sub,
          fhirUser,
          amr: [wayOf(ctx.oidc.entities.Grant) ?? (simulated ? 'simulateur' : 'psc')],
          ...said,
          ...ownClaim(ctx, actor),
        };
      },
    };
  };
}

/** Who an access token speaks for; undefined when the account or the place is gone. */
export function actorFinder({ directory, accounts }: Pick<AccountSources, 'directory' | 'accounts'>) {
  return async (ctx: KoaContextWithOIDC, sub: string): Promise<Actor | undefined> => {
    const subject = parseSubject(sub);
    if (subject?.kind === 'citizen') {
      const account = await accounts.ofRecord(subject.record);
      return account === undefined ? undefined : { kind: 'citizen', ...account };
    }
    if (subject?.kind === 'operator') return operatorActor(await accounts.operator(subject.login));
    const professional = subject === undefined ? undefined : await directory.professional(subject.id);
    if (professional === undefined) return undefined;
    const place = placeOf(ctx.oidc.entities.Grant, await situations(directory, professional));
    return place === undefined ? undefined : professionalActor(professional, place, ctx.oidc.client?.clientId ?? '');
  };
}

/** A software speaks for its own structure. */
export async function softwareActor(directory: Pick<Directory, 'software'>, clientId: string): Promise<Actor | undefined> {
  const software = await directory.software(clientId);
  if (software === undefined) return undefined;
  const { id, name } = software.structure;
  return { kind: 'software', id: software.id, name: software.name, structure: { id, name } };
}

export function operatorActor(account: OperatorAccount | undefined): Actor | undefined {
  return account === undefined ? undefined : { kind: 'operator', id: account.login, name: account.name };
}

export function professionalActor(professional: DirectoryProfessional, place: DirectoryStructure, software: string): Actor {
  return {
    kind: 'professional',
    id: professional.id,
    name: displayName(professional),
    profession: professional.profession,
    structure: { id: place.id, name: place.name },
    software,
  };
}

/** Where a professional acts now: nowhere once the directory no longer holds them as active. */
export async function situations(directory: Directory, professional: DirectoryProfessional): Promise<DirectoryStructure[]> {
  if (professional.active === false) return [];
  const found = await Promise.all(professional.structures.map((id) => directory.structure(id)));
  return found.flatMap((place) => (place === undefined || place.active === false ? [] : [place]));
}

function placeOf(grant: Grant | undefined, places: readonly DirectoryStructure[]): DirectoryStructure | undefined {
  const chosen = grant === undefined ? undefined : situationOf(grant);
  return places.find(({ id }) => id === chosen);
}

/** The web spaces keep the actor in their session; another software reads the claims of its scopes. */
function ownClaim(ctx: KoaContextWithOIDC, actor: Actor): Record<string, unknown> {
  return isWebClient(ctx.oidc.client?.clientId ?? '') ? { [claimName]: actor } : {};
}
