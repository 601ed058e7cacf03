import { randomUUID } from 'node:crypto';
import type { Handed, Submission } from '#documents';
import { isObject, type Json, objects, text } from '#fhir';
import type { Refusal } from '#kernel';
import { pdsm } from './refusal.ts';
import { type BundleLook, claimsOf, personOf, relationsOf } from './words.ts';

/** An ITI-65 Bundle in Socle's words, and where each of its entries went, for the answer. */
export interface Provided {
  readonly submission: Submission;
  /** For each entry of the Bundle: the List, the n-th document, its bytes, or something read and not kept. */
  readonly slots: readonly (
    | { kind: 'list' }
    | { kind: 'document' | 'binary'; index: number }
    | { kind: 'other'; method: string }
  )[];
}

const listTypes = 'https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes';
const mostEntries = 200;

/**
 * Reads a Provide Document Bundle: one SubmissionSet List, DocumentReferences, their Binaries (or attachment.data).
 *
 * Refuses `pdsm.not-a-transaction`, `pdsm.too-many-entries`, `pdsm.no-submission-set`, `pdsm.no-document`, `pdsm.no-binary`,
 * `pdsm.bad-base64`, `pdsm.no-patient`, `pdsm.not-supported` (folders, other resources and relations), `pdsm.not-in-submission`.
 * Source: IHE MHD ITI-65; PDSm 3.1.1, pdsm-comprehensive-provide-document-bundle.
 */
export function readProvideBundle(bundle: Json): Provided {
  if (bundle.resourceType !== 'Bundle' || bundle.type !== 'transaction') {
    throw pdsm(
      'not-a-transaction',
      'Un Bundle de type « transaction » est attendu.',
      'A Bundle of type “transaction” is expected.',
      'Bundle.type',
    );
  }
  const entries = objects(bundle.entry);
  if (entries.length > mostEntries) {
    throw pdsm('too-many-entries', `Au plus ${mostEntries} entrées.`, `${mostEntries} entries at most.`, 'Bundle.entry');
  }
  const look: BundleLook = { entries };
  const slots: Provided['slots'][number][] = [];
  const documents: Handed[] = [];
  const binaries: { url: string | undefined; slot: number }[] = [];
  let list: Json | undefined;
  for (const [index, entry] of entries.entries()) {
    const at = `Bundle.entry[${index}].resource`;
    const resource = isObject(entry.resource) ? entry.resource : {};
    const method = requestMethod(entry, index);
    switch (resource.resourceType) {
      case 'List':
        if (list !== undefined || !isSubmissionSet(resource))
          throw notSupported('List autre que le lot de soumission', 'a List other than the SubmissionSet', at);
        list = resource;
        slots.push({ kind: 'list' });
        break;
      case 'DocumentReference':
        slots.push({ kind: 'document', index: documents.length });
        documents.push(handed(look, resource, at));
        break;
      case 'Binary':
        binaries.push({ url: text(entry.fullUrl) ?? text(resource.id), slot: slots.length });
        slots.push({ kind: 'other', method });
        break;
      case 'Patient':
      case 'Parameters':
        // The person is looked up, never written here; the old document is superseded by the registry itself.
        slots.push({ kind: 'other', method });
        break;
      default:
        throw notSupported('cette ressource', 'this resource', at);
    }
  }
  if (list === undefined) {
    throw pdsm(
      'no-submission-set',
      'Le lot de soumission (List, code submissionset) manque.',
      'The SubmissionSet (List, code submissionset) is missing.',
      'Bundle.entry',
    );
  }
  if (documents.length === 0) {
    throw pdsm(
      'no-document',
      'Le lot ne contient aucune DocumentReference.',
      'The submission holds no DocumentReference.',
      'Bundle.entry',
    );
  }
  for (const { url, slot } of binaries) {
    const index = documents.findIndex((document) => namesBinary(document.submitted, url));
    if (index < 0)
      throw pdsm(
        'not-in-submission',
        'Un Binary n’est cité par aucune DocumentReference.',
        'A Binary is named by no DocumentReference.',
        `Bundle.entry[${slot}]`,
      );
    slots[slot] = { kind: 'binary', index };
  }
  return { submission: { uid: submissionUid(list), documents, submitted: list }, slots };
}

/** One DocumentReference with its bytes inside (ITI-105, Simplified Publish) as a submission of its own. */
export function readSimplified(resource: Json): Submission {
  const document = handed({ entries: [] }, resource, 'DocumentReference');
  return { uid: `urn:socle:simplified:${document.claims.uniqueId ?? randomUUID()}`, documents: [document] };
}

