import type { PlacedRow } from '#fhir';
import { type Call, type ItemId, itemId, type RecordId } from '#kernel';
import type { Locked, Tx } from '#store';
import type { Decided } from './decide.ts';
import { describe } from './describe.ts';
import type { Desk } from './desk.ts';
import { addEntry, addSubmission, ofSubmission } from './documents.sql.ts';
import { type KeptRow, keptOf, setIdOf, titleOf } from './entry.ts';
import { addenda, supersededWith } from './life/addenda.ts';
import { change, type EntryChange } from './life/change.ts';
import { depositorOf } from './life/maker.ts';
import type { Existing, Known } from './lookUp.ts';
import { publishedOtherwise } from './once.ts';
import { pack } from './packed.ts';
import { placedRow } from './place.ts';
import { refused, type Submission } from './received.ts';
import { appendable, completedBy, replaceable, targetOf } from './relate.ts';
import type { Verdict } from './verdict/index.ts';

export interface RegisteredEntry {
  readonly id: ItemId;
  readonly title: string;
  readonly uniqueId: string;
}

export interface Registered {
  readonly record: RecordId;
  readonly submission: ItemId;
  readonly entries: readonly RegisteredEntry[];
  /** True when this very submission had been registered before: nothing was written again. */
  readonly replayed: boolean;
  /** Of each document, when the submission asked for the whole check; undefined for a PDF. */
  readonly verdicts?: readonly (Verdict | undefined)[];
}

/** Of what is left in the outbox for each document that is there, or is back: `{ n }`, its number in the record. */
export const depositedTopic = 'documents.deposited';

/**
 * The last step: entry, replaced entry, submission and outbox, in the caller's transaction, the record locked; the writes go with its
 * COMMIT. The same submission (same uid, same bytes; of a publication with a key, same set) again gives the entries it made the first time.
 * Refuses `documents.duplicate`, `documents.duplicate-different`, `documents.duplicate-withdrawn`, `documents.submission-reused`,
 * `documents.published-otherwise`, and for the document to replace or to complete `…-unknown`, `…-withdrawn`, `…-not-yours`,
 * `documents.replaces-superseded`, `documents.appends-superseded`.
 *
 * A new version takes over what was decided of the old one: that it is hidden from professionals or representatives, or archived; what
 * completes a document that is hidden from representatives is hidden from them too. With the old one its
 * addenda go out of force. A new version of an addendum is an addendum to the same document, whether or not its sender says so.
 */
export async function register(
  desk: Desk,
  tx: Tx,
  call: Call,
  submission: Submission,
  decided: readonly (Decided & { blob: string })[],
  locked: Locked,
  { before, entries: known }: Known,
): Promise<Registered> {
  const { record } = locked;
  if (before !== undefined && submission.once === true && known.some(({ withdrawn }) => withdrawn))
    throw duplicateWithdrawn('key');
  if (before !== undefined) return replayed(tx, record, before, decided, depositorOf(call), submission.once);
  refuseDuplicates(known, decided);
  const start = locked.items + 1; // the entries are numbered behind their submission: placed, they bring the counter to the last of them
  tx.write(addSubmission, [record, start, submission.uid, call.at, depositorOf(call), pack(submissionBody(submission))]);
  const entries: RegisteredEntry[] = [];
  const faces: PlacedRow[] = [];
  const replacing = new Map<number, EntryChange>();
  const replaced = new Set(decided.flatMap(({ replaces }) => (replaces && targetOf(known, record, replaces)?.n) ?? []));
  for (const [index, document] of decided.entries()) {
    const n = start + 1 + index;
    const target = document.replaces && replaceable(targetOf(known, record, document.replaces), replacing, document, call);
    const appended = document.appends && appendable(targetOf(known, record, document.appends), replaced, document, call);
    const takenOver = {
      hiddenFromProfessionals: document.hiddenFromProfessionals || target?.hidden_from_professionals === true,
      hiddenFromRepresentatives:
        document.hiddenFromRepresentatives || [target, appended].some((one) => one?.hidden_from_representatives === true),
      archived: document.archived || target?.archived === true,
    };
    const completed = appended?.n ?? completedBy(target, replaced);
    const relations = {
      ...(target === undefined ? {} : { replaces: target.n }),
      ...(completed === undefined ? {} : { appends: completed }),
    };
    faces.push(insert(tx, call, { ...document, ...takenOver }, { n, submissionN: start, ...relations }));
    if (target !== undefined) replacing.set(target.n, { row: target, to: { replaced_by: n } });
    const { title, uniqueId } = document.facts;
    entries.push({ id: itemId(record, n), title, uniqueId });
  }
  const completing = (await addenda(tx, record, [...replacing.keys()])).filter(({ n }) => !replacing.has(n));
  await change(desk, tx, call, record, [...replacing.values(), ...supersededWith(completing)], faces);
  for (const [index] of decided.entries()) desk.store.outbox.emit(tx, record, call.at, depositedTopic, { n: start + 1 + index });
  return { record, submission: itemId(record, start), entries, replayed: false };
}

