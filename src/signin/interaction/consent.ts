import { consentPage } from '../pages/consent.ts';
import type { Page } from '../pages/page.ts';
import { giveScopes } from '../provider/grants.ts';
import { parseSubject } from '../provider/subject.ts';
import { interactionLost } from '../refusals.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';

export function askConsent({ interaction, action, software, clientId }: Pending): Page {
  const context = parseSubject(interaction.session?.accountId)?.kind === 'citizen' ? 'patient/' : 'user/';
  const scopes = scopeOf(interaction.params).split(' ');
  return consentPage(
    action,
    software ?? clientId,
    scopes.filter((scope) => !scope.includes('/') || scope.startsWith(context)),
  );
}

/** Writes the grant that the person has just agreed to; an earlier grant of the same software grows. */
export async function consentStep(
  { provider, audience }: InteractionParts,
  { interaction, clientId }: Pending,
): Promise<Outcome> {
  const accountId = interaction.session?.accountId;
  const subject = parseSubject(accountId);
  if (accountId === undefined || subject === undefined) throw interactionLost();
  const known = interaction.grantId === undefined ? undefined : await provider.Grant.find(interaction.grantId);
  const grant = known ?? new provider.Grant({ accountId, clientId });
  giveScopes(grant, scopeOf(interaction.params), subject.kind, audience);
  return { result: { consent: { grantId: await grant.save() } } };
}

function scopeOf(params: Readonly<Record<string, unknown>>): string {
  return String(params.scope ?? 'openid');
}
