import { fromBase64, limits, type Sent } from '#documents';
import { fhirRefusal, isObject, type Json, objects, text } from '#fhir';
import { sentOf } from '#interop/pdsm';
import { Refusal } from '#kernel';
import type { Ask, Body } from '../ask.ts';
import { resourceOf, wrongContentType } from '../body.ts';
import type { RestDesk } from '../desk.ts';
import { bareType } from '../media.ts';
import { outcomeOf, verdictIssues } from '../verdict.ts';
import type { Operation } from './operation.ts';

/** The document itself; a FHIR body comes as application/fhir+json or application/fhir+xml. */
const documentTypes = new Set([
  'text/xml',
  'application/xml',
  'application/hl7-v3+xml',
  'application/xslt+xml',
  'application/pdf',
]);
const fhirTypes = new Set(['application/fhir+json', 'application/json', 'application/fhir+xml']);

/**
 * The whole verdict of a document that is not deposited: form, header, metadata, lists, XSD, schematron. Answers 200 whether the document
 * conforms or not; nothing of it is kept, and no record is looked at, so that any signed-in caller may ask.
 *
 * In: the document (`text/xml`, `application/xml` …), a Binary of it, or Parameters with `document` (Binary) and, to be compared with its
 * header, `metadata` (the DocumentReference that would go with it). Source: our own; the issues as in $validate.
 */
export const checkDocument: Operation = {
  name: 'check-document',
  definition: 'urn:socle:operation:check-document',
  levels: ['system'],
  in: [],
  ownParameters: true,
  needsBody: true,
  bigBody: true,
  async answer({ desk, ask }) {
    const { bytes, sent } = handed(desk, ask);
    if (bytes.length > limits.documentBytes) throw tooLarge();
    return { status: 200, body: outcomeOf(verdictIssues(await desk.documents.check(bytes, sent))) };
  },
};

interface Handed {
  readonly bytes: Buffer;
  readonly sent?: Sent;
}

function handed({ model }: RestDesk, { body, query }: Ask): Handed {
  const [unknown] = query.keys();
  if (unknown !== undefined) throw unknownParameter(unknown);
  if (body === undefined || body.bytes.length === 0)
    throw fhirRefusal('no-body', 'Le document à vérifier est attendu.', 'The document to check is expected.');
  const type = bareType(body.contentType);
  if (documentTypes.has(type)) return { bytes: body.bytes };
  if (!fhirTypes.has(type)) throw wrongContentType([...documentTypes, ...fhirTypes].join(', '));
  return fromFhir(resourceOf(model, body satisfies Body).json);
}

function fromFhir(resource: Json): Handed {
  if (resource.resourceType === 'Binary') return { bytes: binaryBytes(resource, 'Binary.data') };
  if (resource.resourceType !== 'Parameters') {
    throw fhirRefusal(
      'wrong-type',
      'Un document, un Binary ou des Parameters sont attendus ici.',
      'A document, a Binary or Parameters are expected here.',
      'resourceType',
    );
  }
  const parameters = objects(resource.parameter);
  const other = parameters.find(({ name }) => name !== 'document' && name !== 'metadata');
  if (other !== undefined) throw unknownParameter(String(other.name));
  const named = (name: string): Json | undefined => {
    const found = parameters.find((one) => one.name === name)?.resource;
    return isObject(found) ? found : undefined;
  };
  const [document, metadata] = [named('document'), named('metadata')];
  if (document === undefined || document.resourceType !== 'Binary') throw missingDocument();
  const bytes = binaryBytes(document, 'Parameters.parameter(document).resource.data');
  if (metadata === undefined) return { bytes };
  return { bytes, sent: sentOf(metadata, 'Parameters.parameter(metadata).resource') };
}

function binaryBytes(binary: Json, at: string): Buffer {
  const bytes = fromBase64(text(binary.data) ?? '');
  if (bytes !== undefined) return bytes;
  throw fhirRefusal('bad-base64', 'Le contenu du Binary n’est pas en base64.', 'The content of the Binary is not base64.', at);
}

function missingDocument(): Refusal {
  return fhirRefusal(
    'missing-parameter',
    'Le paramètre « document », un Binary, manque.',
    'The parameter “document”, a Binary, is missing.',
    'document',
  );
}

function unknownParameter(name: string): Refusal {
  return fhirRefusal(
    'unknown-parameter',
    `$check-document n’a pas de paramètre « ${name.slice(0, 40)} » : document et metadata.`,
    `$check-document has no parameter “${name.slice(0, 40)}”: document and metadata.`,
    name.slice(0, 40),
  );
}

function tooLarge(): Refusal {
  const most = limits.documentBytes / 1024 / 1024;
  return new Refusal('documents.too-large', {
    fr: `Un document pèse au plus ${most} Mio.`,
    en: `A document weighs ${most} MiB at most.`,
  });
}