async function replayed(
  tx: Tx,
  record: RecordId,
  before: NonNullable<Known['before']>,
  decided: readonly Decided[],
  depositor: string,
  once: true | undefined,
): Promise<Registered> {
  type Row = KeptRow & { readonly n: number; readonly unique_id: string; readonly sha256: Buffer };
  const rows = await tx.query<Row>(ofSubmission, [record, before.n]);
  const same =
    before.depositor === depositor &&
    rows.length === decided.length &&
    decided.every(({ facts, sha256 }, index) => {
      const row = rows[index];
      if (row === undefined || row.unique_id !== facts.uniqueId) return false;
      return once === true ? setIdOf(row) === facts.setId : row.sha256.toString('hex') === sha256;
    });
  if (!same && once === true) throw publishedOtherwise();
  if (!same) {
    throw refused(
      'submission-reused',
      'Un autre lot de soumission porte déjà cet identifiant.',
      'Another submission already carries this identifier.',
      'List.identifier',
      'ITI TF-3 4.2.3.3.12',
    );
  }
  const entries = rows.map((row) => ({ id: itemId(record, row.n), uniqueId: row.unique_id, title: titleOf(row) }));
  return { record, submission: itemId(record, before.n), entries, replayed: true };
}

function refuseDuplicates(known: readonly Existing[], decided: readonly Decided[]): void {
  const seen = new Set<string>();
  for (const { facts, sha256, at } of decided) {
    const before = known.find((row) => row.unique_id === facts.uniqueId);
    if (before === undefined && !seen.has(facts.uniqueId)) {
      seen.add(facts.uniqueId);
      continue;
    }
    if (before?.withdrawn === true) throw duplicateWithdrawn(`${at}.masterIdentifier`);
    const same = before === undefined || before.sha256.toString('hex') === sha256;
    if (same) {
      throw refused(
        'duplicate',
        'Ce document est déjà dans le dossier, à l’identique.',
        'This very document is already in the record.',
        `${at}.masterIdentifier`,
        'ITI TF-3 4.2.4, XDSDuplicateUniqueIdInRegistry',
      );
    }
    throw refused(
      'duplicate-different',
      'Un autre document porte déjà cet identifiant unique. Une nouvelle version porte un nouvel identifiant et remplace l’ancienne.',
      'Another document already carries this unique id. A new version carries a new id and replaces the old one.',
      `${at}.masterIdentifier`,
      'ITI TF-3 4.2.4, XDSNonIdenticalHash',
    );
  }
}

function duplicateWithdrawn(at: string) {
  return refused(
    'duplicate-withdrawn',
    'Ce document a été retiré par son auteur. Un document corrigé porte un nouvel identifiant ; un retrait fait par erreur se défait par l’exploitant.',
    'This document was withdrawn by its author. A corrected document carries a new id; a withdrawal made by mistake is undone by the operator.',
    at,
  );
}

function insert(
  tx: Tx,
  call: Call,
  document: Decided & { blob: string },
  place: { n: number; submissionN: number; replaces?: number; appends?: number },
): PlacedRow {
  const { facts, identity, hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives, archived, date } = document;
  const { n, submissionN, ...relations } = place;
  const state = {
    record: identity.record,
    n,
    version: 1,
    status: 'current' as const,
    date,
    updatedAt: call.at,
    hiddenFromProfessionals,
    hiddenFromPatient,
    hiddenFromRepresentatives,
    archived,
  };
  const depositor = depositorOf(call);
  const authorIds = facts.authors.flatMap((author) => author.id ?? []);
  const documentType = facts.type.code;
  const kept = keptOf(facts);
  tx.write(addEntry, [
    identity.record,
    n,
    submissionN,
    facts.uniqueId,
    date,
    call.at,
    facts.class.code,
    depositor,
    authorIds,
    hiddenFromProfessionals,
    hiddenFromPatient,
    hiddenFromRepresentatives,
    documentType,
    document.blob,
    kept.title,
    facts.mediaType,
    Buffer.from(facts.sha256, 'hex'),
    kept.facts,
    archived,
    relations.appends ?? null,
  ]);
  const id = itemId(identity.record, n);
  const labels = { ...document.labels, hiddenFromProfessionals, hiddenFromRepresentatives };
  return placedRow(describe(state, labels, facts, document.submitted, relations), {
    ...state,
    id,
    depositor,
    authorIds,
    documentType,
  });
}

function submissionBody({ submitted }: Submission): string {
  const { text: _, entry: __, contained, ...kept } = submitted ?? {};
  return JSON.stringify({
    resourceType: 'List',
    status: 'current',
    mode: 'working',
    ...kept,
    ...(contained === undefined ? {} : { contained }),
  });
}
