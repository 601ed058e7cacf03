import { conceptOf, type ListName } from '#terminology';
import { childrenOf, textOf, type XmlElement } from '#xml';
import { attributeAt, every, findingAt, type Header, mostOfOne, wordOf } from './header/index.ts';
import { type Finding, ranStage, type StageVerdict } from './verdict.ts';

/** Elements of the header whose code must be in a list. `name` is said of the list in the sentences. */
interface Listed {
  readonly rule: string;
  readonly list: ListName;
  readonly name: string;
  readonly elements: (header: Header) => readonly XmlElement[];
  /** Where the code stands, when not in `code` with its codeSystem and displayName. */
  readonly written?: 'typeCode' | 'classCode' | 'text';
}

const people = ['assignedPerson', 'relatedPerson', 'associatedPerson'];
const namesOfPeople = ({ named }: Header) => people.flatMap((one) => named(one)).flatMap((one) => childrenOf(one, 'name'));

/** Source: CI-SIS, volet Structuration minimale: the list that each element of the header binds to. */
const listed: readonly Listed[] = [
  {
    rule: 'lists.document-type',
    list: 'documentType',
    name: 'JDV_J07',
    elements: ({ document }) => childrenOf(document, 'code'),
  },
  {
    rule: 'lists.confidentiality',
    list: 'confidentiality',
    name: 'JDV_J08',
    elements: ({ document }) => childrenOf(document, 'confidentialityCode'),
  },
  {
    rule: 'lists.gender',
    list: 'administrativeGender',
    name: 'JDV_J143',
    elements: ({ document }) => every(document, 'recordTarget', 'patientRole', 'patient', 'administrativeGenderCode'),
  },
  {
    rule: 'lists.author-specialty',
    list: 'authorSpecialty',
    name: 'JDV_J01',
    elements: ({ document }) => every(document, 'author', 'assignedAuthor', 'code'),
  },
  {
    rule: 'lists.signer-specialty',
    list: 'authorSpecialty',
    name: 'JDV_J01',
    elements: ({ document }) => every(document, 'legalAuthenticator', 'assignedEntity', 'code'),
  },
  {
    rule: 'lists.performer-specialty',
    list: 'authorSpecialty',
    name: 'JDV_J01',
    elements: ({ document }) => every(document, 'documentationOf', 'serviceEvent', 'performer', 'assignedEntity', 'code'),
  },
  {
    rule: 'lists.participant-specialty',
    list: 'authorSpecialty',
    name: 'JDV_J01',
    elements: ({ document }) => every(document, 'participant', 'associatedEntity', 'code'),
  },
  {
    rule: 'lists.facility',
    list: 'facilityType',
    name: 'JDV_J02',
    elements: ({ document }) => every(document, 'componentOf', 'encompassingEncounter', 'location', 'healthCareFacility', 'code'),
  },
  {
    rule: 'lists.practice-setting',
    list: 'practiceSetting',
    name: 'JDV_J04',
    elements: ({ named }) => named('standardIndustryClassCode'),
  },
  { rule: 'lists.function', list: 'functionCode', name: 'JDV_J47', elements: ({ named }) => named('functionCode') },
  {
    rule: 'lists.encounter',
    list: 'encounterType',
    name: 'JDV_J142',
    elements: ({ document }) => every(document, 'componentOf', 'encompassingEncounter', 'code'),
  },
  {
    rule: 'lists.relation',
    list: 'relation',
    name: 'JDV_J11',
    elements: ({ document }) => every(document, 'informant', 'relatedEntity', 'code'),
  },
  {
    rule: 'lists.participation',
    list: 'participation',
    name: 'JDV_J144',
    elements: ({ document }) => childrenOf(document, 'participant'),
    written: 'typeCode',
  },
  {
    rule: 'lists.participant-class',
    list: 'participantClass',
    name: 'JDV_J141',
    elements: ({ document }) => every(document, 'participant', 'associatedEntity'),
    written: 'classCode',
  },
  {
    rule: 'lists.encounter-participation',
    list: 'encounterParticipation',
    name: 'JDV_J140',
    elements: ({ document }) => every(document, 'componentOf', 'encompassingEncounter', 'encounterParticipant'),
    written: 'typeCode',
  },
  {
    rule: 'lists.courtesy-title',
    list: 'courtesyTitle',
    name: 'JDV_J245',
    elements: (header) => namesOfPeople(header).flatMap((name) => childrenOf(name, 'prefix')),
    written: 'text',
  },
  {
    rule: 'lists.person-title',
    list: 'personTitle',
    name: 'JDV_J246',
    elements: (header) => namesOfPeople(header).flatMap((name) => childrenOf(name, 'suffix')),
    written: 'text',
  },
];

/** The rules of this stage, by their ids. */
export const listRules: readonly string[] = [...listed.map(({ rule }) => rule), 'lists.display-name'];

/** Every coded element of the header against its list: a code outside it is an error, another label than the list’s a warning. */
export function checkLists(header: Header): StageVerdict {
  const findings: Finding[] = [];
  for (const one of listed) {
    const from = findings.length;
    for (const element of one.elements(header)) {
      if (findings.length - from >= mostOfOne) break;
      findings.push(...against(one, element));
    }
  }
  return ranStage('lists', findings);
}

function against({ rule, list, name, written }: Listed, element: XmlElement): readonly Finding[] {
  const code = written === 'text' ? textOf(element).trim() : wordOf(element, written ?? 'code');
  if (code === undefined) return [];
  const concept = conceptOf(list, code, written === undefined ? (wordOf(element, 'codeSystem') ?? '') : undefined);
  if (concept === undefined) {
    const place = written === 'text' ? element : attributeAt(element, written ?? 'code');
    const fr = `Ce code n’est pas dans sa liste (${name}), dans ce système de codes.`;
    const en = `This code is not in its list (${name}), in this code system.`;
    return [findingAt(place, { stage: 'lists', rule, severity: 'error', fr, en })];
  }
  const label = wordOf(element, 'displayName');
  if (written !== undefined || label === undefined || plain(label) === plain(concept.display)) return [];
  return [
    findingAt(attributeAt(element, 'displayName'), {
      stage: 'lists',
      rule: 'lists.display-name',
      severity: 'warning',
      fr: `Le libellé de ce code dans sa liste (${name}) est « ${concept.display} ».`,
      en: `The label of this code in its list (${name}) is “${concept.display}”.`,
    }),
  ];
}

/** Case, accents, signs and spaces aside. */
function plain(label: string): string {
  return label
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}
