import type { PlacedRow } from '#fhir';
import { type Call, type ItemId, itemId, type Professional, type RecordId, type Software } from '#kernel';
import type { Locked, Tx } from '#store';
import type { Decided } from './decide.ts';
import { describe, describedAnew } from './describe.ts';
import type { Desk } from './desk.ts';
import { addEntry, addSubmission, ofSubmission, supersede } from './documents.sql.ts';
import { type KeptRow, keptOf, titleOf } from './entry.ts';
import type { Existing, Known } from './lookUp.ts';
import { pack } from './packed.ts';
import { placedRow } from './place.ts';
import { refused, type Submission } from './received.ts';
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

/** Who deposits, as kept with the entry: the software, or the professional at a web form. */
export function depositorOf(call: Call): string {
  return (call.actor as Software | Professional).id;
}

/**
 * The last step: entry, replaced entry, submission and outbox, in the caller's transaction, the record locked; the writes go with its
 * COMMIT. The same submission (same
 * uid, same bytes) again gives the entries it made the first time. Refuses `documents.duplicate`, `documents.duplicate-different`,
 * `documents.replaces-unknown`, `documents.replaces-superseded`, `documents.replaces-not-yours`, `documents.submission-reused`.
 */
export async function register(
  { fhir }: Desk,
  tx: Tx,
  call: Call,
  submission: Submission,
  decided: readonly (Decided & { blob: string })[],
  locked: Locked,
  { before, entries: known }: Known,
): Promise<Registered> {
  const { record } = locked;
  if (before !== undefined) return replayed(tx, record, before, decided, depositorOf(call));
  refuseDuplicates(known, decided);
  const start = locked.items + 1; // the entries are numbered behind their submission: placed, they bring the counter to the last of them
  tx.write(addSubmission, [record, start, submission.uid, call.at, depositorOf(call), pack(submissionBody(submission))]);
  const entries: RegisteredEntry[] = [];
  const faces: PlacedRow[] = [];
  const replacing = new Map<number, Existing>();
  for (const [index, document] of decided.entries()) {
    const n = start + 1 + index;
    const target =
      document.replaces === undefined
        ? undefined
        : replaceable(known.find(isTarget(record, document.replaces)), replacing, document, call);
    faces.push(insert(tx, call, document, { n, submissionN: start, ...(target === undefined ? {} : { replaces: target.n }) }));
    if (target !== undefined) {
      replacing.set(target.n, target);
      tx.write(supersede, [record, target.n, n]);
    }
    const { title, uniqueId } = document.facts;
    entries.push({ id: itemId(record, n), title, uniqueId });
  }
  if (replacing.size > 0) {
    const bodies = await fhir.bodies(tx, record, [...replacing.keys()]);
    for (const target of replacing.values()) faces.push(superseded(call, record, target, bodies.get(target.n) ?? ''));
  }
  await fhir.place(tx, call, record, faces);
  return { record, submission: itemId(record, start), entries, replayed: false };
}

async function replayed(
  tx: Tx,
  record: RecordId,
  before: NonNullable<Known['before']>,
  decided: readonly Decided[],
  depositor: string,
): Promise<Registered> {
  type Row = KeptRow & { readonly n: number; readonly unique_id: string; readonly sha256: Buffer };
  const rows = await tx.query<Row>(ofSubmission, [record, before.n]);
  const same =
    before.depositor === depositor &&
    rows.length === decided.length &&
    decided.every(
      ({ facts, sha256 }, index) => rows[index]?.unique_id === facts.uniqueId && rows[index].sha256.toString('hex') === sha256,
    );
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

function isTarget(record: RecordId, target: NonNullable<Decided['replaces']>): (row: Existing) => boolean {
  return 'n' in target ? (row) => row.n === target.n && target.record === record : (row) => row.unique_id === target.uniqueId;
}

function refuseDuplicates(known: readonly Existing[], decided: readonly Decided[]): void {
  const seen = new Set<string>();
  for (const { facts, sha256, at } of decided) {
    const before = known.find((row) => row.unique_id === facts.uniqueId);
    if (before === undefined && !seen.has(facts.uniqueId)) {
      seen.add(facts.uniqueId);
      continue;
    }
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

/** `replacing` holds what this very submission replaces already. */
function replaceable(
  target: Existing | undefined,
  replacing: ReadonlyMap<number, Existing>,
  { at, facts }: Decided,
  call: Call,
): Existing {
  const place = `${at}.relatesTo`;
  if (target === undefined) {
    throw refused(
      'replaces-unknown',
      'Le document à remplacer n’est pas dans ce dossier.',
      'The document to replace is not in this record.',
      place,
    );
  }
  if (target.replaced_by !== null || replacing.has(target.n)) {
    throw refused(
      'replaces-superseded',
      'Ce document a déjà été remplacé.',
      'That document has already been replaced.',
      place,
      'ITI TF-3 4.2.2.2',
    );
  }
  const authors = new Set(facts.authors.map((author) => author.id));
  if (target.depositor !== depositorOf(call) && !target.author_ids.some((id) => authors.has(id))) {
    throw refused(
      'replaces-not-yours',
      'Seul l’auteur du document, ou le logiciel qui l’a déposé, peut le remplacer.',
      'Only the document’s author, or the software that deposited it, may replace it.',
      place,
    );
  }
  return target;
}

function insert(
  tx: Tx,
  call: Call,
  document: Decided & { blob: string },
  place: { n: number; submissionN: number; replaces?: number },
): PlacedRow {
  const { facts, identity, hiddenFromProfessionals, hiddenFromPatient, date } = document;
  const { n, submissionN, replaces } = place;
  const state = {
    record: identity.record,
    n,
    version: 1,
    status: 'current' as const,
    date,
    updatedAt: call.at,
    hiddenFromProfessionals,
    hiddenFromPatient,
    ...(replaces === undefined ? {} : { replaces }),
  };
  const depositor = depositorOf(call);
  const authorIds = facts.authors.flatMap((author) => author.id ?? []);
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
    document.blob,
    kept.title,
    facts.mediaType,
    Buffer.from(facts.sha256, 'hex'),
    kept.facts,
  ]);
  const id = itemId(identity.record, n);
  return placedRow(describe(state, facts, document.submitted), { ...state, id, depositor, authorIds });
}

function superseded(call: Call, record: RecordId, target: Existing, body: string): PlacedRow {
  const state = {
    record,
    n: target.n,
    version: target.version + 1,
    status: 'superseded' as const,
    date: call.at,
    updatedAt: call.at,
    hiddenFromProfessionals: target.hidden_from_professionals,
    hiddenFromPatient: target.hidden_from_patient,
  };
  const { depositor, author_ids: authorIds } = target;
  return placedRow(describedAnew(body, state), { ...state, id: itemId(record, target.n), depositor, authorIds });
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
