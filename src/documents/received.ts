import { createHash } from 'node:crypto';
import { type CodedValue, type RecordId, Refusal } from '#kernel';

/** Limits of one deposit. */
export const limits = { documentBytes: 20 * 1024 * 1024, documentsASubmission: 50, titleCharacters: 300 } as const;

/** What the sender says of a document; what is absent is taken from the document's own header. */
export interface Claims {
  /** `root`, `root^extension`, or a lower-case UUID; no `urn:`. */
  readonly uniqueId?: string;
  readonly type?: CodedValue;
  readonly class?: CodedValue;
  readonly format?: CodedValue;
  readonly confidentiality: readonly CodedValue[];
  readonly facilityType?: CodedValue;
  readonly practiceSetting?: CodedValue;
  readonly title?: string;
  readonly language?: string;
  readonly date?: Date;
  readonly creation?: Date;
  readonly eventStart?: Date;
  readonly eventEnd?: Date;
  /** National identifiers and names of the authors. */
  readonly authors: readonly { readonly id?: string; readonly name?: string; readonly structure?: string }[];
  readonly sha1?: string;
  readonly size?: number;
  readonly archived?: boolean;
}

/** Another document of the record, by its unique id or by its number. */
export type Target = { readonly uniqueId: string } | { readonly record: RecordId; readonly n: number };

/** One document as a protocol hands it over: bytes, and the sender's words about them. */
export interface Handed {
  /** Where it stands in the input, for refusals: `Bundle.entry[1].resource`. */
  readonly at: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** The person it is for, as named by the sender. */
  readonly person: { readonly oid: string; readonly matricule: string };
  readonly claims: Claims;
  /** The document that this one replaces. */
  readonly replaces?: Target;
  /** The document that this one completes: it is an addendum to it. */
  readonly appends?: Target;
  /** The sender's DocumentReference, kept but for what the registry itself says. */
  readonly submitted?: Readonly<Record<string, unknown>>;
}

/** A lot de soumission (SubmissionSet): documents handed over together, all or none. */
export interface Submission {
  readonly uid: string;
  readonly documents: readonly Handed[];
  /** The person, or who acts for them, brings them into their own record: what is decided of a deposit by others does not hold. */
  readonly own?: true;
  /** Registered only when each document passes the whole check, XSD and schematron included. */
  readonly strict?: true;
  /** Its identifiers follow from its author's key (`once.ts`): the same set is the same document, written at another moment. */
  readonly once?: true;
  /** The sender's List. */
  readonly submitted?: Readonly<Record<string, unknown>>;
}

export interface Received extends Handed {
  readonly step: 'received';
  /** SHA-1 as the metadata carry it (XDS, PDSm), base64. */
  readonly sha1: string;
  readonly sha256: string;
}

/**
 * The first step: the bytes are all there, and are those that the sender announced. Refuses `documents.empty`, `documents.too-large`,
 * `documents.too-many`, `documents.hash-mismatch`, `documents.size-mismatch`.
 */
export function receive(submission: Submission): readonly Received[] {
  const { documents } = submission;
  if (documents.length === 0)
    throw refused('empty', 'Le lot de soumission ne contient aucun document.', 'The submission holds no document.');
  if (documents.length > limits.documentsASubmission) {
    const most = limits.documentsASubmission;
    throw refused('too-many', `Un lot contient au plus ${most} documents.`, `A submission holds ${most} documents at most.`);
  }
  return documents.map(receiveOne);
}

function receiveOne(handed: Handed): Received {
  const { bytes, claims, at } = handed;
  if (bytes.length === 0) throw refused('empty', 'Le document est vide.', 'The document is empty.', at);
  if (bytes.length > limits.documentBytes) {
    const most = limits.documentBytes / 1024 / 1024;
    throw refused('too-large', `Un document pèse au plus ${most} Mio.`, `A document weighs ${most} MiB at most.`, at);
  }
  const sha1 = createHash('sha1').update(bytes).digest('base64');
  if (claims.size !== undefined && claims.size !== bytes.length) {
    throw refused(
      'size-mismatch',
      `La taille annoncée (${claims.size}) n’est pas celle du document (${bytes.length}).`,
      `The announced size (${claims.size}) is not that of the document (${bytes.length}).`,
      `${at}.content.attachment.size`,
    );
  }
  if (claims.sha1 !== undefined && claims.sha1 !== sha1) {
    throw refused(
      'hash-mismatch',
      'L’empreinte SHA-1 annoncée n’est pas celle du document reçu : il a été changé en route, ou mal calculée.',
      'The announced SHA-1 hash is not that of the document received: it was changed on the way, or wrongly computed.',
      `${at}.content.attachment.hash`,
    );
  }
  return { ...handed, step: 'received', sha1, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export function refused(code: string, fr: string, en: string, at?: string, source?: string): Refusal {
  return new Refusal(
    `documents.${code}`,
    { fr, en },
    { ...(at === undefined ? {} : { at }), ...(source === undefined ? {} : { source }) },
  );
}
