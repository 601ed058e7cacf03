import { createHash } from 'node:crypto';
import { type Call, PLATFORM, parseItemId, type RecordId, unknownId } from '#kernel';
import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { entryOf } from './entry.ts';
import { traceList } from './list.ts';
import { tracedUnder, withPermit } from './read.ts';
import { refused } from './received.ts';
import { draftOf } from './xdm/draft.ts';
import { writeXdm } from './xdm/index.ts';
import { limits, tooLarge } from './xdm/refusals.ts';
import { chosenEntries, currentEntries } from './xdm/xdm.sql.ts';

/** Chosen documents of one record by their ids, or all current ones of a record, of a class or of every class. */
export type XdmAsked = { readonly ids: readonly string[] } | { readonly record: RecordId; readonly classCode?: string };

/** With the PDF or the page of each beside it, an archive stays below the 100 files that readers take. */
export const mostDocuments = 48;

/**
 * Documents of one record as an IHE_XDM.zip, under a Permit: those that the caller may see, each traced as read before a byte leaves.
 *
 * Refuses `id.unknown` (one of the ids is not there or may not be seen), `documents.nothing-there`, `documents.several-records`,
 * `documents.too-many` (48), `documents.not-identified` (metadata need a qualified INS), `xdm.too-large` (60 MiB), and what
 * `rights.decide` refuses. Superseded documents come only when they are asked for by id.
 */
export async function exportXdm(desk: Desk, call: Call, asked: XdmAsked): Promise<Buffer> {
  const { record, numbers } = 'ids' in asked ? recordOf(asked.ids) : { record: asked.record, numbers: undefined };
  const found = await withPermit(desk, call, record, numbers === undefined ? 'list' : 'item', async (permit) => {
    const rows = await look(desk, permit, record, numbers, 'ids' in asked ? undefined : asked.classCode);
    return rows.length === 0 || rows.length < (numbers?.length ?? 0) ? undefined : { rows, permit };
  });
  if (found === undefined && numbers === undefined) {
    await traceList(desk, call, record, undefined);
    throw nothingThere();
  }
  if (found === undefined) {
    const act = { action: 'refusal', outcome: 'refused', code: 'id.unknown' } as const;
    await desk.trace.journal(call, await tracedUnder(desk, record), act);
    throw unknownId();
  }
  const { rows, permit } = found;
  if (rows.length > mostDocuments) throw tooManyDocuments();
  const identity = await desk.ins.byRecord(record);
  const { matricule, oid } = identity ?? {};
  if (identity === undefined || identity.status !== 'QUAL' || matricule === undefined || oid === undefined) throw unidentified();
  if (rows.reduce((sum, row) => sum + entryOf(record, row).facts().size, 0) > limits.archiveBytes)
    throw tooLarge(limits.archiveBytes);
  const key = await desk.store.records.key(desk.store, record);
  const ground = permit.ground === undefined ? {} : { ground: permit.ground };
  await Promise.all(
    rows.map((row) => {
      const { id, title } = entryOf(record, row);
      const object = { kind: 'DocumentReference', id, title };
      return desk.trace.journal(call, record, { action: 'read', outcome: 'done', object, detail: { form: 'xdm' }, ...ground });
    }),
  );
  const entries = await Promise.all(
    rows.map(async (row) => ({
      ...entryOf(record, row),
      uniqueId: row.unique_id,
      bytes: await desk.store.blobs.get(record, key, row.blob),
    })),
  );
  const seed = createHash('sha256').update([call.requestId, call.at.toISOString(), ...entries.map(({ id }) => id)].join(' '));
  return writeXdm(
    await draftOf({
      call,
      patient: { system: oid, value: matricule },
      traits: identity.traits,
      entries,
      seed: seed.digest('hex'),
    }),
  );
}

type Row = Parameters<typeof entryOf>[1] & { readonly blob: string; readonly unique_id: string };

function look(
  desk: Desk,
  permit: Permit,
  record: RecordId,
  numbers: readonly number[] | undefined,
  classCode: string | undefined,
): Promise<Row[]> {
  if (numbers !== undefined) {
    const { text, values } = permit.predicate(3);
    return desk.store.query<Row>(chosenEntries(text), [record, numbers, ...values]);
  }
  const { text, values } = permit.predicate(4);
  return desk.store.query<Row>(currentEntries(text), [record, classCode ?? null, mostDocuments + 1, ...values]);
}

function recordOf(ids: readonly string[]): { record: RecordId; numbers: readonly number[] } {
  const [first, ...more] = ids.slice(0, mostDocuments + 1).map(parseItemId);
  if (ids.length > mostDocuments) throw tooManyDocuments();
  const { record = PLATFORM, n = 0 } = first ?? {};
  if (first === undefined) throw unknownId();
  if (more.some((one) => one.record !== record)) {
    throw refused(
      'several-records',
      'Une archive contient les documents d’une seule personne.',
      'An archive holds the documents of one person.',
      'document',
    );
  }
  return { record, numbers: [...new Set([n, ...more.map((one) => one.n)])] };
}

function nothingThere() {
  return refused(
    'nothing-there',
    'Il n’y a ici aucun document à mettre dans une archive.',
    'There is no document here to put into an archive.',
  );
}

function tooManyDocuments() {
  return refused(
    'too-many',
    `Une archive contient au plus ${mostDocuments} documents : choisissez une catégorie, ou des documents.`,
    `An archive holds ${mostDocuments} documents at most: choose a category, or documents.`,
  );
}

function unidentified() {
  return refused(
    'not-identified',
    'Une archive XDM porte l’INS de la personne : son identité doit être qualifiée.',
    'An XDM archive carries the person’s INS: their identity must be qualified.',
    'identity',
    'Guide INS, règle 28',
  );
}
