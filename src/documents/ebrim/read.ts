import { attributeOf, type XmlElement } from '#xml';
import { parseTimestamp } from '../cda/timestamp.ts';
import { readCe, readCx, readSourcePatient, readXcn, readXon } from './hl7.ts';
import type { DocumentMetadata, RegistryObjects, SubmissionSet, XdsAuthor, XdsIdentifier, XdsRelation } from './metadata.ts';
import { codesOf, limits, type RimClassification, type RimObject, rimChildren, rimObject } from './objects.ts';
import { badValue, missing, notASubmission, tooMany } from './refusals.ts';
import { hasMember, lcm, objectTypes, ofDocument, ofSubmissionSet, relationTypes, submissionSetNode } from './schemes.ts';

/**
 * Reads the XDS metadata of a SubmitObjectsRequest: METADATA.XML of an XDM archive, or the one inside a Provide and Register request.
 *
 * Refuses `ebrim.not-a-submission` (another element, none or several submission sets, a folder, an on-demand document, a member that is not
 * there), `ebrim.missing` (identifiers, patient), `ebrim.bad-value` (dates, sizes, hashes, what is too long) and `ebrim.too-many`.
 * Does not judge codes nor people, and requires no attribute but those that identify: that is for the walk of a deposit.
 * Source: IHE ITI TF-3 §4.2; ebRIM 3.0.
 */
export function readSubmitObjects(request: XmlElement): RegistryObjects {
  if (request.name !== 'SubmitObjectsRequest' || request.namespace !== lcm)
    throw notASubmission('un SubmitObjectsRequest d’ebRS 3.0 est attendu', 'a SubmitObjectsRequest of ebRS 3.0 is expected');
  const lists = rimChildren(request, 'RegistryObjectList');
  const all = (name: string): readonly XmlElement[] => lists.flatMap((list) => rimChildren(list, name));
  const [packages, extrinsic, associations] = [all('RegistryPackage'), all('ExtrinsicObject'), all('Association')];
  const apart = all('Classification');
  if (packages.length + extrinsic.length + associations.length + apart.length > limits.objects) throw tooMany(limits.objects);
  const [set, ...more] = packages.map((one) => rimObject(one, apart));
  const isSet = (one: RimObject): boolean => one.classifications.some(({ node }) => node === submissionSetNode);
  if (set === undefined || more.length > 0 || !isSet(set))
    throw notASubmission('il faut un lot de soumission, et un seul, sans classeur', 'one submission set and no folder is needed');
  const documents = extrinsic.map((one) => documentOf(rimObject(one, apart)));
  const ids = new Set(documents.map(({ entryId }) => entryId));
  if (ids.size !== documents.length || ids.has(''))
    throw notASubmission('un document n’a pas son propre id', 'a document has no id of its own');
  const relations = associations.flatMap((one) => relationOf(one, set.id, ids));
  return { submissionSet: submissionSetOf(set), documents, relations };
}

function documentOf(object: RimObject): DocumentMetadata {
  const { id, element, name, description, slots } = object;
  if (attributeOf(element, 'objectType') === objectTypes.onDemand)
    throw notASubmission('un document à la demande n’a pas de contenu', 'an on-demand document has no content');
  const slot = (wanted: string): string | undefined => slots.get(wanted)?.[0];
  const [of, type, format, facilityType, practiceSetting] = [
    ofDocument.class,
    ofDocument.type,
    ofDocument.format,
    ofDocument.facilityType,
    ofDocument.practiceSetting,
  ].map((scheme) => codesOf(object, scheme)[0]);
  const size = slot('size');
  const hash = slot('hash')?.toLowerCase();
  if (size !== undefined && !/^\d{1,12}$/.test(size)) throw badValue('size', id);
  if (hash !== undefined && !/^[0-9a-f]{40}$/.test(hash)) throw badValue('hash', id);
  const legal = slot('legalAuthenticator');
  const sourceId = slot('sourcePatientId');
  return defined({
    entryId: id,
    uniqueId: plainId(object.identifiers.get(ofDocument.uniqueId) ?? '', 'XDSDocumentEntry.uniqueId', id),
    mimeType: attributeOf(element, 'mimeType') ?? '',
    title: name,
    comments: description,
    creation: momentOf(slot('creationTime'), 'creationTime', id),
    serviceStart: momentOf(slot('serviceStartTime'), 'serviceStartTime', id),
    serviceStop: momentOf(slot('serviceStopTime'), 'serviceStopTime', id),
    language: slot('languageCode'),
    class: of,
    type,
    format,
    facilityType,
    practiceSetting,
    confidentiality: codesOf(object, ofDocument.confidentiality),
    events: codesOf(object, ofDocument.event),
    authors: authorsOf(object, ofDocument.author),
    legalAuthenticator: legal === undefined ? undefined : readXcn(legal),
    patient: patientOf(object, ofDocument.patient, 'XDSDocumentEntry.patientId'),
    sourcePatientId: sourceId === undefined ? undefined : readCx(sourceId),
    sourcePatient: readSourcePatient(slots.get('sourcePatientInfo') ?? []),
    hash,
    size: size === undefined ? undefined : Number(size),
    uri: uriOf(slots.get('URI')),
  });
}

