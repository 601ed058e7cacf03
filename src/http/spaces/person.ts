import type { FastifyRequest } from 'fastify';
import type { Call, Citizen, Delegate, RecordId } from '#kernel';
import type { SpaceDeps } from './deps.ts';

/** Who is at the screen of the carnet, and whose record is on it: their own, or that of whom they act for. */
export interface AtTheScreen {
  readonly call: Call;
  readonly record: RecordId;
  /** Whose carnet it is. */
  readonly name: string;
}

/** Refuses `session.none`, `session.wrong-kind`, and `session.forged` for what may change something. Rights decide the rest. */
export function atTheScreen({ sessions, rights, ins, clock }: SpaceDeps): (request: FastifyRequest) => Promise<AtTheScreen> {
  return async (request) => {
    const actor = await goingOn(ins, await sessions.person(request));
    if (request.method !== 'GET') sessions.sameSite(request);
    const call: Call = { actor, at: clock(), requestId: request.id };
    if (actor.kind === 'citizen') return { call, record: actor.record, name: actor.name };
    const profile = (await rights.profiles(call)).find(({ record }) => record === actor.record);
    return { call, record: actor.record, name: profile?.name ?? '' };
  };
}

/** Who signed in with the account of a record that was linked to another is the person of that one. */
async function goingOn<Actor extends Citizen | Delegate>({ links }: SpaceDeps['ins'], actor: Actor): Promise<Actor> {
  return actor.kind === 'citizen' ? { ...actor, record: await links.survivorOf(actor.record) } : actor;
}

/** Asks anew, from what the rights are now, whether a page that stays open may still look. Rejects with what `rights.decide` refuses. */
export function mayStillLook({ rights, clock }: SpaceDeps, call: Call, record: RecordId): () => Promise<void> {
  return async () => {
    const permit = await rights.decide({ ...call, at: clock() }, record, 'list');
    await rights.renewed(permit, 'list');
  };
}
