import { randomUUID } from 'node:crypto';
import { type ReadEntry, show } from '#documents';
import type { Json } from '#fhir';
import type { CodedValue } from '#kernel';
import type { Person } from '#record';
import { fhirSystemOf } from '#terminology';

interface Piece {
  readonly contentType: string;
  readonly title: string;
  readonly bytes: Buffer;
}

const mostPieces = 20;

/**
 * A document as it is handed over: who it is about, what it is, and its readable forms, the narrative as a page and the PDF. The CDA itself stays
 * here: its header always carries the person's matricule. The page does not; a PDF is given as its author made it. The caller decides before and
 * traces after. Refuses what `show` refuses.
 */
export async function documentBundle(entry: ReadEntry, person: Person): Promise<Json> {
  const pieces = (await piecesOf(entry, person)).map((piece) => ({ ...piece, url: `urn:uuid:${randomUUID()}` }));
  const { type, class: of, authors, custodian, eventStart } = entry.facts();
  const reference = {
    resourceType: 'DocumentReference',
    status: entry.status,
    type: concept(type),
    category: [concept(of)],
    subject: { reference: person.url },
    date: entry.depositedAt.toISOString(),
    ...(authors.length === 0 ? {} : { author: authors.map((author) => ({ display: person.clean(authorWords(author)) })) }),
    ...(custodian?.name === undefined ? {} : { custodian: { display: custodian.name } }),
    description: person.clean(entry.title),
    content: pieces.map(({ contentType, title, url, bytes }) => ({
      attachment: { contentType, title, url, size: bytes.length },
    })),
    context: { period: { start: eventStart } },
  };
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { fullUrl: person.url, resource: person.patient },
      { fullUrl: `urn:uuid:${randomUUID()}`, resource: reference },
      ...pieces.map(({ url, contentType, bytes }) => ({
        fullUrl: url,
        resource: { resourceType: 'Binary', contentType, data: bytes.toString('base64') },
      })),
    ],
  };
}

async function piecesOf(entry: ReadEntry, person: Person): Promise<Piece[]> {
  const { html, pdf, attachments } = await show(entry);
  const title = person.clean(entry.title);
  return [
    ...(html === undefined ? [] : [{ contentType: 'text/html', title, bytes: page(title, person.clean(html)) }]),
    ...(pdf === undefined ? [] : [{ contentType: 'application/pdf', title, bytes: pdf }]),
    ...attachments.slice(0, mostPieces).map(({ mediaType, content }) => ({ contentType: mediaType, title, bytes: content })),
  ];
}

/** Sanitised already; a page of its own for readers that open one. */
function page(title: string, fragment: string): Buffer {
  const name = title.replace(/[&<>]/g, ' ');
  return Buffer.from(
    `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${name}</title></head><body>${fragment}</body></html>`,
  );
}

function concept({ system, code, display }: CodedValue): Json {
  return { coding: [{ system: fhirSystemOf(system), code, display }], text: display };
}

interface Writer {
  readonly name: string;
  readonly specialty?: CodedValue;
  readonly structure?: { readonly name?: string };
}

function authorWords({ name, specialty, structure }: Writer): string {
  return [name, specialty?.display, structure?.name].filter((word) => word !== undefined && word !== '').join(', ');
}
