import { randomInt } from 'node:crypto';
import type { DirectoryProfessional } from '#directory';
import { Refusal } from '#kernel';
import { codePage, situationPage } from '../pages/professional.ts';
import { professionalActor, situations } from '../provider/account.ts';
import { subjectText } from '../provider/subject.ts';
import { interactionLost, noSituation, simulatorOff, unknownProfessional } from '../refusals.ts';
import { cardStep } from './card.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';
import { openStep, type Step, sealStep } from './steps.ts';

/**
 * The simulated Pro Santé Connect, in the order of the real one: who, the two digits of the e-CPS, the place of practice when the
 * directory gives several. It proves nothing about the person, so it is open on a demonstration territory only
 * (refuses `signin.simulator-off`), and refuses `signin.unknown-professional`, `signin.no-situation`.
 */
export async function professionalStep(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  if (form.get('step') === 'card') return cardStep(parts, pending, form);
  if (!parts.demo) throw simulatorOff();
  const { keys, directory } = parts;
  const { uid } = pending.interaction;
  const stepName = form.get('step');
  if (stepName === 'who' || stepName === 'demo') {
    const professional = await named(parts, form.get('demo') ?? form.get('who') ?? '');
    const step: Step = { uid, professional: professional.id, code: String(randomInt(100)).padStart(2, '0'), confirmed: false };
    const name = `${professional.given} ${professional.family}`;
    return { page: codePage(pending.action, sealStep(keys, step), name, step.code) };
  }
  const step = openStep(keys, uid, form.get('state'));
  const professional = await directory.professional(step.professional);
  if (professional === undefined) throw unknownProfessional();
  const places = await situations(directory, professional);
  const [only] = places;
  if (only === undefined) throw noSituation();
  if (stepName === 'code') {
    if (places.length === 1) return signedIn(parts, pending, professional, only.id);
    return { page: situationPage(pending.action, sealStep(keys, { ...step, confirmed: true }), places) };
  }
  if (stepName !== 'situation' || !step.confirmed) throw interactionLost();
  return signedIn(parts, pending, professional, form.get('situation') ?? '');
}

async function named({ accounts, directory }: InteractionParts, who: string): Promise<DirectoryProfessional> {
  const login = await accounts.demo(who);
  const id = login !== undefined && 'professional' in login ? login.professional : who;
  const found = await directory.professional(id).catch((error: unknown) => {
    if (error instanceof Refusal && error.code.startsWith('directory.')) return undefined;
    throw error;
  });
  if (found === undefined) throw unknownProfessional();
  return found;
}

async function signedIn(
  { directory, trace }: InteractionParts,
  { clientId }: Pending,
  professional: DirectoryProfessional,
  situation: string,
): Promise<Outcome> {
  const place = (await situations(directory, professional)).find(({ id }) => id === situation);
  if (place === undefined) throw noSituation();
  await trace.professional(professionalActor(professional, place, clientId));
  const accountId = subjectText({ kind: 'professional', id: professional.id });
  const login = { accountId, acr: 'eidas1', amr: ['simulateur'], remember: false };
  return { result: { login, situation: place.id } };
}