function requestMethod(entry: Json, index: number): string {
  const request = isObject(entry.request) ? entry.request : {};
  const method = text(request.method) ?? 'POST';
  const resourceType = isObject(entry.resource) ? entry.resource.resourceType : '';
  const reads = resourceType === 'Patient' || resourceType === 'Parameters';
  if (method === 'POST' || reads) return method;
  throw notSupported(
    `la méthode ${method.slice(0, 10)}`,
    `the method ${method.slice(0, 10)}`,
    `Bundle.entry[${index}].request.method`,
  );
}

function isSubmissionSet(list: Json): boolean {
  const codings = isObject(list.code) ? objects(list.code.coding) : [];
  return codings.some(
    (coding) => coding.code === 'submissionset' && (coding.system === undefined || coding.system === listTypes),
  );
}

/** The SubmissionSet's unique id (identifier of use official, else any); a new one when the sender gave none: then a replay is not seen. */
function submissionUid(list: Json): string {
  const identifiers = objects(list.identifier);
  const chosen = identifiers.find((identifier) => identifier.use === 'official') ?? identifiers[0];
  const value = text(chosen?.value) ?? `urn:uuid:${randomUUID()}`;
  if (value.length > 256)
    throw pdsm('too-long', 'Identifiant de lot trop long.', 'Submission identifier too long.', 'List.identifier');
  return value;
}

function handed(look: BundleLook, resource: Json, at: string): Handed {
  const attachment = attachmentOf(resource);
  const bytes = bytesOf(look, attachment, at);
  const mediaType = text(attachment.contentType) ?? text(bytes.binary?.contentType) ?? 'text/xml';
  return {
    at,
    bytes: bytes.content,
    mediaType,
    person: personOf(look, resource, at),
    claims: claimsOf(look, resource, at),
    submitted: resource,
    ...relationsOf(resource, at),
  };
}

function attachmentOf(resource: Json | undefined): Json {
  const content = objects(resource?.content);
  const attachment = content[0]?.attachment;
  return isObject(attachment) ? attachment : {};
}

function bytesOf({ entries }: BundleLook, attachment: Json, at: string): { content: Buffer; binary?: Json } {
  const inline = text(attachment.data);
  if (inline !== undefined) return { content: base64(inline, `${at}.content.attachment.data`) };
  const url = text(attachment.url);
  const entry = entries.find((one) => isObject(one.resource) && one.resource.resourceType === 'Binary' && sameUrl(url, one));
  const binary = isObject(entry?.resource) ? entry.resource : undefined;
  const data = text(binary?.data);
  if (binary !== undefined && data !== undefined) return { content: base64(data, `${at} → Binary.data`), binary };
  throw pdsm(
    'no-binary',
    'Les octets du document manquent : attachment.url doit désigner un Binary du même Bundle, ou attachment.data les contenir.',
    'The document’s bytes are missing: attachment.url must name a Binary of the same Bundle, or attachment.data hold them.',
    `${at}.content.attachment`,
  );
}

function sameUrl(url: string | undefined, entry: Json): boolean {
  if (url === undefined) return false;
  const id = isObject(entry.resource) ? text(entry.resource.id) : undefined;
  return url === entry.fullUrl || (id !== undefined && (url === `Binary/${id}` || url.endsWith(`/Binary/${id}`)));
}

function namesBinary(resource: Json | undefined, url: string | undefined): boolean {
  const named = text(attachmentOf(resource).url);
  return named !== undefined && url !== undefined && (named === url || named.endsWith(`Binary/${url}`));
}

function base64(data: string, at: string): Buffer {
  const bytes = Buffer.from(data, 'base64');
  // Buffer skips what is not base64; the length tells whether anything was skipped (white space is allowed by the standard).
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  const whole = (characters: number): boolean => Math.floor((characters * 3) / 4) === bytes.length;
  if (!whole(data.length - padding) && !whole(data.length - (data.match(/[\s=]/g)?.length ?? 0))) {
    throw pdsm('bad-base64', 'Le contenu n’est pas en base64.', 'The content is not base64.', at);
  }
  return bytes;
}

function notSupported(fr: string, en: string, at: string): Refusal {
  return pdsm('not-supported', `Non pris en charge dans cette version : ${fr}.`, `Not supported in this version: ${en}.`, at);
}
