import type { Grant } from 'oidc-provider';
import type { Citizen, Sentence } from '#kernel';
import { patientOf, setPatient, wordsOf } from '../apps/context.ts';
import { isGrantable } from '../apps/grantable.ts';
import { consentPage, professionalConsentPage, spans } from '../pages/consent.ts';
import type { Page } from '../pages/page.ts';
import { isTold } from '../pages/scopeWords.ts';
import { giveScopes } from '../provider/grants.ts';
import { parseSubject } from '../provider/subject.ts';
import { empty, interactionLost, nothingTicked } from '../refusals.ts';
import { isFhirScope } from '../scopes.ts';
import type { InteractionParts, Outcome, Pending, ReadableProfile } from './parts.ts';

export async function askConsent(parts: InteractionParts, pending: Pending, sentence?: Sentence): Promise<Page> {
  const { action, software, clientId, interaction } = pending;
  const name = software ?? clientId;
  const citizen = await citizenOf(parts, pending);
  if (citizen === undefined) {
    const known = await grantOf(parts, pending);
    const onPatient = known !== undefined && patientOf(known) !== undefined;
    const context = onPatient ? /^(patient|user)\// : /^user\//;
    const scopes = wordsOf(interaction.params.scope).filter((scope) => !isFhirScope(scope) || context.test(scope));
    return professionalConsentPage(action, name, scopes, onPatient);
  }
  const scopes = await offered(parts, pending);
  const profiles = readsCarnet(scopes) ? await profilesOf(parts, citizen) : [];
  return consentPage({ action, software: name, scopes, profiles, ...(sentence === undefined ? {} : { sentence }) });
}

/**
 * Writes the grant that the person has just agreed to, always a new one: what is unticked is refused, the carnet is the one chosen, and it ends
 * when they said. Refuses `signin.nothing-ticked`, `signin.interaction-lost` for a carnet that was not offered.
 */
export async function consentStep(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const citizen = await citizenOf(parts, pending);
  if (citizen === undefined) return professionalConsent(parts, pending);
  const { apps, audience, provider, trace } = parts;
  const { clientId, interaction, software } = pending;
  const scopes = await offered(parts, pending);
  const ticked = new Set(form.getAll('scope'));
  const given = scopes.filter((scope) => ticked.has(scope) || !isTold(scope));
  if (!given.some(isTold)) throw nothingTicked();
  const profiles = readsCarnet(scopes) ? await profilesOf(parts, citizen) : [];
  const opens = profiles.find(({ record }) => record === (form.get('profile') ?? citizen.record));
  if (profiles.length > 0 && opens === undefined) throw interactionLost();
  const since = apps.clock();
  const seconds = given.includes('offline_access') ? daysOf(form) * 86_400 : 4 * 3600;
  const accountId = interaction.session?.accountId ?? '';
  const grant = new provider.Grant({ accountId, clientId, expiresIn: seconds } as ConstructorParameters<
    typeof provider.Grant
  >[0]);
  if (opens !== undefined) setPatient(grant, opens.record);
  decideScopes(grant, wordsOf(interaction.params.scope), new Set(given), audience);
  const grantId = await grant.save();
  const record = opens?.record ?? citizen.record;
  const name = software ?? clientId;
  const until = new Date(since.getTime() + seconds * 1000);
  await apps.allowed.note(grantId, { person: citizen.record, opens: record, clientId, name, scopes: given, since, until });
  const detail = { change: 'app-allow', name, app: clientId, until: until.toISOString(), scopes: given.join(' ').slice(0, 500) };
  const actor =
    record === citizen.record ? citizen : ({ kind: 'delegate', id: citizen.record, name: citizen.name, record } as const);
  await trace.app(actor, record, detail);
  return { result: { consent: { grantId } } };
}

/** An earlier grant of the same software grows. */
async function professionalConsent(parts: InteractionParts, pending: Pending): Promise<Outcome> {
  const { provider, audience } = parts;
  const { clientId, interaction } = pending;
  const accountId = interaction.session?.accountId;
  const subject = parseSubject(accountId);
  if (accountId === undefined || subject === undefined) throw interactionLost();
  const grant = (await grantOf(parts, pending)) ?? new provider.Grant({ accountId, clientId });
  giveScopes(grant, String(interaction.params.scope ?? 'openid'), subject.kind, audience);
  return { result: { consent: { grantId: await grant.save() } } };
}

async function grantOf({ provider }: InteractionParts, { interaction }: Pending): Promise<Grant | undefined> {
  return interaction.grantId === undefined ? undefined : provider.Grant.find(interaction.grantId);
}

async function citizenOf({ accounts }: InteractionParts, { interaction }: Pending): Promise<Citizen | undefined> {
  const subject = parseSubject(interaction.session?.accountId);
  if (subject?.kind !== 'citizen') return undefined;
  const account = await accounts.ofRecord(subject.record);
  if (account === undefined) throw interactionLost();
  return { kind: 'citizen', record: subject.record, name: account.name };
}

/** What may be given of what was asked: a citizen gives of their own context, as far as it can be held to and the software was registered for. */
async function offered({ apps, directory }: InteractionParts, { clientId, interaction }: Pending): Promise<string[]> {
  const software = await directory.software(clientId);
  return wordsOf(interaction.params.scope ?? 'openid').filter(
    (word) =>
      (!isFhirScope(word) && !/^(patient|user|system)\//.test(word)) ||
      (word.startsWith('patient/') && isGrantable(word, apps.narrows, software)),
  );
}

function decideScopes(grant: Grant, asked: readonly string[], given: ReadonlySet<string>, audience: string): void {
  for (const word of asked) {
    if (/^(patient|user|system)\//.test(word)) {
      if (given.has(word)) grant.addResourceScope(audience, word);
      else grant.rejectResourceScope(audience, word);
    } else if (given.has(word)) grant.addOIDCScope(word);
    else grant.rejectOIDCScope(word);
  }
}

const readsCarnet = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => scope === 'launch/patient' || scope.startsWith('patient/'));

/** The person first, then those they may read for. */
async function profilesOf({ apps }: InteractionParts, citizen: Citizen): Promise<readonly ReadableProfile[]> {
  return [{ record: citizen.record, name: citizen.name }, ...(await apps.profilesOf(citizen))];
}

function daysOf(form: URLSearchParams): number {
  const asked = form.get('days') ?? String(spans[0]);
  const span = spans.find((days) => String(days) === asked);
  if (span === undefined) throw empty();
  return span;
}
