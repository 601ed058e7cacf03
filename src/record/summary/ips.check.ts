import type { Json } from '#fhir';
import { isObject, objects, text } from '#fhir';

/** LOINC of the sections that the guide asks for always. */
const required = ['10160-0', '48765-2', '11450-4'];
/** Which resources a section may hold. */
const held: Readonly<Record<string, readonly string[]>> = {
  '10160-0': ['MedicationStatement', 'MedicationRequest'],
  '48765-2': ['AllergyIntolerance'],
  '11450-4': ['Condition'],
  '11348-0': ['Condition'],
  '11369-6': ['Immunization'],
  '30954-2': ['Observation'],
  '47519-4': ['Procedure'],
  '46264-8': ['DeviceUseStatement'],
  '8716-3': ['Observation'],
  '29762-2': ['Observation'],
  '42348-3': ['Consent'],
};
/** What each resource has, in any of these elements. */
const elements: Readonly<Record<string, readonly (readonly string[])[]>> = {
  MedicationStatement: [['medication'], ['effective', '_effective']],
  MedicationRequest: [['medication'], ['intent']],
  AllergyIntolerance: [['code']],
  Condition: [['code']],
  Immunization: [['vaccineCode'], ['occurrence']],
  Observation: [['code'], ['effective', '_effective']],
  Procedure: [['code'], ['performed', '_performed']],
  DeviceUseStatement: [['device'], ['timing', '_timing']],
};

/**
 * What is wrong with a Bundle as an International Patient Summary: rules read from the guide and written here anew, none of the code that makes
 * it. Source: HL7 IPS, profiles Bundle-uv-ips, Composition-uv-ips and those of the entries; FHIR R4 §3.3.1 (documents).
 */
export function ipsFaults(bundle: Json): readonly string[] {
  const entries = objects(bundle.entry);
  const resources = new Map(entries.map((entry) => [text(entry.fullUrl), entry.resource as Json]));
  const [composition] = entries.map(({ resource }) => resource as Json);
  const patients = [...resources].filter(([, { resourceType }]) => resourceType === 'Patient');
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => void (holds || faults.push(fault));
  must(bundle.type === 'document' && isObject(bundle.identifier) && text(bundle.timestamp) !== undefined, 'Bundle');
  must(resources.size === entries.length && !resources.has(undefined), 'a fullUrl is missing or twice');
  must(patients.length === 1, 'one Patient');
  must(composition?.resourceType === 'Composition', 'Composition first');
  if (composition === undefined) return faults;
  const [typed] = objects((composition.type as Json | undefined)?.coding);
  must(typed?.code === '60591-5' && typed.system === 'http://loinc.org', 'Composition.type');
  must(referenceIn(composition.subject) === patients[0]?.[0], 'Composition.subject');
  const sections = objects(composition.section);
  const codes = sections.map(({ code }) => text(objects((code as Json).coding)[0]?.code) ?? '');
  for (const code of required) must(codes.filter((one) => one === code).length === 1, `section ${code}`);
  must(new Set(codes).size === codes.length, 'a section is twice');
  for (const [at, section] of sections.entries()) {
    const code = codes[at] ?? '';
    const inside = objects(section.entry);
    must(isObject(section.text) && text(section.title) !== undefined, `${code}: words`);
    must(inside.length > 0 !== isObject(section.emptyReason), `${code}: ips-comp-1`);
    for (const entry of inside) {
      const resource = resources.get(referenceIn(entry));
      const type = text(resource?.resourceType) ?? 'none';
      must(held[code]?.includes(type) === true, `${code} holds ${type}`);
      if (resource === undefined) continue;
      must(referenceIn(resource.subject ?? resource.patient) === patients[0]?.[0], `${type}: about the Patient`);
      const names = Object.keys(resource);
      for (const element of elements[type] ?? [])
        must(
          names.some((name) => element.some((start) => name.startsWith(start))),
          `${type}: ${element[0]}`,
        );
      if (code === '30954-2') must(resource.performer !== undefined, 'result: performer');
    }
  }
  const referred = new Set(sections.flatMap((section) => objects(section.entry)).map(referenceIn));
  for (const author of objects(composition.author)) referred.add(referenceIn(author));
  for (const [url, { resourceType }] of resources)
    must(resourceType === 'Composition' || resourceType === 'Patient' || referred.has(url), `${resourceType} nobody refers to`);
  return faults;
}

const referenceIn = (reference: unknown): string | undefined => (isObject(reference) ? text(reference.reference) : undefined);