function submissionSetOf(object: RimObject): SubmissionSet {
  const { id, name, description, slots, identifiers } = object;
  return defined({
    entryId: id,
    uniqueId: plainId(identifiers.get(ofSubmissionSet.uniqueId) ?? '', 'XDSSubmissionSet.uniqueId', id),
    sourceId: identifiers.get(ofSubmissionSet.sourceId),
    patient: patientOf(object, ofSubmissionSet.patient, 'XDSSubmissionSet.patientId'),
    submissionTime: momentOf(slots.get('submissionTime')?.[0], 'submissionTime', id),
    title: name,
    comments: description,
    contentType: codesOf(object, ofSubmissionSet.contentType)[0],
    authors: authorsOf(object, ofSubmissionSet.author),
    recipients: slots.get('intendedRecipient') ?? [],
  });
}

function relationOf(element: XmlElement, set: string, documents: ReadonlySet<string>): XdsRelation[] {
  const type = attributeOf(element, 'associationType');
  const source = attributeOf(element, 'sourceObject') ?? '';
  const target = attributeOf(element, 'targetObject') ?? '';
  if (type === hasMember) {
    if (source === set && documents.has(target)) return [];
    throw notASubmission(
      'une association HasMember nomme un objet absent',
      'a HasMember association names an object that is not there',
    );
  }
  const kind = Object.entries(relationTypes).find(([, uri]) => uri === type)?.[0] as XdsRelation['kind'] | undefined;
  if (kind === undefined || !documents.has(source))
    throw notASubmission('une association n’est pas connue', 'an association is not known');
  return [{ kind, source, target }];
}

function authorsOf({ classifications }: RimObject, scheme: string): XdsAuthor[] {
  return classifications.filter((one) => one.scheme === scheme).map(authorOf);
}

function authorOf({ slots }: RimClassification): XdsAuthor {
  const written = slots.get('authorPerson')?.[0];
  const person = written === undefined ? undefined : readXcn(written);
  return {
    ...(person === undefined ? {} : { person }),
    organizations: (slots.get('authorInstitution') ?? []).flatMap((one) => readXon(one) ?? []),
    roles: slots.get('authorRole') ?? [],
    specialties: (slots.get('authorSpecialty') ?? []).flatMap((one) => readCe(one) ?? []),
  };
}

function patientOf({ id, identifiers }: RimObject, scheme: string, what: string): XdsIdentifier {
  const text = identifiers.get(scheme);
  if (text === undefined) throw missing(what, id);
  const read = readCx(text);
  if (read === undefined) throw badValue(what, id);
  return read;
}

function plainId(text: string, what: string, at: string): string {
  const id = text.replace(/^urn:(oid|uuid):/, '');
  if (id === '') throw missing(what, at);
  if (id.length > 256) throw badValue(what, at);
  return /^[0-9a-f]{8}-/i.test(id) ? id.toLowerCase() : id;
}

function momentOf(text: string | undefined, what: string, at: string): Date | undefined {
  if (text === undefined) return undefined;
  const moment = parseTimestamp(text);
  if (moment === undefined) throw badValue(what, at);
  return moment.date;
}

/** A long URI is cut into `1|…`, `2|…`. */
function uriOf(values: readonly string[] | undefined): string | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return values.length === 1 ? values[0] : values.map((value) => value.replace(/^\d+\|/, '')).join('');
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The object without its absent parts. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}
