import { errors, type Provider } from 'oidc-provider';
import type { Directory, DirectoryStructure } from '#directory';
import { professionalActor, situations } from '../provider/account.ts';
import { chooseSituation, giveScopes } from '../provider/grants.ts';
import { subjectText } from '../provider/subject.ts';
import { deniedOnPhone, noSituation, unknownProfessional } from '../refusals.ts';
import type { SignInTrace } from '../trace.ts';
import type { Approvals, WaitingDemand } from './approvals.ts';

export interface DecideParts {
  readonly provider: Provider;
  readonly directory: Directory;
  readonly approvals: Approvals;
  readonly trace: SignInTrace;
  readonly audience: string;
  readonly clock: () => Date;
}

/**
 * A professional's answer to one demand: yes with the place where they act, or no. A sign-in by the backchannel is traced, then granted;
 * that of a page is finished by the page.
 *
 * Refuses `signin.no-situation`, `signin.demand-gone`, `signin.unknown-professional`. An answer that the server did not live to grant
 * leaves the demand unanswered: the software asks again when its two minutes are over.
 */
export async function decide(parts: DecideParts, professionalId: string, id: string, situation?: string): Promise<WaitingDemand> {
  const { directory, approvals, provider, trace } = parts;
  const professional = await directory.professional(professionalId);
  if (professional === undefined) throw unknownProfessional();
  const places = await situations(directory, professional);
  const place = situation === undefined ? places[0] : placeOf(places, situation);
  if (place === undefined) throw noSituation();
  const demand = await approvals.decide(professional.id, id, situation === undefined ? undefined : place.id);
  const actor = professionalActor(professional, place, demand.client);
  if (situation === undefined) await trace.professional(actor, deniedOnPhone().code);
  if (demand.kind === 'page') return demand;
  if (situation === undefined) {
    await provider.backchannelResult(demand.request, new errors.AccessDenied('the person refused on their e-CPS'));
    return demand;
  }
  await trace.professional(actor);
  const accountId = subjectText({ kind: 'professional', id: professional.id });
  await grant(parts, demand, accountId, place);
  return demand;
}

async function grant(
  { provider, audience, clock }: DecideParts,
  demand: WaitingDemand,
  accountId: string,
  place: DirectoryStructure,
): Promise<void> {
  const request = await provider.BackchannelAuthenticationRequest.find(demand.request);
  if (request === undefined) return; // it was taken back meanwhile: nobody waits for it
  const made = new provider.Grant({ accountId, clientId: demand.client });
  chooseSituation(made, place.id);
  giveScopes(made, request.scope ?? '', 'professional', audience);
  await made.save();
  const authTime = Math.floor(clock().getTime() / 1000);
  await provider.backchannelResult(request, made, { acr: 'eidas1', amr: ['simulateur'], authTime });
}

function placeOf(places: readonly DirectoryStructure[], id: string): DirectoryStructure | undefined {
  return places.find((place) => place.id === id);
}
