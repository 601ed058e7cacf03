import { insOids, parseMatricule } from '#ins';
import { Refusal } from '#kernel';
import { attributeOf, childrenOf, textOf, type XmlElement } from '#xml';
import type { Header } from './header.ts';
import {
  atLeastOne,
  atMostOne,
  attributeAt,
  every,
  exactlyOne,
  has,
  holds,
  isThere,
  oneOf,
  type Place,
  wordOf,
} from './places.ts';
import type { Rule } from './rule.ts';

const cog = /^(\d{5}|2[AB]\d{3})$/i;
const insDomains: ReadonlySet<string | undefined> = new Set(Object.values(insOids));
const mssPatient = /^mailto:([^@]+)@patient\.mssante\.fr$/i;

/** The person of the document: recordTarget. */
export const patientRules: readonly Rule[] = [
  {
    id: 'patient.id',
    fr: 'Le patient a au moins un identifiant (patientRole/id), chacun avec root et extension.',
    en: 'The patient has at least one identifier (patientRole/id), each with root and extension.',
    broken: (header) =>
      roles(header).flatMap((role) => [
        ...atLeastOne(role, 'id', isThere),
        ...every(role, 'id').filter((id) => isThere(id) && !(has('root')(id) && has('extension')(id))),
      ]),
  },
  {
    id: 'patient.ins-form',
    fr: 'Un identifiant dans un domaine de l’INS est un matricule : 13 caractères et une clé de 2 chiffres.',
    en: 'An identifier in a domain of the INS is a matricule: 13 characters and a 2-digit key.',
    broken: (header) =>
      insIds(header)
        .filter((id) => matriculeFault(id) === 'ins.malformed')
        .map(extensionOf),
  },
  {
    id: 'patient.ins-key',
    fr: 'La clé du matricule INS ne correspond pas à ses 13 premiers caractères.',
    en: 'The key of the matricule INS does not match its first 13 characters.',
    broken: (header) =>
      insIds(header)
        .filter((id) => matriculeFault(id) === 'ins.bad-key')
        .map(extensionOf),
  },
  {
    id: 'patient.name',
    fr: 'Le patient a un élément name et un seul, avec au moins un family et un given.',
    en: 'The patient has one name, with at least one family and one given.',
    broken: (header) =>
      patients(header).flatMap((patient) =>
        exactlyOne(patient, 'name', (name) => isThere(name) && holds('family')(name) && holds('given')(name)),
      ),
  },
  {
    id: 'patient.name-qualifier',
    fr: 'Dans le nom du patient, family porte qualifier BR (naissance) ou CL (utilisé) ; given BR, CL ou aucun.',
    en: 'In the patient’s name, family has qualifier BR (birth) or CL (used); given BR, CL or none.',
    broken: (header) =>
      names(header).flatMap((name) => [
        ...childrenOf(name, 'family').filter((part) => isThere(part) && !/^(BR|CL)$/.test(wordOf(part, 'qualifier') ?? '')),
        ...childrenOf(name, 'given').filter((part) => !/^(BR|CL)$/.test(attributeOf(part, 'qualifier') ?? 'BR')),
      ]),
  },
  {
    id: 'patient.birth-name',
    fr: 'Avec un matricule INS, le nom de naissance est présent : family de qualifier BR.',
    en: 'With a matricule INS, the birth name is present: family with qualifier BR.',
    broken: (header) => ofIns(header, (patient) => partOf(patient, 'family', 'BR')),
  },
  {
    id: 'patient.first-birth-given',
    fr: 'Avec un matricule INS, le premier prénom de naissance est présent : given de qualifier BR.',
    en: 'With a matricule INS, the first birth given name is present: given with qualifier BR.',
    broken: (header) => ofIns(header, (patient) => partOf(patient, 'given', 'BR')),
  },
  {
    id: 'patient.birth-givens',
    fr: 'Avec un matricule INS, la liste des prénoms de naissance est présente : given sans qualifier.',
    en: 'With a matricule INS, the list of birth given names is present: given without qualifier.',
    broken: (header) => ofIns(header, (patient) => partOf(patient, 'given', undefined)),
  },
  {
    id: 'patient.birth-place',
    fr: 'Avec un matricule INS, le lieu de naissance est présent : birthplace/place/addr/county, en code COG.',
    en: 'With a matricule INS, the birth place is present: birthplace/place/addr/county, as a COG code.',
    broken: (header) =>
      ofIns(header, (patient) => {
        const [place] = every(patient, 'birthplace', 'place', 'addr', 'county');
        if (place === undefined) return patient;
        return cog.test(textOf(place).trim()) ? undefined : place;
      }),
  },
  {
    id: 'patient.birth-place-once',
    fr: 'Il y a au plus un birthplace, avec un place, et dans celui-ci au plus un name et un addr.',
    en: 'There is at most one birthplace, with one place, which has at most one name and one addr.',
    broken: (header) =>
      patients(header).flatMap((patient) => [
        ...atMostOne(patient, 'birthplace'),
        ...every(patient, 'birthplace').flatMap((birthplace) => exactlyOne(birthplace, 'place')),
        ...every(patient, 'birthplace', 'place').flatMap((place) => atMostOne(place, 'name', 'addr')),
      ]),
  },
  {
    id: 'patient.gender',
    fr: 'Le patient a un sexe (administrativeGenderCode/@code) et un seul.',
    en: 'The patient has one sex (administrativeGenderCode/@code).',
    broken: (header) => patients(header).flatMap((patient) => exactlyOne(patient, 'administrativeGenderCode', has('code'))),
  },
  {
    id: 'patient.birth-time',
    fr: 'Le patient a une date de naissance (birthTime/@value) et une seule.',
    en: 'The patient has one birth date (birthTime/@value).',
    broken: (header) => patients(header).flatMap((patient) => exactlyOne(patient, 'birthTime', has('value'))),
  },
  {
    id: 'patient.guardian',
    fr: 'Un représentant (guardian) est une personne ou une organisation, une seule.',
    en: 'A guardian is one person or one organization.',
    broken: (header) =>
      patients(header)
        .flatMap((patient) => childrenOf(patient, 'guardian'))
        .flatMap((guardian) => oneOf(guardian, 'guardianPerson', 'guardianOrganization')),
  },
  {
    id: 'patient.guardian-name',
    fr: 'La personne qui représente le patient a un name et un seul, avec un family.',
    en: 'The person who is the patient’s guardian has one name, with a family.',
    broken: ({ named }) => named('guardianPerson').flatMap((person) => exactlyOne(person, 'name', holds('family'))),
  },
  {
    id: 'patient.mss-address',
    severity: 'warning',
    fr: 'L’adresse du patient en @patient.mssante.fr commence par son matricule INS.',
    en: 'The patient’s address at @patient.mssante.fr begins with their matricule INS.',
    broken: (header) => {
      const own = new Set(insIds(header).map((id) => wordOf(id, 'extension')));
      return roles(header)
        .flatMap((role) => childrenOf(role, 'telecom'))
        .filter((telecom) => {
          const local = mssPatient.exec(wordOf(telecom, 'value') ?? '')?.[1];
          return local !== undefined && !own.has(local);
        })
        .map((telecom) => attributeAt(telecom, 'value'));
    },
  },
];

