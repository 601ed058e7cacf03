import { fhirSystemOf } from '#terminology';
import { canonicalId } from '../canonicalId.ts';
import { scanHeader } from '../cda/index.ts';
import type { DocumentMetadata, SubmissionSet, XdsAuthor, XdsRelation } from '../ebrim/index.ts';
import type { Claims, Handed, Submission } from '../received.ts';
import type { Xdm, XdmDocument, XdmSubset } from './read.ts';
import { xdm } from './refusals.ts';

/** Of the documents of an archive, those that are no health document but its signature: TRE_A05. */
export const signatureType = 'E1762';

/** What was left aside of an archive that was deposited; `at` is the path in it. */
export interface LeftAside {
  readonly code: Xdm['warnings'][number]['code'] | 'signature' | 'relation';
  readonly at: string;
}

/**
 * An archive as one lot de soumission, all or none: its documents, with what METADATA.XML claims of each. Several subsets make one
 * submission, whose id follows from theirs, so that sending the archive again is a replay.
 *
 * Refuses `xdm.no-document`, `xdm.unknown-replaced` (a replacement of which the document's header does not say what it replaces: an
 * entryUUID names nothing outside of the registry that gave it) and `xdm.not-supported` (addenda).
 * Leaves aside, and says so: signatures, and that a document is another's transformation.
 */
export function submissionOf({ subsets, warnings }: Xdm): {
  readonly submission: Submission;
  readonly leftAside: readonly LeftAside[];
} {
  const leftAside: LeftAside[] = [...warnings];
  const documents: Handed[] = [];
  for (const { documents: all, relations } of subsets) {
    for (const one of all) {
      if (one.metadata.type?.code === signatureType) leftAside.push({ code: 'signature', at: one.path });
      else documents.push(handed(one, relations, leftAside));
    }
  }
  if (documents.length === 0)
    throw xdm('no-document', 'L’archive ne contient aucun document de santé.', 'The archive holds no health document.');
  return { submission: { uid: uidOf(subsets), documents, ...listOf(subsets) }, leftAside };
}

function uidOf(subsets: readonly XdmSubset[]): string {
  const [first = '', ...more] = subsets.map(({ submissionSet }) => submissionSet.uniqueId);
  const urn = (id: string): string => (/^[0-9a-f]{8}-/.test(id) ? `urn:uuid:${id}` : `urn:oid:${id}`);
  return more.length === 0 ? urn(first) : `urn:socle:xdm:${[first, ...more].toSorted().join('+')}`.slice(0, 256);
}

function handed({ metadata, bytes, path }: XdmDocument, relations: readonly XdsRelation[], leftAside: LeftAside[]): Handed {
  const own = relations.filter(({ source }) => source === metadata.entryId);
  const [appended] = own.filter(({ kind }) => kind === 'appends');
  if (appended !== undefined) {
    throw xdm(
      'not-supported',
      'L’archive ajoute un addendum : cette version de Socle ne les reçoit pas par XDM.',
      'The archive adds an addendum: this version of Socle does not take them by XDM.',
      path,
    );
  }
  if (own.some(({ kind }) => kind === 'transforms' || kind === 'signs')) leftAside.push({ code: 'relation', at: path });
  const replaces = own.some(({ kind }) => kind === 'replaces' || kind === 'replaces-transformed')
    ? { uniqueId: replacedBy(metadata, bytes, path) }
    : undefined;
  const { system: oid, value: matricule } = metadata.patient;
  return {
    at: path,
    bytes,
    mediaType: metadata.mimeType,
    person: { oid, matricule },
    claims: claimsOf(metadata),
    ...(replaces === undefined ? {} : { replaces }),
    ...submittedOf(metadata),
  };
}

/** What the header of the new version says that it replaces. */
function replacedBy({ mimeType }: DocumentMetadata, bytes: Buffer, path: string): string {
  const [replaced] = /xml/i.test(mimeType) ? scanHeader(bytes).replaces : [];
  if (replaced !== undefined) return canonicalId(replaced);
  throw xdm(
    'unknown-replaced',
    'Ce document en remplace un autre, mais son en-tête ne dit pas lequel (relatedDocument).',
    'This document replaces another, but its header does not say which (relatedDocument).',
    path,
  );
}

function claimsOf(metadata: DocumentMetadata): Claims {
  const { uniqueId, type, format, facilityType, practiceSetting, title, language, creation, hash, size } = metadata;
  const { class: of, serviceStart: eventStart, serviceStop: eventEnd } = metadata;
  const claims = {
    uniqueId,
    type,
    class: of,
    format,
    facilityType,
    practiceSetting,
    title,
    language,
    creation,
    eventStart,
    eventEnd,
    size,
    sha1: hash === undefined ? undefined : Buffer.from(hash, 'hex').toString('base64'),
  };
  const there = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return { ...there, confidentiality: metadata.confidentiality, authors: metadata.authors.map(authorOf) };
}

function authorOf({ person, organizations: [structure] }: XdsAuthor): Claims['authors'][number] {
  const name = nameOf(person);
  return {
    ...(person?.id === undefined ? {} : { id: person.id.value }),
    ...(name === undefined ? {} : { name }),
    ...(structure?.name === undefined ? {} : { structure: structure.name }),
  };
}

function nameOf(person: XdsAuthor['person']): string | undefined {
  const name = [person?.given, person?.family].filter((part) => part !== undefined).join(' ');
  return name === '' ? undefined : name;
}

/** What metadata say and neither the header nor the registry: kept in the document's FHIR face. */
function submittedOf({ comments, events, legalAuthenticator }: DocumentMetadata): Pick<Handed, 'submitted'> {
  const signer = nameOf(legalAuthenticator);
  const kept = {
    ...(comments === undefined ? {} : { description: comments }),
    ...(signer === undefined ? {} : { authenticator: { display: signer } }),
    ...(events.length === 0
      ? {}
      : {
          context: {
            event: events.map(({ code, system, display }) => ({ coding: [{ system: fhirSystemOf(system), code, display }] })),
          },
        }),
  };
  return Object.keys(kept).length === 0 ? {} : { submitted: kept };
}

/** The first set as a List; its subject is the registry's to say. */
function listOf([first]: readonly XdmSubset[]): Pick<Submission, 'submitted'> {
  if (first === undefined) return {};
  const { title, comments, submissionTime, sourceId, authors }: SubmissionSet = first.submissionSet;
  const [author] = authors.map(authorOf);
  const source = author?.name ?? author?.structure;
  return {
    submitted: {
      ...(sourceId === undefined
        ? {}
        : {
            extension: [
              { url: 'https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId', valueIdentifier: { value: sourceId } },
            ],
          }),
      identifier: [{ use: 'official', system: 'urn:ietf:rfc:3986', value: uidOf([first]) }],
      ...(title === undefined ? {} : { title }),
      ...(submissionTime === undefined ? {} : { date: submissionTime.toISOString() }),
      ...(source === undefined ? {} : { source: { display: source } }),
      ...(comments === undefined ? {} : { note: [{ text: comments }] }),
    },
  };
}
