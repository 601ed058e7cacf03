import { allows, type Identity, type InsOid, insOids } from '#ins';
import { hexOfRecordId, type RecordId } from '#kernel';
import { isObject, type Json, objects, text } from '../../json.ts';

const core = 'https://hl7.fr/ig/fhir/core';
export const extensions = {
  reliability: `${core}/StructureDefinition/fr-core-identity-reliability`,
  birthGivens: `${core}/StructureDefinition/fr-core-patient-birth-list-given-name`,
  birthPlace: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
  inseeCode: `${core}/StructureDefinition/fr-core-address-insee-code`,
} as const;

const nos = (table: string): string => `https://mos.esante.gouv.fr/NOS/${table}/FHIR/${table.replaceAll('_', '-')}`;
const typeOfDomain: Readonly<Record<InsOid, string>> = {
  [insOids.nir]: 'INS-NIR',
  [insOids.nia]: 'INS-NIA',
  [insOids.test]: 'INS-NIR-TEST',
  [insOids.demonstration]: 'INS-NIR-DEMO',
};

/**
 * The Patient of an identity: who the person is, and nothing more. The matricule is there only when it may be sent.
 * Source: FR Core 2.1, fr-core-patient-ins; Guide d’implémentation de l’INS, règle 28.
 */
export function patientOf(identity: Identity): Json {
  return { resourceType: 'Patient', ...identityPart(identity, {}) };
}

/** The same Patient with what the identity says in place of what it said of that before; all else stays. */
export function followed(patient: Json, identity: Identity): Json {
  const { link: _, ...rest } = patient;
  return { ...rest, ...identityPart(identity, patient) };
}

function identityPart(identity: Identity, before: Json): Json {
  const { traits, status } = identity;
  const ours: readonly unknown[] = [extensions.reliability, extensions.birthPlace];
  const { usedFamily, usedGiven } = traits;
  const identifiers = [...insIdentifier(identity), ...objects(before.identifier).filter((one) => !isIns(one))];
  return {
    extension: [
      { url: extensions.reliability, extension: [{ url: 'identityStatus', valueCoding: reliability(status) }] },
      { url: extensions.birthPlace, valueAddress: { extension: [inseeCode(traits.birthPlace)] } },
      ...objects(before.extension).filter((one) => !ours.includes(one.url)),
    ],
    ...(identifiers.length === 0 ? {} : { identifier: identifiers }),
    name: [
      {
        extension: [{ url: extensions.birthGivens, valueString: traits.birthGivens }],
        use: 'official',
        family: traits.birthFamily,
        given: [traits.firstBirthGiven],
      },
      ...(usedFamily === undefined && usedGiven === undefined
        ? []
        : [{ use: 'usual', family: usedFamily ?? traits.birthFamily, given: [usedGiven ?? traits.firstBirthGiven] }]),
    ],
    ...linksOf(identity, before),
    gender: traits.sex === 'M' ? 'male' : 'female',
    birthDate: traits.birthDate,
  };
}

/** Records of one person: which one goes on for this one, or for which this one goes on. Links that a client wrote stay. */
function linksOf({ survivor, linked = [] }: Identity, before: Json): Json {
  const to = (type: 'replaced-by' | 'replaces', record: RecordId): Json => ({
    other: { reference: `Patient/${hexOfRecordId(record)}` },
    type,
  });
  const ours = [...(survivor === undefined ? [] : [to('replaced-by', survivor)]), ...linked.map((one) => to('replaces', one))];
  const kept = objects(before.link).filter(({ type }) => type !== 'replaced-by' && type !== 'replaces');
  return ours.length + kept.length === 0 ? {} : { link: [...ours, ...kept] };
}

function insIdentifier({ oid, matricule, status, attributes }: Identity): readonly Json[] {
  if (oid === undefined || matricule === undefined || !allows(status, 'send-matricule', attributes)) return [];
  const type = { coding: [{ system: `${core}/CodeSystem/fr-core-cs-v2-0203`, code: typeOfDomain[oid] }] };
  return [{ use: 'official', type, system: `urn:oid:${oid}`, value: matricule }];
}

function reliability(status: Identity['status']): Json {
  return { system: `${core}/CodeSystem/fr-core-cs-v2-0445`, code: status };
}

/** Codes of the COG: communes, and countries (from 99001 on). */
function inseeCode(place: string): Json {
  const system = place.startsWith('99') ? nos('TRE_R20-Pays') : nos('TRE_R13-Commune');
  return { url: extensions.inseeCode, valueCoding: { system, code: place } };
}

const domains: ReadonlySet<unknown> = new Set(Object.values(insOids).map((oid) => `urn:oid:${oid}`));

/** Whether an Identifier is a matricule INS, by its system. */
export const isIns = ({ system }: Json): boolean => domains.has(system);

/** The extension of that url, of an element. */
export function extensionOf(element: unknown, url: string): Json | undefined {
  return isObject(element) ? objects(element.extension).find((one) => text(one.url) === url) : undefined;
}
