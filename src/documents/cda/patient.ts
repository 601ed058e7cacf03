import { fullIdsOf, timestampOf } from './fields.ts';
import type { CdaPatient } from './header.ts';
import { missing } from './refusals.ts';
import { all, attribute, type Element, find, textOf } from './tree.ts';

const cog = /^(\d{5}|2[AB]\d{3})$/;
const role = 'recordTarget/patientRole';
const patientPath = `${role}/patient`;

/**
 * The person of the document.
 *
 * Names: family `BR` is the birth name and `CL` the used one (a family without qualifier stands for a birth name that is not
 * qualified; `SP` is left aside); given without qualifier is the full list, `BR` the first birth given name, `CL` the used one.
 * Older documents give the first name as `BR` and only the others without qualifier: the list is then made whole.
 *
 * Refuses `cda.missing` for an identifier, the birth name, a given name, the sex or the birth date; `cda.bad-date`.
 * Source: CI-SIS, Structuration minimale, recordTarget.
 */
export function patientOf(document: Element): CdaPatient {
  const patientRole = find(document, 'recordTarget', 'patientRole');
  const patient = find(patientRole, 'patient');
  const ids = fullIdsOf(patientRole);
  if (ids.length === 0) throw missing({ fr: 'l’identifiant du patient', en: 'the patient’s identifier' }, `${role}/id`);
  const birth = timestampOf(find(patient, 'birthTime'), `${patientPath}/birthTime`);
  const sex = attribute(find(patient, 'administrativeGenderCode'), 'code');
  if (sex === undefined)
    throw missing({ fr: 'le sexe du patient', en: 'the patient’s sex' }, `${patientPath}/administrativeGenderCode/@code`);
  if (birth === undefined)
    throw missing({ fr: 'la date de naissance du patient', en: 'the patient’s birth date' }, `${patientPath}/birthTime/@value`);
  const place = textOf(find(patient, 'birthplace', 'place', 'addr', 'county'))?.toUpperCase();
  return {
    ids,
    ...namesOf(patient),
    sex,
    birthDate: birth.day,
    ...(place !== undefined && cog.test(place) ? { birthPlace: place } : {}),
  };
}

type Names = Pick<CdaPatient, 'birthFamily' | 'birthGivens' | 'firstBirthGiven' | 'usedFamily' | 'usedGiven'>;

function namesOf(patient: Element | undefined): Names {
  const parts = all(patient, 'name').flatMap((name) => name.children);
  const pick = (name: string, qualifier: string | undefined) =>
    parts
      .filter((part) => part.name === name && attribute(part, 'qualifier') === qualifier)
      .map(textOf)
      .filter((text) => text !== undefined);
  const birthFamily = pick('family', 'BR')[0] ?? pick('family', undefined)[0];
  if (birthFamily === undefined)
    throw missing(
      { fr: 'le nom de naissance du patient', en: 'the patient’s birth name' },
      `${patientPath}/name/family[@qualifier='BR']`,
    );
  const list = pick('given', undefined).join(' ');
  const first = pick('given', 'BR')[0] ?? list.split(' ')[0];
  if (first === undefined || first === '')
    throw missing({ fr: 'le prénom de naissance du patient', en: 'the patient’s birth given name' }, `${patientPath}/name/given`);
  const usedFamily = pick('family', 'CL')[0];
  const usedGiven = pick('given', 'CL')[0];
  return {
    birthFamily,
    birthGivens: beginsWith(list, first) ? list : `${first} ${list}`.trim(),
    firstBirthGiven: first,
    ...(usedFamily === undefined ? {} : { usedFamily }),
    ...(usedGiven === undefined ? {} : { usedGiven }),
  };
}

function beginsWith(list: string, first: string): boolean {
  return `${list} `.toLowerCase().startsWith(`${first} `.toLowerCase());
}
