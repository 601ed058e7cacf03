import type { Call, Citizen, Operator, RecordId } from '#kernel';
import type { Rights } from '#rights';
import type { Representation } from './territory.ts';

const year = 366 * 86_400_000;

/**
 * Lets a parent act for a child, as the operator's desk does, and an adult for another, by invitation and code as people do. Nothing when
 * it is so already.
 */
export async function represent(
  rights: Rights,
  kind: Representation['kind'],
  person: { readonly record: RecordId; readonly name: string },
  by: { readonly record: RecordId; readonly name: string },
): Promise<void> {
  const self = (one: typeof person): Citizen => ({ kind: 'citizen', ...one });
  const known = await rights.profiles(callOf(self(by)));
  if (known.some(({ record }) => record === person.record)) return;
  const until = new Date(Date.now() + year);
  if (kind === 'legal') {
    const reason = 'Livret de famille et pièce d’identité présentés (démonstration)';
    const call = { ...callOf(operator), reason };
    // To the end of their minority, which comes first.
    const untilOfAge = new Date(Date.now() + 18 * year);
    await rights.onBehalfAtDesk.representLegally(call, person.record, { id: by.record, name: by.name }, untilOfAge);
    return;
  }
  const { code } = await rights.invite(callOf(self(person)), person.record, { purposes: ['read', 'message'], until });
  await rights.accept(callOf(self(by)), code);
}

const operator: Operator = { kind: 'operator', id: 'territoire', name: 'Territoire de démonstration' };

const callOf = (actor: Call['actor']): Call => ({ actor, at: new Date(), requestId: 'territoire' });
