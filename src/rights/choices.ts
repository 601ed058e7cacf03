import { isPhysician } from '#directory';
import type { Call, RecordId } from '#kernel';
import type { Act } from '#trace';
import { isEmergency } from './decide.ts';
import { valuesOfAccess } from './declare.ts';
import { type Desk, type Place, refuseUnlessManaging, refuseUnlessThemself } from './desk.ts';
import type { Access, Facts, Opposition, SeenProfessional } from './facts.ts';
import * as refusals from './refusals.ts';
import { attend, block, close, oppose, putAccess, unblock } from './rights.sql.ts';

const year = 366 * 86_400_000;

/** Which version of the facts the caller had seen; absent where the last word may win. */
export type Seen = number | undefined;

/** What the person decides, or somebody for them: who looks, until when, and what they oppose. */
export interface Choices {
  /** Blocks a professional, or lets them in again; both may be repeated. */
  block(call: Call, record: RecordId, professional: SeenProfessional): Promise<void>;
  unblock(call: Call, record: RecordId, professional: string): Promise<void>;
  oppose(call: Call, record: RecordId, change: Partial<Opposition>, seen?: Seen): Promise<Opposition>;
  /**
   * Gives a professional an access (`consentement`), ends the one they have sooner, or prolongs it: up to a year from now. An end that is
   * now or past ends it in this second. Refuses `rights.bad-end`, `rights.changed`, `rights.no-access` (nothing to end).
   */
  setEnd(call: Call, record: RecordId, professional: SeenProfessional, until: Date, seen?: Seen): Promise<Access>;
  /** As {@link setEnd}, only for an access that holds, and only to a sooner end: refuses `rights.no-access`, `rights.bad-end`. */
  shorten(call: Call, record: RecordId, professional: string, until: Date, seen?: Seen): Promise<Access>;
  /** As {@link setEnd}, only for an access that holds, and only to a later end. */
  prolong(call: Call, record: RecordId, professional: string, until: Date, seen?: Seen): Promise<Access>;
  /** The médecin traitant, who sees masked documents too; undefined for nobody. */
  attend(call: Call, record: RecordId, professional: SeenProfessional | undefined, seen?: Seen): Promise<void>;
  /** Closes the record or opens it again: no mandate covers this. */
  setClosed(call: Call, record: RecordId, closed: boolean, seen?: Seen): Promise<void>;
}

