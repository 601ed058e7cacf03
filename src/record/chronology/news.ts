import type { Documents, Since } from '#documents';
import type { Fhir, Json } from '#fhir';
import { dataLines, dataTypes } from './data.ts';
import { documentLine } from './document.ts';
import type { ChronologyLine } from './line.ts';

export interface NewsDesk {
  readonly fhir: Pick<Fhir, 'arrived'>;
  readonly documents: Pick<Documents, 'fresh'>;
}

/** What is new in a record to a professional: lines of its chronology. */
export interface News {
  /** The last that came first: documents as many as were asked for, and all that came as data. */
  readonly lines: readonly ChronologyLine[];
  readonly total: number;
}

/** Resources of a record that are looked at; who comes back after so many is told of the last of them. */
const mostData = 500;

/**
 * What is new since an instant in each of these records, as far as its Permit shows: documents in force that somebody else deposited, and what
 * somebody else wrote as data, new or changed. A line counts once: results of one day and one laboratory together, what was drawn from a
 * document with its document. The one notion of what is new to a professional, for their day, the synthesis and the chronology. Two
 * statements, however many records. The caller decides before and traces after.
 */
export async function newsOf(desk: NewsDesk, asked: readonly Since[], mostDocuments: number): Promise<readonly News[]> {
  const [documents, data] = await Promise.all([
    desk.documents.fresh(asked, mostDocuments),
    desk.fhir.arrived(asked, dataTypes, mostData),
  ]);
  return asked.map((_, n) => {
    const { items = [], total = 0 } = documents[n] ?? {};
    const resources = (data[n] ?? []).map((body) => JSON.parse(body.toString()) as Json);
    const written = dataLines(resources);
    const lines = [...items.map(documentLine), ...written].sort((a, b) => b.kept - a.kept);
    return { lines, total: total + written.length };
  });
}
