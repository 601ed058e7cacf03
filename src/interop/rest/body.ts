import { type Asked, askedFrom, fhirRefusal, fromXml, type Input, type Model, type Patch, parseResource } from '#fhir';
import type { Refusal } from '#kernel';
import type { Ask, Body } from './ask.ts';
import { bareType, formatSent } from './media.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const form = 'application/x-www-form-urlencoded';

/**
 * The resource of a body, JSON or XML, and its text: for JSON the very characters that came. Refuses `fhir.content-type`,
 * `fhir.no-body`, and what `parseResource` and `fromXml` refuse.
 */
export function resourceOf(model: Model, body: Body | undefined): Input {
  const { bytes, contentType } = needed(body);
  const format = formatSent(contentType);
  if (format === undefined) throw wrongContentType('application/fhir+json, application/fhir+xml');
  if (format === 'json') return { json: parseResource(bytes), text: utf8.decode(bytes) };
  const text = fromXml(model, textOf(bytes));
  return { json: parseResource(Buffer.from(text)), text };
}

/** JSON Patch by its own content type; a Parameters resource is a FHIRPath Patch. Source: FHIR R4 §3.1.0.6. */
export function patchOf(model: Model, body: Body | undefined): Patch {
  const { bytes, contentType } = needed(body);
  if (bareType(contentType) === 'application/json-patch+json') return { kind: 'json', text: textOf(bytes) };
  if (formatSent(contentType) === undefined) {
    throw wrongContentType('application/json-patch+json, application/fhir+json (Parameters), application/fhir+xml (Parameters)');
  }
  return { kind: 'fhirpath', text: resourceOf(model, body).text };
}

/** The parameters of a search: those of the address, and of a form when it was posted. */
export function searchAsked({ query, body }: Ask): Asked {
  if (body === undefined || body.bytes.length === 0) return askedFrom(query);
  if (bareType(body.contentType) !== form) throw wrongContentType(form);
  return askedFrom(query, new URLSearchParams(textOf(body.bytes)));
}

function needed(body: Body | undefined): Body {
  if (body !== undefined && body.bytes.length > 0) return body;
  throw fhirRefusal('no-body', 'Un corps est attendu.', 'A body is expected.');
}

/** Refuses `fhir.bad-encoding`. */
export function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw fhirRefusal('bad-encoding', 'Le corps n’est pas en UTF-8.', 'The body is not UTF-8.');
  }
}

export function wrongContentType(expected: string): Refusal {
  return fhirRefusal('content-type', `Corps attendu : ${expected}.`, `Expected body: ${expected}.`, 'Content-Type');
}
