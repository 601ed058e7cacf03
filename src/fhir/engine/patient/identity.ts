import { type Evidence, isIdentityDocument, type NewIdentity, type Traits } from '#ins';
import { isObject, type Json, objects, text } from '../../json.ts';
import { extensionOf, extensions, isIns } from './describe.ts';

type Given = { readonly [name in keyof Traits]?: string };

/**
 * The identity that a Patient claims, when it carries the five strict traits; undefined otherwise. With a matricule INS it is verified by
 * INSi, without one INSi is searched: a person without an INS is known by their traits. The traits are as they are written: `ins` reads
 * them.
 */
export function claimedIdentity(patient: Json): NewIdentity | undefined {
  const identifier = objects(patient.identifier).find(isIns);
  const matricule = text(identifier?.value);
  const oid = text(identifier?.system)?.slice('urn:oid:'.length);
  const given = traitsOf(patient);
  const { birthFamily, firstBirthGiven, sex, birthDate, birthPlace } = given;
  if ([birthFamily, firstBirthGiven, sex, birthDate, birthPlace].includes(undefined)) return undefined;
  const ins = matricule === undefined || oid === undefined ? {} : { matricule, oid };
  return { traits: given as Traits, ...ins, evidence: evidenceOf(patient) };
}

/** What a Patient says of the traits. Source: FR Core 2.1, fr-core-patient-ins. */
export function traitsOf(patient: Json): Given {
  const names = objects(patient.name);
  const official = names.find(({ use }) => use === 'official') ?? names[0];
  const usual = names.find(({ use }) => use === 'usual');
  const address = extensionOf(patient, extensions.birthPlace)?.valueAddress;
  const place = extensionOf(address, extensions.inseeCode)?.valueCoding;
  return present({
    birthFamily: text(official?.family),
    firstBirthGiven: firstOf(official?.given),
    birthGivens: text(extensionOf(official, extensions.birthGivens)?.valueString),
    sex: patient.gender === 'male' ? 'M' : patient.gender === 'female' ? 'F' : undefined,
    birthDate: text(patient.birthDate),
    birthPlace: isObject(place) ? text(place.code) : undefined,
    usedFamily: text(usual?.family),
    usedGiven: firstOf(usual?.given),
  });
}

/** INSi is asked; the document that the identity was checked with is the one that the sender names. */
function evidenceOf(patient: Json): Evidence {
  const parts = objects(extensionOf(patient, extensions.reliability)?.extension);
  const mode = parts.find(({ url }) => url === 'validationMode')?.valueCoding;
  const code = isObject(mode) ? text(mode.code) : undefined;
  return { insi: true, ...(code !== undefined && isIdentityDocument(code) ? { identityDocument: code } : {}) };
}

function firstOf(given: unknown): string | undefined {
  return Array.isArray(given) ? text(given[0]) : undefined;
}

function present(given: { readonly [name in keyof Traits]?: string | undefined }): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
