import { type Identity, type TraitName, traitDifferences } from '#ins';
import { type CodedValue, Refusal } from '#kernel';
import { classOfType, conceptOf, formatOfTemplates, type ListName } from '#terminology';
import { canonicalId } from './canonicalId.ts';
import { type CdaHeader, checkWellFormed, type Ii, scanHeader } from './cda/index.ts';
import { limits, type Received, refused } from './received.ts';
import { metadataOf, refusingDifference } from './verdict/index.ts';

export interface Author {
  /** National identifier (`8` + RPPS), when the document gives one. */
  readonly id?: string;
  readonly name: string;
  readonly specialty?: CodedValue;
  readonly structure?: { readonly id?: string; readonly name?: string };
}

/** What the registry says of a document: the header's word where there is one, else the sender's. */
export interface Facts {
  readonly uniqueId: string;
  readonly setId?: string;
  readonly docVersion: number;
  readonly title: string;
  readonly language: string;
  readonly type: CodedValue;
  readonly class: CodedValue;
  readonly format: CodedValue;
  readonly facilityType?: CodedValue;
  readonly practiceSetting?: CodedValue;
  /** ISO 8601. */
  readonly creation: string;
  readonly eventStart: string;
  readonly eventEnd?: string;
  readonly authors: readonly Author[];
  readonly custodian?: { readonly id?: string; readonly name?: string };
  readonly level: 'N1' | 'N3' | 'other';
  readonly mediaType: string;
  readonly size: number;
  readonly sha1: string;
  readonly sha256: string;
}

export interface Checked extends Omit<Received, 'step'> {
  readonly step: 'checked';
  readonly identity: Identity;
  readonly facts: Facts;
  readonly date: Date;
  readonly confidentiality: readonly CodedValue[];
}

/**
 * The second step: the document is that person's, its header agrees with what was sent, every code is in its list. Pure; `identity` is
 * who the sender named, known and qualified. Refuses `cda.*`, `documents.other-person`, `documents.traits-differ`,
 * `documents.metadata-mismatch`, `documents.unknown-code`, `documents.missing-metadata`, `documents.media-type`.
 *
 * Does not run XSD or schematron.
 */
export function check(identity: Identity, received: Received): Checked {
  const header = headerOf(received);
  if (header !== undefined) {
    samePerson(identity, header, received);
    sameWords(received, header);
  }
  const facts = factsOf(received, header);
  const confidentiality = [...received.claims.confidentiality, ...(header?.confidentiality ?? [])];
  for (const label of confidentiality) listed('confidentiality', label, `${received.at}.securityLabel`);
  const date = received.claims.date ?? new Date(facts.creation);
  return { ...received, step: 'checked', identity, facts, date, confidentiality };
}

const xml = /^(text|application)\/(hl7-v3\+xml|xslt\+xml|xml)(; ?charset=[\w-]{1,20})?$/i;

function headerOf({ mediaType, bytes, at }: Received): CdaHeader | undefined {
  if (mediaType === 'application/pdf') return undefined;
  if (!xml.test(mediaType)) {
    throw refused(
      'media-type',
      `Le format ${mediaType.slice(0, 60)} n’est pas accepté : envoyez un CDA R2 (text/xml) ou un PDF (application/pdf).`,
      `The format ${mediaType.slice(0, 60)} is not accepted: send a CDA R2 (text/xml) or a PDF (application/pdf).`,
      `${at}.content.attachment.contentType`,
    );
  }
  const header = scanHeader(bytes);
  checkWellFormed(bytes);
  return header;
}

function samePerson(identity: Identity, { patient }: CdaHeader, { person, at }: Received): void {
  // The sender may still know the person by a matricule that another has replaced, or by the one of a record that this one goes on for.
  const people = identity.through === undefined ? [identity] : [identity, identity.through];
  const known = [...people, { oid: person.oid.replace('urn:oid:', ''), matricule: person.matricule }];
  const named = known.some((one) => patient.ids.some((id) => id.root === one.oid && id.extension === one.matricule));
  if (!named) {
    throw refused(
      'other-person',
      'L’en-tête du document nomme une autre personne que les métadonnées.',
      'The document’s header names another person than the metadata.',
      'ClinicalDocument/recordTarget/patientRole/id',
      'PDSm, ITI-65',
    );
  }
  const [differ = [], ...others] = people.map((one) => traitDifferences(one.traits, patient));
  if (differ.length === 0 || others.some((one) => one.length === 0)) return;
  throw new TraitsDiffer(differ, at);
}

/** The header names the person and shows another's traits: one of the two is in the wrong record. */
export class TraitsDiffer extends Refusal {
  readonly traits: readonly TraitName[];

  constructor(traits: readonly TraitName[], at: string) {
    const sentence = {
      fr: `Ces traits d’identité du document diffèrent de l’identité qualifiée : ${traits.join(', ')}. Vérifiez l’identité du patient.`,
      en: `These identity traits of the document differ from the qualified identity: ${traits.join(', ')}. Check the patient’s identity.`,
    };
    const place = `${at} → ClinicalDocument/recordTarget/patientRole/patient`;
    super('documents.traits-differ', sentence, { source: 'RNIV; Référentiel INS', at: place });
    this.traits = traits;
  }
}

