import { coded, identifier } from './coded.ts';
import type { CdaContact, CdaOrganization, CdaParty, CdaSubject, PostalAddress } from './draft.ts';
import { hl7Date } from './time.ts';
import { element, leaf, nothing, sequence, type Xml } from './xml.ts';

const sexes = { M: 'Masculin', F: 'Féminin' } as const;

/** recordTarget: the matricule, the strict traits and the used names (CI-SIS, structuration minimale). */
export function recordTarget(subject: CdaSubject): Xml {
  return element(
    'recordTarget',
    {},
    element(
      'patientRole',
      {},
      identifier({ root: subject.oid, extension: subject.matricule }),
      address(subject.address),
      telecom(subject.telecom, 'H'),
      element('patient', { classCode: 'PSN' }, ...patient(subject)),
    ),
  );
}

function patient(subject: CdaSubject): Xml[] {
  const sex = subject.sex === 'M' || subject.sex === 'F' ? sexes[subject.sex] : undefined;
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
    element('administrativeGenderCode', { code: subject.sex, displayName: sex, codeSystem: '2.16.840.1.113883.5.1' }),
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
    element(person, {}, personName(of.family, of.given, of.prefix)),
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
      element('relatedPerson', {}, personName(of.family, of.given)),
    ),
  );
}

function personName(family: string, given: string, prefix?: string): Xml {
  return element(
    'name',
    {},
    prefix === undefined ? nothing : leaf('prefix', prefix),
    leaf('given', given),
    leaf('family', family),
  );
}

export function address(of: PostalAddress | undefined): Xml {
  if (!of) return element('addr', { nullFlavor: 'NAV' });
  const parts: Xml[] = [];
  if (of.line !== undefined) parts.push(leaf('streetAddressLine', of.line));
  if (of.postalCode !== undefined) parts.push(leaf('postalCode', of.postalCode));
  if (of.city !== undefined) parts.push(leaf('city', of.city));
  if (of.country !== undefined) parts.push(leaf('country', of.country));
  return element('addr', {}, ...parts);
}

function telecom(number: string | undefined, use: string): Xml {
  if (number === undefined) return element('telecom', { nullFlavor: 'NAV' });
  return element('telecom', { value: number.includes(':') ? number : `tel:${number}`, use });
}
