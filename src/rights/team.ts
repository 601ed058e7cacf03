import type { Call, RecordId } from '#kernel';
import { isEmergency, type Permit } from './decide.ts';
import { valuesOfAccess } from './declare.ts';
import type { Desk } from './desk.ts';
import type { Access, SeenProfessional } from './facts.ts';
import * as refusals from './refusals.ts';
import { putAccess } from './rights.sql.ts';

/** Who cares for a person, as their professionals are told. */
export interface Team {
  /** The médecin traitant. */
  readonly attending?: SeenProfessional;
  /** Accesses that hold now, the newest first: no emergency, none that is kept from the representatives, not the reader's own. */
  readonly members: readonly Access[];
}

/** To who has a Permit on the record; traces nothing: the caller does. */
export async function teamOf(desk: Desk, { call, record }: Permit): Promise<Team> {
  const { attending, accesses } = await desk.factsOf(record);
  const { actor, at } = call;
  const own = actor.kind === 'professional' ? actor.id : '';
  const members = [...accesses.values()]
    .filter(({ ground, secret, until, professional }) => !isEmergency(ground) && !secret && at < until && professional.id !== own)
    .sort((a, b) => b.since.getTime() - a.since.getTime());
  return { ...(attending === undefined ? {} : { attending }), members };
}

/**
 * A professional ends the access that they have; told to the person. What they wrote stays readable to them. Refuses `rights.no-access` when there
 * is none, `rights.blocked`, and to everybody else `rights.only-professionals`.
 */
export function leave(desk: Desk, call: Call, record: RecordId): Promise<void> {
  const { actor, at } = call;
  return desk.refusing(call, record, () =>
    desk.change(call, record, ({ accesses, blocks }) => {
      if (actor.kind !== 'professional') throw refusals.onlyProfessionals();
      if (blocks.has(actor.id)) throw refusals.blocked();
      const access = accesses.get(actor.id);
      if (access === undefined || at >= access.until) throw refusals.nothingToChange();
      const { ground, secret } = access;
      return {
        act: { action: 'rights', outcome: 'done', ground, detail: { change: 'leave' } },
        secret,
        writes: [[putAccess, valuesOfAccess(record, { ...access, until: at })]],
        result: undefined,
      };
    }),
  );
}
