import type { CodedValue } from '#kernel';
import { element, sequence, text, type Xml } from '../cda/build/xml.ts';
import { writeCe, writeCx, writeSourcePatient, writeXcn, writeXon } from './hl7.ts';
import type { DocumentMetadata, RegistryObjects, SubmissionSet, XdsAuthor } from './metadata.ts';
import {
  approved,
  hasMember,
  lcm,
  objectTypes,
  ofDocument,
  ofSubmissionSet,
  relationTypes,
  rim,
  submissionSetNode,
} from './schemes.ts';

/**
 * Writes XDS metadata as a SubmitObjectsRequest, elements in the order that the schemas of ebRIM want. The same objects give the same text.
 * What XML cannot hold is left out. Source: IHE ITI TF-3 §4.2; ebRIM 3.0 and ebRS 3.0, rim.xsd and lcm.xsd.
 */
export function writeSubmitObjects({ submissionSet, documents, relations }: RegistryObjects): Xml {
  const ids = new Ids();
  const objects = [
    ...documents.map((one) => documentObject(one, ids)),
    submissionSetObject(submissionSet, ids),
    ...documents.map(({ entryId }) => member(submissionSet.entryId, entryId, ids)),
    ...relations.map(({ kind, source, target }) => association(relationTypes[kind], source, target, ids)),
  ];
  return element(
    'lcm:SubmitObjectsRequest',
    { 'xmlns:lcm': lcm, 'xmlns:rim': rim },
    element('rim:RegistryObjectList', {}, ...objects),
  );
}

/** Ids of the parts, which ebRIM wants and nobody refers to. */
class Ids {
  #last = 0;

  next(): string {
    this.#last++;
    return `id${this.#last}`;
  }
}

function documentObject(one: DocumentMetadata, ids: Ids): Xml {
  const { entryId: id, sourcePatientId, sourcePatient, legalAuthenticator } = one;
  return element(
    'rim:ExtrinsicObject',
    { id, mimeType: one.mimeType, objectType: objectTypes.document, status: approved },
    slot('creationTime', moment(one.creation)),
    slot('languageCode', one.language),
    slot('serviceStartTime', moment(one.serviceStart)),
    slot('serviceStopTime', moment(one.serviceStop)),
    slot('sourcePatientId', sourcePatientId === undefined ? undefined : writeCx(sourcePatientId)),
    slot('sourcePatientInfo', ...(sourcePatient === undefined ? [] : writeSourcePatient(sourcePatient))),
    slot('legalAuthenticator', legalAuthenticator === undefined ? undefined : writeXcn(legalAuthenticator)),
    slot('hash', one.hash),
    slot('size', one.size === undefined ? undefined : String(one.size)),
    slot('URI', one.uri),
    ...named(one.title, one.comments),
    ...one.authors.map((author) => authorObject(author, ofDocument.author, id, ids)),
    code(one.class, ofDocument.class, id, ids),
    ...one.confidentiality.map((label) => code(label, ofDocument.confidentiality, id, ids)),
    ...one.events.map((event) => code(event, ofDocument.event, id, ids)),
    code(one.format, ofDocument.format, id, ids),
    code(one.facilityType, ofDocument.facilityType, id, ids),
    code(one.practiceSetting, ofDocument.practiceSetting, id, ids),
    code(one.type, ofDocument.type, id, ids),
    externalId('XDSDocumentEntry.patientId', ofDocument.patient, writeCx(one.patient), id, ids),
    externalId('XDSDocumentEntry.uniqueId', ofDocument.uniqueId, one.uniqueId, id, ids),
  );
}

function submissionSetObject(set: SubmissionSet, ids: Ids): Xml {
  const { entryId: id } = set;
  return element(
    'rim:RegistryPackage',
    { id, objectType: objectTypes.package, status: approved },
    slot('submissionTime', moment(set.submissionTime)),
    slot('intendedRecipient', ...set.recipients),
    ...named(set.title, set.comments),
    ...set.authors.map((author) => authorObject(author, ofSubmissionSet.author, id, ids)),
    code(set.contentType, ofSubmissionSet.contentType, id, ids),
    element('rim:Classification', {
      classificationNode: submissionSetNode,
      classifiedObject: id,
      id: ids.next(),
      objectType: objectTypes.classification,
    }),
    externalId('XDSSubmissionSet.patientId', ofSubmissionSet.patient, writeCx(set.patient), id, ids),
    set.sourceId === undefined
      ? sequence([])
      : externalId('XDSSubmissionSet.sourceId', ofSubmissionSet.sourceId, set.sourceId, id, ids),
    externalId('XDSSubmissionSet.uniqueId', ofSubmissionSet.uniqueId, set.uniqueId, id, ids),
  );
}

function authorObject({ person, organizations, roles, specialties }: XdsAuthor, scheme: string, of: string, ids: Ids): Xml {
  return element(
    'rim:Classification',
    { ...classified(scheme, of, ids), nodeRepresentation: '' },
    slot('authorPerson', person === undefined ? undefined : writeXcn(person)),
    slot('authorInstitution', ...organizations.map(writeXon)),
    slot('authorRole', ...roles),
    slot('authorSpecialty', ...specialties.map(writeCe)),
  );
}

function code(value: CodedValue | undefined, scheme: string, of: string, ids: Ids): Xml {
  if (value === undefined) return sequence([]);
  return element(
    'rim:Classification',
    { ...classified(scheme, of, ids), nodeRepresentation: value.code },
    slot('codingScheme', value.system === '' ? undefined : value.system),
    ...named(value.display === '' ? undefined : value.display, undefined),
  );
}

function classified(classificationScheme: string, classifiedObject: string, ids: Ids) {
  return { classificationScheme, classifiedObject, id: ids.next(), objectType: objectTypes.classification };
}

function externalId(name: string, identificationScheme: string, value: string, registryObject: string, ids: Ids): Xml {
  return element(
    'rim:ExternalIdentifier',
    { id: ids.next(), identificationScheme, objectType: objectTypes.identifier, registryObject, value },
    ...named(name, undefined),
  );
}

function member(set: string, document: string, ids: Ids): Xml {
  return association(hasMember, set, document, ids, slot('SubmissionSetStatus', 'Original'));
}

function association(associationType: string, sourceObject: string, targetObject: string, ids: Ids, ...slots: Xml[]): Xml {
  const id = ids.next();
  return element(
    'rim:Association',
    { associationType, id, objectType: objectTypes.association, sourceObject, targetObject },
    ...slots,
  );
}

function slot(name: string, ...values: readonly (string | undefined)[]): Xml {
  const there = values.filter((value) => value !== undefined && value !== '') as string[];
  if (there.length === 0) return sequence([]);
  return element(
    'rim:Slot',
    { name },
    element('rim:ValueList', {}, ...there.map((value) => element('rim:Value', {}, text(value)))),
  );
}

function named(name: string | undefined, description: string | undefined): Xml[] {
  const string = (value: string): Xml => element('rim:LocalizedString', { 'xml:lang': 'fr-FR', charset: 'UTF-8', value });
  return [
    ...(name === undefined ? [] : [element('rim:Name', {}, string(name))]),
    ...(description === undefined ? [] : [element('rim:Description', {}, string(description))]),
  ];
}

/** A DTM in UTC. */
function moment(date: Date | undefined): string | undefined {
  return date?.toISOString().slice(0, 19).replace(/\D/g, '');
}
