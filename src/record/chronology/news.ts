import type { Documents, Since } from '#documents';
import type { Fhir, Json } from '#fhir';
import { dataTypes, gatherLines } from './data.ts';
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
  /** So much came as data that not all of it was looked at: `total` are the least there are. */
  readonly more: boolean;
}

/** Resources of a record that are looked at: as many as documents and results. A device that measures each minute sends as many in three days. */
const mostData = 5000;

/**
 * What is new since an instant in each of these records, as far as its Permit shows: documents in force that somebody else deposited, and what
 * somebody else wrote as data, new or changed. A line counts once: results of one day and one laboratory together, what was drawn from a
 * document with its document. The one notion of what is new to a professional, for their day, the synthesis and the chronology. Two
 * statements, however many records, and one more for each 250 resources of the record into which most came. The caller decides before and
 * traces after.
 */
export async function newsOf(desk: NewsDesk, asked: readonly Since[], mostDocuments: number): Promise<readonly News[]> {
  const [documents, data] = await Promise.all([desk.documents.fresh(asked, mostDocuments), dataSince(desk, asked)]);
  return data.map(({ lines: written, more }, n) => {
    const { items = [], total = 0 } = documents[n] ?? {};
    const lines = [...items.map(documentLine), ...written].sort((a, b) => b.kept - a.kept);
    return { lines, total: total + written.length, more };
  });
}

/** Part by part, so that a great deal is never held whole. */
async function dataSince({ fhir }: NewsDesk, asked: readonly Since[]): Promise<readonly Omit<News, 'total'>[]> {
  const all = asked.map(() => ({ gathered: gatherLines(), count: 0 }));
  for await (const part of fhir.arrived(asked, dataTypes, mostData + 1))
    for (const { of, bodies } of part) {
      const one = all[of];
      if (one === undefined) continue;
      one.gathered.add(bodies.map((body) => JSON.parse(body.toString()) as Json));
      one.count += bodies.length;
    }
  return all.map(({ gathered, count }) => ({ lines: gathered.lines(), more: count > mostData }));
}
