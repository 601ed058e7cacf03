import type { CodedValue } from '#kernel';
import { classOfType, formatOfTemplates } from '#terminology';
import { canonicalId } from '../canonicalId.ts';
import type { CdaHeader } from '../cda/index.ts';

/** What the header of a document says of it, in the words of a registry. Times are ISO 8601, in UTC. */
export interface Metadata {
  readonly uniqueId: string;
  readonly setId?: string;
  readonly version: number;
  /** Unique ids of the documents that this one replaces. */
  readonly replaces: readonly string[];
  readonly title: string;
  readonly language?: string;
  readonly type: CodedValue;
  /** By ASS_X04; absent for the types that it leaves out. */
  readonly class?: CodedValue;
  /** By the template (ASS_A11). */
  readonly format: CodedValue;
  readonly confidentiality: readonly CodedValue[];
  readonly facilityType?: CodedValue;
  readonly practiceSetting?: CodedValue;
  readonly creation: string;
  readonly eventStart?: string;
  readonly eventEnd?: string;
  /** National identifiers and names. */
  readonly authors: readonly { readonly id?: string; readonly name: string }[];
  readonly custodian?: string;
  readonly patients: readonly { readonly oid: string; readonly matricule: string }[];
  readonly level: 'N1' | 'N3';
  readonly selfPresenting: boolean;
}

/** Derives the metadata of a document from its header. Source: CI-SIS, volet Partage de documents; ASS_X04, ASS_A11. */
export function metadataOf(header: CdaHeader): Metadata {
  const { setId, language, facilityType, practiceSetting, event, custodian } = header;
  const derived = classOfType(header.type.code);
  return {
    uniqueId: canonicalId(header.id),
    ...(setId === undefined ? {} : { setId: canonicalId(setId) }),
    version: header.version,
    replaces: header.replaces.map(canonicalId),
    title: header.title,
    ...(language === undefined ? {} : { language }),
    type: header.type,
    ...(derived === undefined ? {} : { class: derived }),
    format: formatOfTemplates(header.templateIds, header.level === 'N1'),
    confidentiality: header.confidentiality,
    ...(facilityType === undefined ? {} : { facilityType }),
    ...(practiceSetting === undefined ? {} : { practiceSetting }),
    creation: header.effectiveTime.toISOString(),
    ...(event.start === undefined ? {} : { eventStart: event.start.toISOString() }),
    ...(event.end === undefined ? {} : { eventEnd: event.end.toISOString() }),
    authors: header.authors.map(({ id, name }) => ({ ...(id === undefined ? {} : { id: id.extension }), name })),
    ...(custodian?.id === undefined ? {} : { custodian: custodian.id.extension }),
    patients: header.patient.ids.map(({ root, extension }) => ({ oid: root, matricule: extension })),
    level: header.level,
    selfPresenting: header.selfPresenting,
  };
}