const roles = ({ document }: Header) => every(document, 'recordTarget', 'patientRole');
const patients = ({ document }: Header) => every(document, 'recordTarget', 'patientRole', 'patient');
const names = ({ document }: Header) => every(document, 'recordTarget', 'patientRole', 'patient', 'name');
const insIds = (header: Header) =>
  roles(header)
    .flatMap((role) => childrenOf(role, 'id'))
    .filter((id) => insDomains.has(wordOf(id, 'root')) && has('extension')(id));
const extensionOf = (id: XmlElement): Place => attributeAt(id, 'extension');

function matriculeFault(id: XmlElement): string | undefined {
  try {
    parseMatricule(wordOf(id, 'extension') ?? '');
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** What a trait asks of the patients whom a matricule INS names; those known by other identifiers may lack traits. */
function ofIns(header: Header, fault: (patient: XmlElement) => Place | undefined): readonly Place[] {
  if (insIds(header).length === 0) return [];
  return patients(header).flatMap((patient) => fault(patient) ?? []);
}

function partOf(patient: XmlElement, part: 'family' | 'given', qualifier: string | undefined): Place | undefined {
  const [name] = childrenOf(patient, 'name');
  if (name === undefined) return patient;
  const found = childrenOf(name, part).some((one) => wordOf(one, 'qualifier') === qualifier && textOf(one).trim() !== '');
  return found ? undefined : name;
}
