import type { Concept } from './concept.ts';
import { accessMode } from './lists/accessMode.ts';
import { authorRole } from './lists/authorRole.ts';
import { authorSpecialty } from './lists/authorSpecialty.ts';
import { typesOfClass } from './lists/classOfType.ts';
import { confidentiality } from './lists/confidentiality.ts';
import { documentClass } from './lists/documentClass.ts';
import { documentType } from './lists/documentType.ts';
import { facilityType } from './lists/facilityType.ts';
import { formats } from './lists/format.ts';
import * as header from './lists/header.ts';
import { practiceSetting } from './lists/practiceSetting.ts';
import { profession } from './lists/profession.ts';
import { type Index, indexOf } from './table.ts';

export type ListName =
  | 'documentType'
  | 'documentClass'
  | 'format'
  | 'confidentiality'
  | 'facilityType'
  | 'practiceSetting'
  | 'authorSpecialty'
  | 'profession'
  | 'accessMode'
  | HeaderList;

/** The small lists of the CDA header. */
type HeaderList = keyof typeof header;

const lists: Readonly<Record<ListName, Index>> = {
  documentType: indexOf(documentType),
  documentClass: indexOf(documentClass),
  format: indexOf(formats),
  confidentiality: indexOf(confidentiality),
  facilityType: indexOf(facilityType),
  practiceSetting: indexOf(practiceSetting),
  authorSpecialty: indexOf(authorSpecialty, authorRole),
  profession: indexOf(profession),
  accessMode: indexOf(accessMode),
  administrativeGender: indexOf(header.administrativeGender),
  functionCode: indexOf(header.functionCode),
  participation: indexOf(header.participation),
  participantClass: indexOf(header.participantClass),
  encounterType: indexOf(header.encounterType),
  encounterParticipation: indexOf(header.encounterParticipation),
  relation: indexOf(header.relation),
  courtesyTitle: indexOf(header.courtesyTitle),
  personTitle: indexOf(header.personTitle),
};

/**
 * The concept of a list, or undefined when the list does not hold it.
 * Without `systemOid` the code alone decides, which is right for a label and too little for a check.
 */
export function conceptOf(list: ListName, code: string, systemOid?: string): Concept | undefined {
  const index = lists[list];
  return systemOid === undefined ? index.byCode.get(code) : index.exact.get(`${systemOid}|${code}`);
}

/** Every concept of a list, in the order of its source: for menus and exports. */
export function conceptsOf(list: ListName): readonly Concept[] {
  return [...lists[list].exact.values()];
}

const classes = new Map<string, Concept | undefined>();
for (const [classCode, types] of Object.entries(typesOfClass))
  for (const type of types) classes.set(type, lists.documentClass.byCode.get(classCode));

/** The class of a document type (ASS_X04); undefined for the two types of JDV_J07 that the map leaves out. */
export function classOfType(typeCode: string): Concept | undefined {
  return classes.get(typeCode);
}
