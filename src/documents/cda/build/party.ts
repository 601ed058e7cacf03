import { coded, identifier } from './coded.ts';
import type { CdaContact, CdaOrganization, CdaParty, CdaSubject, PostalAddress } from './draft.ts';
import { hl7Date } from './time.ts';
import { element, leaf, nothing, sequence, type Xml } from './xml.ts';

const sexes: Readonly<Record<string, string>> = { M: 'Masculin', F: 'Féminin' };

/** recordTarget: the matricule, the strict traits and the used names (CI-SIS, structuration minimale). */
export function recordTarget(subject: CdaSubject): Xml {
  return element(
    'recordTarget',
    {},
    element(
      'patientRole',
      {},
      identifier({ root: subject.oid, extension: subject.matricule }),
      address(subject.address, 'UNK'),
      telecom(subject.telecom, 'H', 'UNK'),
      element('patient', { classCode: 'PSN' }, ...patient(subject)),
    ),
  );
}

function patient(subject: CdaSubject): Xml[] {
  return [
    element(
      'name',
      {},
      leaf('family', subject.birthFamily, { qualifier: 'BR' }),
      leaf('given', subject.birthGivens),
      leaf('given', subject.firstBirthGiven, { qualifier: 'BR' }),
      subject.usedFamily === undefined ? nothing : leaf('family', subject.usedFamily, { qualifier: 'CL' }),
      subject.usedGiven === undefined ? nothing : leaf('given', subject.usedGiven, { qualifier: 'CL' }),
    ),
    element('administrativeGenderCode', {
      code: subject.sex,
      displayName: sexes[subject.sex],
      codeSystem: '2.16.840.1.113883.5.1',
    }),
    element('birthTime', { value: hl7Date(subject.birthDate) }),
    subject.birthPlace === undefined
      ? nothing
      : element('birthplace', {}, element('place', {}, element('addr', {}, leaf('county', subject.birthPlace)))),
  ];
}

/** The content shared by assignedAuthor, assignedEntity and associatedEntity: the schema gives them the same order. */
export function party(of: CdaParty, person = 'assignedPerson', organization = 'representedOrganization'): Xml {
  return sequence([
    identifier(of.id),
    coded('code', of.specialty),
    address(of.structure.address),
    telecom(of.telecom ?? of.structure.telecom, 'WP'),
    element(person, {}, personName(of)),
    element(organization, {}, ...named(of.structure), practice(of.structure, organization)),
  ]);
}

/** Identifier, name, telecom and address of a structure, for the places that hold no class of activity. */
export function named(structure: CdaOrganization): Xml[] {
  return [identifier(structure.id), leaf('name', structure.name), telecom(structure.telecom, 'WP'), address(structure.address)];
}

function practice(structure: CdaOrganization, element: string): Xml {
  return element === 'representedOrganization' ? coded('standardIndustryClassCode', structure.practiceSetting) : nothing;
}

/** informant: `ECON` is the person to notify in an emergency, `NOK` the « personne de confiance ». */
export function contact(of: CdaContact): Xml {
  return element(
    'informant',
    {},
    element(
      'relatedEntity',
      { classCode: of.role },
      of.relation === undefined ? nothing : coded('code', of.relation),
      address(undefined),
      telecom(of.telecom, 'MC'),
      element('relatedPerson', {}, personName(of)),
    ),
  );
}

function personName({ prefix, given, family, suffix }: Pick<CdaParty, 'prefix' | 'given' | 'family' | 'suffix'>): Xml {
  return element(
    'name',
    {},
    prefix === undefined ? nothing : leaf('prefix', prefix),
    leaf('given', given),
    leaf('family', family),
    suffix === undefined ? nothing : leaf('suffix', suffix),
  );
}

/** Structured, as the CI-SIS header wants it: a `streetAddressLine` there may stand with no postal code beside it. */
export function address(of: PostalAddress | undefined, unknown = 'NAV'): Xml {
  if (!of) return element('addr', { nullFlavor: unknown });
  const [, number, street] = /^(\d+(?: ?(?:bis|ter|quater))?),? (.+)$/.exec(of.line ?? '') ?? [undefined, undefined, of.line];
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['houseNumber', number],
    ['streetName', street],
    ['postalCode', of.postalCode],
    ['city', of.city],
    ['country', of.country],
  ];
  return element('addr', {}, ...parts.map(([name, value]) => (value === undefined ? nothing : leaf(name, value))));
}

export function telecom(number: string | undefined, use: string, unknown = 'NAV'): Xml {
  if (number === undefined) return element('telecom', { nullFlavor: unknown });
  return element('telecom', { value: number.includes(':') ? number : `tel:${number}`, use });
}
