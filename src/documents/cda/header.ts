import type { CodedValue } from '#kernel';

/** An HL7 instance identifier: `root` is an OID or a UUID. */
export interface Ii {
  readonly root: string;
  readonly extension?: string;
}

/** An instance identifier that names somebody or something, so that it cannot do without an extension. */
export interface FullIi extends Ii {
  readonly extension: string;
}

/** A structure as a header names it: FINESS under 1.2.250.1.71.4.2.2 with its prefix `1`, or another register. */
export interface CdaStructure {
  readonly id?: FullIi;
  readonly name?: string;
}

/** A person or a device that wrote or signed the document. `name` is written as a person reads it, family name last. */
export interface CdaAuthor {
  readonly id?: FullIi;
  readonly name: string;
  readonly specialty?: CodedValue;
  readonly structure?: CdaStructure;
  readonly time?: Date;
}

/** The identity traits as the header gives them: read, not judged. */
export interface CdaPatient {
  readonly ids: readonly FullIi[];
  readonly birthFamily: string;
  /** All birth given names, separated by one space. */
  readonly birthGivens: string;
  readonly firstBirthGiven: string;
  readonly usedFamily?: string;
  readonly usedGiven?: string;
  /** HL7 AdministrativeGender: `M`, `F`, or another code as it stands. */
  readonly sex: 'M' | 'F' | (string & {});
  /** `YYYY-MM-DD`; `YYYY-MM` or `YYYY` when the header gives no more. */
  readonly birthDate: string;
  /** The COG code of the birth place, 5 characters. */
  readonly birthPlace?: string;
}

/** The act that the document is about: the service event that has a performer, or else the first one. */
export interface CdaEvent {
  readonly start?: Date;
  readonly end?: Date;
  readonly code?: CodedValue;
}

/** What the walk needs to know of a CDA R2 document, read from its header alone. */
export interface CdaHeader {
  readonly id: Ii;
  readonly setId?: Ii;
  /** 1 when the header has no versionNumber. */
  readonly version: number;
  /** Ids of the documents that this one replaces (relatedDocument RPLC). */
  readonly replaces: readonly Ii[];
  readonly templateIds: readonly string[];
  readonly type: CodedValue;
  readonly title: string;
  readonly effectiveTime: Date;
  readonly language?: string;
  readonly confidentiality: readonly CodedValue[];
  readonly patient: CdaPatient;
  readonly authors: readonly CdaAuthor[];
  readonly custodian?: CdaStructure;
  readonly legalAuthenticator?: CdaAuthor;
  readonly event: CdaEvent;
  readonly facilityType?: CodedValue;
  readonly practiceSetting?: CodedValue;
  /** `N1` when the body is a nonXMLBody. */
  readonly level: 'N1' | 'N3';
  /** True when the ClinicalDocument lies inside a stylesheet; that stylesheet is never run. */
  readonly selfPresenting: boolean;
  /** Where the ClinicalDocument element lies in the bytes, and where its body begins, just after its start tag; `end` is exclusive. */
  readonly byteRange: { readonly start: number; readonly body: number; readonly end: number };
}