/** What the sender says and the header says must be one, where a wrong label would hide the document from who looks for it. */
function sameWords({ claims, at }: Received, header: CdaHeader): void {
  const difference = refusingDifference(claims, metadataOf(header));
  if (difference === undefined) return;
  const { field, path } = difference;
  const what = `${field.replace(/^.*\./, '')} ≠ ${path.join('/')}`;
  throw refused(
    'metadata-mismatch',
    `Les métadonnées et l’en-tête du document ne disent pas la même chose : ${what}.`,
    `The metadata and the document’s header do not say the same: ${what}.`,
    `${at}.${field}`,
    'PDSm; CI-SIS, en-tête et métadonnées',
  );
}

function factsOf(received: Received, header: CdaHeader | undefined): Facts {
  const { claims, at, mediaType, bytes, sha1, sha256 } = received;
  const need = <T>(value: T | undefined, place: string): T => value ?? missing(`${at}.${place}`);
  const type = listed('documentType', need(header?.type ?? claims.type, 'type'), `${at}.type`);
  const derived = classOfType(type.code);
  const category = claims.class === undefined ? derived : listed('documentClass', claims.class, `${at}.category`);
  const creation = need(header?.effectiveTime ?? claims.creation ?? claims.date, 'content.attachment.creation');
  const facilityType = claims.facilityType ?? header?.facilityType;
  const practiceSetting = claims.practiceSetting ?? header?.practiceSetting;
  const eventEnd = header?.event.end ?? claims.eventEnd;
  return {
    uniqueId: need(header === undefined ? claims.uniqueId : canonicalId(header.id), 'masterIdentifier'),
    ...(header?.setId === undefined ? {} : { setId: canonicalId(header.setId) }),
    docVersion: header?.version ?? 1,
    title: (claims.title ?? header?.title ?? type.display).slice(0, limits.titleCharacters),
    language: header?.language ?? claims.language ?? 'fr-FR',
    type,
    class: need(category, 'category'),
    format: header === undefined ? pdfFormat : formatOfTemplates(header.templateIds, header.level === 'N1'),
    ...(facilityType === undefined ? {} : { facilityType: listed('facilityType', facilityType, `${at}.context.facilityType`) }),
    ...(practiceSetting === undefined
      ? {}
      : { practiceSetting: listed('practiceSetting', practiceSetting, `${at}.context.practiceSetting`) }),
    creation: creation.toISOString(),
    eventStart: (header?.event.start ?? claims.eventStart ?? creation).toISOString(),
    ...(eventEnd === undefined ? {} : { eventEnd: eventEnd.toISOString() }),
    authors:
      header === undefined ? claims.authors.map(claimedAuthor) : header.authors.map((author) => headerAuthor(author, header)),
    ...(header?.custodian === undefined ? {} : { custodian: structureOf(header.custodian) }),
    level: header?.level ?? 'other',
    mediaType,
    size: bytes.length,
    sha1,
    sha256,
  };
}

const pdfFormat = formatOfTemplates([], true);

/** The list's own concept for a code; refuses `documents.unknown-code`. */
export function listed(list: ListName, { code, system }: CodedValue, at: string): CodedValue {
  const concept = conceptOf(list, code, system === '' ? undefined : system);
  if (concept !== undefined) return concept;
  throw refused(
    'unknown-code',
    `Le code ${code.slice(0, 40)} n’est pas dans la liste attendue (${list}).`,
    `The code ${code.slice(0, 40)} is not in the expected list (${list}).`,
    at,
    'CI-SIS, jeux de valeurs',
  );
}

function missing(at: string): never {
  throw refused('missing-metadata', 'Une métadonnée obligatoire manque.', 'A required metadata element is missing.', at, 'PDSm');
}

function claimedAuthor({ id, name, structure }: Received['claims']['authors'][number]): Author {
  return {
    ...(id === undefined ? {} : { id }),
    name: name ?? id ?? '',
    ...(structure === undefined ? {} : { structure: { name: structure } }),
  };
}

/** The person as author is known by their name alone: a matricule is no identifier of an author here, and stands in no list of them. */
function headerAuthor({ id, name, specialty, structure }: CdaHeader['authors'][number], { patient }: CdaHeader): Author {
  const themself = patient.ids.some(({ root, extension }) => root === id?.root && extension === id.extension);
  return {
    ...(id === undefined || themself ? {} : { id: id.extension }),
    name,
    ...(specialty === undefined ? {} : { specialty }),
    ...(structure === undefined ? {} : { structure: structureOf(structure) }),
  };
}

function structureOf({ id, name }: { id?: Ii; name?: string }): { id?: string; name?: string } {
  return { ...(id?.extension === undefined ? {} : { id: id.extension }), ...(name === undefined ? {} : { name }) };
}
