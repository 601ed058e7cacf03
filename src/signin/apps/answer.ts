import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { type Actor, hexOfRecordId } from '#kernel';
import { isWebClient } from '../provider/clients.ts';
import type { SocleClaim } from '../tokens/claims.ts';
import type { Allowed } from './allowed.ts';
import { isOfPatient, patientOf, wasLaunched, wordsOf } from './context.ts';

/** What an access token says of whom it speaks for, when an application asks: through which, for whom, on which patient alone. */
export function claimFor(
  ctx: KoaContextWithOIDC,
  actor: Actor,
  { allowed, audience }: { readonly allowed: Pick<Allowed, 'idOf'>; readonly audience: string },
): SocleClaim {
  const { Grant: grant } = ctx.oidc.entities;
  const { client } = ctx.oidc;
  if (grant === undefined || client === undefined || isWebClient(client.clientId)) return { actor };
  const said = { grant: allowed.idOf(grant.jti) };
  const patient = patientOf(grant);
  if (actor.kind === 'citizen') {
    const app = { id: client.clientId, name: client.clientName ?? client.clientId };
    const { record, name } = actor;
    if (patient === undefined || patient === record) return { actor: { ...actor, app }, ...said };
    return { actor: { kind: 'delegate', id: record, name, record: patient, app }, ...said };
  }
  const bound = patient !== undefined && isOfPatient(grant, audience);
  return { actor, ...said, ...(bound ? { within: patient } : {}) };
}

/**
 * Completes what the token endpoint answers: the patient of the context, and every scope that was granted, those of OpenID too, so that an
 * application knows whether it may renew. Source: SMART App Launch 2.2 §2.0.10, §3.0.4.
 */
export function tellContext(ctx: KoaContextWithOIDC, audience: string): void {
  const body = ctx.body as Record<string, unknown> | undefined;
  const { Grant: grant, AuthorizationCode: code, RefreshToken: renewed } = ctx.oidc.entities;
  if (ctx.status !== 200 || typeof body?.access_token !== 'string' || grant === undefined) return;
  if (isWebClient(ctx.oidc.client?.clientId ?? '')) return;
  const asked = ctx.oidc.params?.scope ?? renewed?.scope ?? code?.scope;
  const given = grantedOf(grant, audience, wordsOf(asked));
  if (given.some((word) => word.includes('/') || word === 'launch')) body.scope = given.join(' ');
  const patient = patientOf(grant);
  const meant = given.some((word) => word === 'launch' || word === 'launch/patient' || word.startsWith('patient/'));
  if (patient === undefined || !meant) return;
  body.patient = hexOfRecordId(patient);
  if (wasLaunched(grant)) body.need_patient_banner = true;
}

function grantedOf(grant: Grant, audience: string, words: readonly string[]): string[] {
  const given = new Set([
    ...wordsOf(grant.getOIDCScopeFiltered(new Set(words))),
    ...wordsOf(grant.getResourceScopeFiltered(audience, new Set(words))),
  ]);
  return words.filter((word) => given.has(word));
}
