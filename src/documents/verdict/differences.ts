import type { CodedValue } from '#kernel';
import type { Claims } from '../received.ts';
import type { Metadata } from './metadata.ts';

/** What is said of a document beside its bytes; `person` is whose document it is said to be. */
export interface Sent extends Claims {
  readonly person?: { readonly oid: string; readonly matricule: string };
}

/** A field in which what was sent and the header do not say the same. */
export interface Difference {
  /** In the words of a DocumentReference. */
  readonly field: string;
  /** Where the header says it: a path from ClinicalDocument. */
  readonly path: readonly string[];
  readonly severity: 'error' | 'warning';
}

interface Field extends Difference {
  readonly differs: (sent: Sent, header: Metadata) => boolean;
}

const facility = ['componentOf', 'encompassingEncounter', 'location', 'healthCareFacility', 'code'];
const setting = ['documentationOf', 'serviceEvent', 'performer', 'assignedEntity', 'representedOrganization'];
const eventTime = ['documentationOf', 'serviceEvent', 'effectiveTime'];

/** Each field that both sides can say. What was not sent does not differ: it is taken from the header. */
const fields: readonly Field[] = [
  {
    field: 'masterIdentifier',
    path: ['id'],
    severity: 'error',
    differs: ({ uniqueId }, header) => uniqueId !== undefined && uniqueId !== header.uniqueId,
  },
  { field: 'type', path: ['code'], severity: 'error', differs: ({ type }, header) => otherCode(type, header.type) },
  {
    field: 'content.attachment.creation',
    path: ['effectiveTime'],
    severity: 'error',
    differs: ({ creation }, header) => otherMinute(creation, header.creation),
  },
  { field: 'author', path: ['author'], severity: 'error', differs: noAuthorInCommon },
  {
    field: 'subject',
    path: ['recordTarget', 'patientRole', 'id'],
    severity: 'error',
    differs: ({ person }, { patients }) =>
      person !== undefined && !patients.some(({ oid, matricule }) => oid === person.oid && matricule === person.matricule),
  },
  { field: 'category', path: ['code'], severity: 'error', differs: (sent, header) => otherCode(sent.class, header.class) },
  {
    field: 'content.format',
    path: ['templateId'],
    severity: 'error',
    differs: ({ format }, header) => otherCode(format, header.format),
  },
  {
    field: 'securityLabel',
    path: ['confidentialityCode'],
    severity: 'error',
    differs: ({ confidentiality }, header) =>
      confidentiality.length > 0 && anyOutside(header.confidentiality.map(codeOf), confidentiality.map(codeOf)),
  },
  {
    field: 'context.facilityType',
    path: facility,
    severity: 'error',
    differs: ({ facilityType }, header) => otherCode(facilityType, header.facilityType),
  },
  {
    field: 'context.practiceSetting',
    path: [...setting, 'standardIndustryClassCode'],
    severity: 'error',
    differs: ({ practiceSetting }, header) => otherCode(practiceSetting, header.practiceSetting),
  },
  {
    field: 'context.period.start',
    path: [...eventTime, 'low'],
    severity: 'error',
    differs: ({ eventStart }, header) => otherMinute(eventStart, header.eventStart),
  },
  {
    field: 'context.period.end',
    path: [...eventTime, 'high'],
    severity: 'error',
    differs: ({ eventEnd }, header) => otherMinute(eventEnd, header.eventEnd),
  },
  {
    field: 'content.attachment.language',
    path: ['languageCode'],
    severity: 'error',
    differs: ({ language }, header) => language !== undefined && header.language !== undefined && language !== header.language,
  },
  {
    field: 'content.attachment.title',
    path: ['title'],
    severity: 'warning',
    differs: ({ title }, header) => title !== undefined && plain(title) !== plain(header.title),
  },
  {
    field: 'author.everyone',
    path: ['author'],
    severity: 'warning',
    differs: (sent, header) =>
      !noAuthorInCommon(sent, header) &&
      anyOutside(
        sent.authors.flatMap(({ id }) => id ?? []),
        header.authors.map(({ id }) => id),
      ),
  },
];

/** The fields for which a deposit is refused: a wrong label would hide the document from who looks for it. */
const refusing: ReadonlySet<string> = new Set(['masterIdentifier', 'type', 'content.attachment.creation', 'author']);

/** Where what was sent and the header differ, in a fixed order. */
export function differences(sent: Sent, header: Metadata): readonly Difference[] {
  return fields.filter(({ differs }) => differs(sent, header));
}

/** The first difference for which a deposit is refused. */
export function refusingDifference(sent: Claims, header: Metadata): Difference | undefined {
  return fields.find(({ field, differs }) => refusing.has(field) && differs(sent, header));
}

function otherCode(sent: CodedValue | undefined, header: CodedValue | undefined): boolean {
  return sent !== undefined && header !== undefined && sent.code !== header.code;
}

/** The seconds and the zone may have been written otherwise on the way. */
function otherMinute(sent: Date | undefined, header: string | undefined): boolean {
  return sent !== undefined && header !== undefined && Math.abs(sent.getTime() - Date.parse(header)) >= 60_000;
}

function noAuthorInCommon({ authors }: Sent, header: Metadata): boolean {
  const written = new Set(header.authors.map(({ id }) => id));
  const named = authors.filter(({ id }) => id !== undefined);
  return named.length > 0 && !named.some(({ id }) => written.has(id));
}

const codeOf = ({ code }: CodedValue): string => code;

function anyOutside(some: readonly string[], all: readonly (string | undefined)[]): boolean {
  const known = new Set(all);
  return some.some((one) => !known.has(one));
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
