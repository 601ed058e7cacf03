import type { CodedValue } from '#kernel';
import { coded, identifier } from './coded.ts';
import type { CdaDraft, CdaOrganization, CdaSubject } from './draft.ts';
import { address, named, party, telecom } from './party.ts';
import { element, leaf, sequence, type Xml } from './xml.ts';

/** Who did what for a document: the content of the elements that name them. */
export interface Roles {
  readonly author: Xml;
  readonly keeper: Xml;
  readonly answers: Xml;
  readonly performer: Xml;
  /** Who is responsible for the care in which it was written. */
  readonly responsible?: Xml;
  /** What is said of the place of that care. */
  readonly place: Xml;
}

/** Of a document that a professional wrote. */
export function rolesOf({ author: of, custodian: keeper = of.structure, legalAuthenticator: answers = of }: CdaDraft): Roles {
  return {
    author: party(of),
    keeper: sequence(named(keeper)),
    answers: party(answers),
    performer: party(of),
    responsible: party(of),
    place: placeOf(of.structure),
  };
}

function placeOf(of: CdaOrganization): Xml {
  return sequence([
    identifier(of.id),
    coded('code', of.facilityType),
    element('location', {}, leaf('name', of.name), address(of.address)),
  ]);
}

const ownWords: CodedValue = {
  code: 'EXP_PATIENT',
  system: '1.2.250.1.213.1.1.4.6',
  display: 'Expression personnelle du patient',
};
/** The shared record itself keeps what the person puts into it. */
const sharedRecord = '1.2.250.1.213.4.1';

/**
 * The roles of a document of the person themself: author, responsible, performer; no structure, and nobody responsible for a care that there was
 * not. Source: CI-SIS, volet structuration minimale (auteur patient); JDV_J01, JDV_J02, JDV_J04 « Expression personnelle du patient ».
 */
export function ownRoles(subject: CdaSubject): Roles {
  const family = subject.usedFamily ?? subject.birthFamily;
  const given = subject.usedGiven ?? subject.firstBirthGiven;
  const self = [
    identifier({ root: subject.oid, extension: subject.matricule }),
    coded('code', ownWords),
    address(subject.address),
    telecom(subject.telecom, 'H'),
    element('assignedPerson', {}, element('name', {}, leaf('given', given), leaf('family', family))),
  ];
  return {
    author: sequence(self),
    keeper: identifier({ root: sharedRecord }),
    answers: sequence(self),
    performer: sequence([...self, element('representedOrganization', {}, coded('standardIndustryClassCode', ownWords))]),
    place: sequence([coded('code', ownWords), element('location', {}, address(undefined))]),
  };
}
