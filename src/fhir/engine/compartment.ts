import { type RecordId, unknownId } from '#kernel';
import { objects } from '../json.ts';
import type { Condition } from '../search/index.ts';
import type { SearchScope } from './answer.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf, sharedTypes } from './home.ts';
import { locate } from './locate.ts';
import * as refusals from './refusals.ts';

/** What being in a compartment means for a search: the home where it looks, and what must hold besides. */
export interface Within {
  readonly home?: RecordId;
  readonly where: readonly Condition[];
}

/**
 * All that is in a person's record is in their compartment. In another one is what refers to its resource by one of the parameters that the
 * definition names. Refuses `id.unknown`, `fhir.not-in-compartment`. Source: FHIR R4 §3.1.1.5.7, CompartmentDefinition.
 */
export async function compartmentOf(desk: FhirDesk, { type, compartment }: SearchScope): Promise<Within> {
  if (compartment === undefined) return { where: [] };
  const located = await locate(desk, compartment.type, compartment.id);
  if (located === undefined) throw unknownId();
  const kind = kindOf(located.home);
  if (compartment.type === 'Patient') {
    if (kind !== 'record') throw unknownId();
    if (type !== undefined && sharedTypes.has(type)) throw refusals.notInCompartment(type, compartment.type);
    return { home: located.home, where: [] };
  }
  const where =
    type === undefined ? undefined : conditionFor(desk, compartment.type, type, `${compartment.type}/${compartment.id}`);
  if (where === undefined) throw refusals.notInCompartment(type ?? '*', compartment.type);
  return { where: [where], ...(kind === 'shared' ? {} : { home: located.home }) };
}

function conditionFor(desk: FhirDesk, compartment: string, type: string, reference: string): Condition | undefined {
  const name = compartment.charAt(0).toLowerCase() + compartment.slice(1);
  const definition = desk.shelf.find('CompartmentDefinition', `http://hl7.org/fhir/CompartmentDefinition/${name}`);
  const entry = objects(definition?.resource).find(({ code }) => code === type);
  const names = Array.isArray(entry?.param) ? entry.param : [];
  const parameters = desk.parameters.of(type);
  const of = names.flatMap((code): readonly Condition[] => {
    const parameter = parameters.get(String(code));
    return parameter === undefined ? [] : [{ is: 'match', parameter, test: { is: 'references', values: [reference] } }];
  });
  return of.length === 0 ? undefined : { is: 'any', of };
}