export function openChoices(desk: Desk, place: Place): Choices {
  const act = (call: Call, detail: Record<string, string>): Act => ({
    action: 'rights',
    outcome: 'done',
    ...(place === 'desk' && call.reason !== undefined ? { reason: call.reason.trim() } : {}),
    detail,
  });
  const managing = (facts: Facts, call: Call, record: RecordId): void => refuseUnlessManaging(facts, call, record, place);
  const putEnd = (call: Call, record: RecordId, wish: EndWish, seen: Seen): Promise<Access> =>
    desk.refusing(call, record, () =>
      desk.change(
        call,
        record,
        (facts) => {
          managing(facts, call, record);
          const { change, access } = planEnd(facts, call, wish);
          const { id, name } = access.professional;
          const told = act(call, { change, professional: id, name, until: access.until.toISOString() });
          const writes = [[putAccess, valuesOfAccess(record, access)]] as const;
          return { act: told, secret: access.secret, writes, result: access };
        },
        seen,
      ),
    );
  return {
    block: (call, record, { id, name, profession, structure }) =>
      desk.refusing(call, record, () =>
        desk.change(call, record, (facts) => {
          managing(facts, call, record);
          const who = JSON.stringify({ id, name, profession, structure });
          const told = act(call, { change: 'block', professional: id, name });
          return { act: told, writes: [[block, [record, id, call.at, who]]], result: undefined };
        }),
      ),
    unblock: (call, record, professional) =>
      desk.refusing(call, record, () =>
        desk.change(call, record, (facts) => {
          managing(facts, call, record);
          const name = facts.blocks.get(professional)?.professional.name ?? professional;
          const told = act(call, { change: 'unblock', professional, name });
          return { act: told, writes: [[unblock, [record, professional]]], result: undefined };
        }),
      ),
    oppose: (call, record, wished, seen) =>
      desk.refusing(call, record, () =>
        desk.change(
          call,
          record,
          (facts) => {
            managing(facts, call, record);
            const said = Object.fromEntries(Object.entries(wished).map(([name, value]) => [name, String(value)]));
            const next = { ...facts.opposition, ...wished };
            const values = [record, next.deposit, next.consultation, next.emergency];
            return { act: act(call, { change: 'oppose', ...said }), writes: [[oppose, values]], result: next };
          },
          seen,
        ),
      ),
    setEnd: (call, record, professional, until, seen) => putEnd(call, record, { how: 'any', professional, until }, seen),
    shorten: (call, record, id, until, seen) => putEnd(call, record, { how: 'shorten', id, until }, seen),
    prolong: (call, record, id, until, seen) => putEnd(call, record, { how: 'prolong', id, until }, seen),
    attend: (call, record, professional, seen) =>
      desk.refusing(call, record, () =>
        desk.change(
          call,
          record,
          (facts) => {
            managing(facts, call, record);
            if (professional !== undefined && !isPhysician(professional.profession)) throw refusals.onlyPhysicians();
            const { id = '', name = '' } = professional ?? {};
            const told = act(
              call,
              professional === undefined ? { change: 'attend-nobody' } : { change: 'attend', professional: id, name },
            );
            const who = professional === undefined ? null : JSON.stringify(seenOf(professional));
            return { act: told, writes: [[attend, [record, who]]], result: undefined };
          },
          seen,
        ),
      ),
    setClosed: (call, record, closed, seen) =>
      desk.refusing(call, record, () =>
        desk.change(
          call,
          record,
          () => {
            refuseUnlessThemself(call, record, place);
            const told = act(call, { change: closed ? 'close' : 'reopen' });
            return { act: told, writes: [[close, [record, closed]]], result: undefined };
          },
          seen,
        ),
      ),
  };
}

type EndWish =
  | { readonly how: 'any'; readonly professional: SeenProfessional; readonly until: Date }
  | { readonly how: 'shorten' | 'prolong'; readonly id: string; readonly until: Date };

function planEnd(facts: Facts, { actor, at }: Call, wish: EndWish): { change: 'grant' | 'shorten' | 'prolong'; access: Access } {
  const until = wish.until <= at ? at : wish.until;
  if (!(until.getTime() - at.getTime() <= year)) throw refusals.badEnd(); // also what is no date
  const known = facts.accesses.get(wish.how === 'any' ? wish.professional.id : wish.id);
  // What is kept from representatives is not theirs to change, nor to make known by a gift of their own.
  if (known?.secret && at < known.until && actor.kind === 'delegate') throw refusals.nothingToChange();
  const now = known !== undefined && at < known.until ? known : undefined;
  if (now === undefined) {
    if (wish.how !== 'any' || until <= at) throw refusals.nothingToChange();
    return { change: 'grant', access: { ...given(wish.professional, at, until), secret: false } };
  }
  if (until <= now.until) {
    if (wish.how === 'prolong') throw refusals.badEnd();
    return { change: 'shorten', access: { ...now, until, endChosen: true } };
  }
  if (wish.how === 'shorten') throw refusals.badEnd();
  // Longer than the emergency lasts it is no emergency any more: the person agrees to it.
  if (isEmergency(now.ground))
    return { change: 'prolong', access: { ...given(now.professional, at, until), secret: now.secret } };
  return { change: 'prolong', access: { ...now, until, endChosen: true } };
}

function given(professional: SeenProfessional, since: Date, until: Date): Omit<Access, 'secret'> {
  return { professional: seenOf(professional), ground: 'consentement', since, until, givenBy: 'person', endChosen: true };
}

function seenOf({ id, name, profession, structure }: SeenProfessional): SeenProfessional {
  return { id, name, profession, structure };
}
