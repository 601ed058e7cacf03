import type { CodedValue } from '#kernel';

/** An identifier and the OID of who gave it. */
export interface XdsIdentifier {
  readonly system: string;
  readonly value: string;
}

/** A person as metadata name them (HL7 v2 XCN). */
export interface XdsPerson {
  readonly id?: XdsIdentifier;
  readonly family?: string;
  readonly given?: string;
}

/** A structure as metadata name it (HL7 v2 XON). */
export interface XdsOrganization {
  readonly name?: string;
  readonly id?: XdsIdentifier;
}

export interface XdsAuthor {
  readonly person?: XdsPerson;
  readonly organizations: readonly XdsOrganization[];
  readonly roles: readonly string[];
  readonly specialties: readonly CodedValue[];
}

/** The person as the source knows them (PID-3, 5, 7, 8). Dates as `YYYY-MM-DD`. */
export interface SourcePatient {
  readonly ids: readonly XdsIdentifier[];
  readonly family?: string;
  readonly given?: string;
  readonly birthDate?: string;
  readonly sex?: string;
}

/** XDSDocumentEntry: what is said of one document. Moments are precise to the second. */
export interface DocumentMetadata {
  /** The entryUUID, or a name that holds inside this submission only. */
  readonly entryId: string;
  /** `root` or `root^extension`; a UUID in lower case. */
  readonly uniqueId: string;
  readonly mimeType: string;
  readonly title?: string;
  readonly comments?: string;
  readonly creation?: Date;
  readonly serviceStart?: Date;
  readonly serviceStop?: Date;
  readonly language?: string;
  readonly class?: CodedValue;
  readonly type?: CodedValue;
  readonly format?: CodedValue;
  readonly facilityType?: CodedValue;
  readonly practiceSetting?: CodedValue;
  readonly confidentiality: readonly CodedValue[];
  readonly events: readonly CodedValue[];
  readonly authors: readonly XdsAuthor[];
  readonly legalAuthenticator?: XdsPerson;
  /** The INS: matricule under the OID of its domain. */
  readonly patient: XdsIdentifier;
  readonly sourcePatientId?: XdsIdentifier;
  readonly sourcePatient?: SourcePatient;
  /** SHA-1, 40 lower-case hexadecimal digits. */
  readonly hash?: string;
  readonly size?: number;
  /** On media: the file, relative to the metadata. */
  readonly uri?: string;
}

/** XDSSubmissionSet: a lot de soumission. */
export interface SubmissionSet {
  readonly entryId: string;
  readonly uniqueId: string;
  /** The OID of the system that submits. */
  readonly sourceId?: string;
  readonly patient: XdsIdentifier;
  readonly submissionTime?: Date;
  readonly title?: string;
  readonly comments?: string;
  readonly contentType?: CodedValue;
  readonly authors: readonly XdsAuthor[];
  /** As they are written (XON, XCN and XTN joined by `|`). */
  readonly recipients: readonly string[];
}

export const relationKinds = ['replaces', 'appends', 'transforms', 'replaces-transformed', 'signs'] as const;

/** An association between two documents: `source` does that to `target`; both are entry ids. */
export interface XdsRelation {
  readonly kind: (typeof relationKinds)[number];
  readonly source: string;
  readonly target: string;
}

/** What one ebRIM SubmitObjectsRequest says. */
export interface RegistryObjects {
  readonly submissionSet: SubmissionSet;
  readonly documents: readonly DocumentMetadata[];
  readonly relations: readonly XdsRelation[];
}
