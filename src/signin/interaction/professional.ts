import { randomInt } from 'node:crypto';
import type { DirectoryProfessional } from '#directory';
import { Refusal } from '#kernel';
import { demandSeconds } from '../ciba/backchannel.ts';
import { codePage, situationPage } from '../pages/professional.ts';
import { professionalActor, situations } from '../provider/account.ts';
import { subjectText } from '../provider/subject.ts';
import {
  demandGone,
  deniedOnPhone,
  interactionLost,
  noSituation,
  notYetOnPhone,
  simulatorOff,
  unknownProfessional,
} from '../refusals.ts';
import { cardStep } from './card.ts';
import { namedProfessional } from './named.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';
import { openStep, type Step, sealStep } from './steps.ts';

/**
 * The simulated Pro Santé Connect, in the order of the real one: who, the two digits of the e-CPS, the place of practice when the
 * directory gives several. The e-CPS may answer on its own page, or its step be taken here. It proves nothing about the person, so it is open on a demonstration territory only
 * (refuses `signin.simulator-off`), and refuses `signin.unknown-professional`, `signin.no-situation`.
 */
export async function professionalStep(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  if (form.get('step') === 'card') return cardStep(parts, pending, form);
  if (!parts.demo) throw simulatorOff();
  const { keys, directory, approvals } = parts;
  const { uid } = pending.interaction;
  const stepName = form.get('step');
  if (stepName === 'who' || stepName === 'demo') {
    const professional = await namedProfessional(parts, form.get('demo') ?? form.get('who') ?? '');
    const step: Step = { uid, professional: professional.id, code: String(randomInt(100)).padStart(2, '0'), confirmed: false };
    await showOnTelephone(parts, pending, step);
    return { page: codePage(pending.action, sealStep(keys, step), nameOf(professional), step.code) };
  }
  const step = openStep(keys, uid, form.get('state'));
  const professional = await directory.professional(step.professional);
  if (professional === undefined) throw unknownProfessional();
  const places = await situations(directory, professional);
  const [only] = places;
  if (only === undefined) throw noSituation();
  if (stepName === 'phone') {
    const decision = await approvals.decisionOn(professional.id, uid);
    if (decision === 'waiting') {
      const page = codePage(pending.action, sealStep(keys, step), nameOf(professional), step.code, notYetOnPhone().sentence);
      return { status: 422, page };
    }
    await approvals.withdraw(uid);
    if (decision === 'gone') throw demandGone();
    if (decision.situation === undefined) throw deniedOnPhone();
    return signedIn(parts, pending, professional, decision.situation);
  }
  if (stepName === 'code') {
    // Confirmed here, without the telephone: nothing waits there any more.
    await approvals.withdraw(uid);
    if (places.length === 1) return signedIn(parts, pending, professional, only.id);
    return { page: situationPage(pending.action, sealStep(keys, { ...step, confirmed: true }), places) };
  }
  if (stepName !== 'situation' || !step.confirmed) throw interactionLost();
  return signedIn(parts, pending, professional, form.get('situation') ?? '');
}

/** A telephone on which too much waits already is no reason not to sign in here. */
async function showOnTelephone({ approvals }: InteractionParts, { clientId, software }: Pending, step: Step): Promise<void> {
  const demand = {
    kind: 'page',
    request: step.uid,
    client: clientId,
    code: step.code,
    ...(software === undefined ? {} : { software }),
  } as const;
  await approvals.ask(step.professional, demand, demandSeconds).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== 'signin.too-many-demands') throw error;
  });
}

const nameOf = ({ given, family }: DirectoryProfessional): string => `${given} ${family}`;

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
