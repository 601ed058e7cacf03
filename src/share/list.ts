import { type Call, isRecordId, type RecordId, unknownId } from '#kernel';
import { type LinkRow, type LinkState, type ShareDesk, sealedFor, stateOf } from './desk.ts';
import { type Handed, handed } from './link.ts';
import { ended } from './refusals.ts';
import { linkOf, linksOf, notesOf, openingsOf } from './share.sql.ts';
import { decidedSharer, managesLink } from './sharer.ts';

/** A link as the person who manages it sees it; without its secrets. */
export interface Link {
  readonly id: string;
  readonly label: string;
  readonly madeAt: Date;
  readonly until: Date;
  readonly state: LinkState;
  readonly summary: boolean;
  readonly documents: number;
  readonly passcode: boolean;
  readonly triesLeft: number;
  readonly once: boolean;
  readonly opened: number;
  /** The newest first, twenty at most; `code` says why one was refused. */
  readonly openings: readonly { readonly at: Date; readonly recipient: string; readonly code?: string }[];
  readonly notes: readonly { readonly n: number; readonly at: Date; readonly name: string; readonly words: string }[];
}

const mostLinks = 100;
const mostOpenings = 20;

interface OpeningRow {
  readonly link_id: string;
  readonly at: Date;
  readonly recipient: string;
  readonly code: string | null;
}
interface NoteRow {
  readonly link_id: string;
  readonly n: number;
  readonly at: Date;
  readonly name: string;
  readonly words: string;
}

/**
 * The links of a record that the caller manages, the newest first, of the last hundred, with who opened them and what they wrote. Refuses as
 * `rights.choices`.
 */
export async function links(desk: ShareDesk, call: Call, record: RecordId): Promise<readonly Link[]> {
  await decidedSharer(desk, call, record);
  const all = await desk.store.query<LinkRow>(linksOf, [record, mostLinks]);
  const rows = all.filter((row) => managesLink(call, row));
  const ids = rows.map(({ id }) => id);
  const [openings, notes] = await Promise.all([
    desk.store.query<OpeningRow>(openingsOf, [record, ids, mostOpenings]),
    desk.store.query<NoteRow>(notesOf, [record, ids]),
  ]);
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    madeAt: row.made_at,
    until: row.until,
    state: stateOf(row, call.at),
    summary: row.summary,
    documents: row.documents.length + row.linked_documents.length,
    passcode: row.passcode !== null,
    triesLeft: row.tries_left,
    once: row.once,
    opened: row.opened,
    openings: openings
      .filter(({ link_id }) => link_id === row.id)
      .map(({ at, recipient, code }) => ({ at, recipient, ...(code === null ? {} : { code }) })),
    notes: notes.filter(({ link_id }) => link_id === row.id).map(({ n, at, name, words }) => ({ n, at, name, words })),
  }));
}

/** A link that is open, to be shown once more by who manages it. Refuses `id.unknown`, `share.ended`, and as `rights.choices`. */
export async function showAgain(desk: ShareDesk, call: Call, record: RecordId, id: string): Promise<Handed> {
  await decidedSharer(desk, call, record);
  const [row] = isRecordId(id) ? await desk.store.query<LinkRow>(linkOf, [record, id]) : [];
  if (row === undefined || !managesLink(call, row)) throw unknownId();
  if (stateOf(row, call.at) !== 'open') throw ended();
  const secrets = desk.store.keys.unseal(sealedFor(id), row.sealed);
  const { label, until, passcode, long_term: longTerm } = row;
  const shown = { label, until, passcode: passcode !== null, longTerm };
  return handed(desk.publicUrl, { id: secrets.subarray(0, 32), key: secrets.subarray(32) }, shown);
}
