import type { Call, RecordId } from '#kernel';
import type { Decided } from './decide.ts';
import { isCurrent } from './life/change.ts';
import { depositorOf } from './life/maker.ts';
import type { Existing } from './lookUp.ts';
import { refused, type Target } from './received.ts';

/** Which document of the record is meant; undefined when it is not there, as one of another record never is. */
export function targetOf(known: readonly Existing[], record: RecordId, target: Target): Existing | undefined {
  const is = (row: Existing) =>
    'n' in target ? row.n === target.n && target.record === record : row.unique_id === target.uniqueId;
  return known.find(is);
}

/** What is said when a document cannot be the target: French and English. */
type Said = readonly [fr: string, en: string];
const replacesSaid = {
  unknown: ['Le document à remplacer n’est pas dans ce dossier.', 'The document to replace is not in this record.'],
  'not-yours': [
    'Seul l’auteur du document, ou le logiciel qui l’a déposé, peut le remplacer.',
    'Only the document’s author, or the software that deposited it, may replace it.',
  ],
  withdrawn: [
    'Ce document a été retiré : il ne peut plus être remplacé.',
    'That document was withdrawn: it can no longer be replaced.',
  ],
  superseded: ['Ce document a déjà été remplacé.', 'That document has already been replaced.'],
} as const satisfies Readonly<Record<string, Said>>;
const appendsSaid = {
  unknown: ['Le document à compléter n’est pas dans ce dossier.', 'The document to complete is not in this record.'],
  'not-yours': [
    'Seul l’auteur du document, ou le logiciel qui l’a déposé, peut y joindre un complément.',
    'Only the document’s author, or the software that deposited it, may append to it.',
  ],
  withdrawn: [
    'Ce document a été retiré : il ne peut plus être complété.',
    'That document was withdrawn: it can no longer be completed.',
  ],
  superseded: [
    'Ce document n’est plus en vigueur : un complément se joint à sa version actuelle.',
    'That document is no longer in force: an addendum goes with its current version.',
  ],
} as const satisfies Readonly<Record<keyof typeof replacesSaid, Said>>;

/** `replacing` holds what this very submission replaces already. Refuses `documents.replaces-…`. */
export function replaceable(
  target: Existing | undefined,
  replacing: ReadonlyMap<number, unknown>,
  document: Decided,
  call: Call,
): Existing {
  const isOver = (row: Existing): boolean => row.replaced_by !== null || replacing.has(row.n);
  return related(target, document, call, { relation: 'replaces', said: replacesSaid, isOver });
}

/** An addendum completes what is in force; `replaced` is what this very submission replaces. Refuses `documents.appends-…`. */
export function appendable(target: Existing | undefined, replaced: ReadonlySet<number>, document: Decided, call: Call): Existing {
  const isOver = (row: Existing): boolean => !isCurrent(row) || replaced.has(row.n);
  return related(target, document, call, { relation: 'appends', said: appendsSaid, isOver });
}

interface Relation {
  readonly relation: 'replaces' | 'appends';
  readonly said: Readonly<Record<keyof typeof replacesSaid, Said>>;
  readonly isOver: (target: Existing) => boolean;
}

/** Whose it is comes before what became of it: that is told to its makers only. */
function related(
  target: Existing | undefined,
  { at, facts }: Decided,
  call: Call,
  { relation, said, isOver }: Relation,
): Existing {
  const refusal = (why: keyof typeof said, source?: string) => {
    const [fr, en] = said[why];
    return refused(`${relation}-${why}`, fr, en, `${at}.relatesTo`, source);
  };
  if (target === undefined) throw refusal('unknown');
  if (!mayRelate(call, target, facts)) throw refusal('not-yours');
  if (target.withdrawn) throw refusal('withdrawn');
  if (isOver(target)) throw refusal('superseded', 'ITI TF-3 4.2.2.2');
  return target;
}

/** It comes from who deposited the other, or an author of the one is an author of the other. */
function mayRelate(call: Call, target: Existing, { authors }: Decided['facts']): boolean {
  const now = new Set(authors.map((author) => author.id));
  return target.depositor === depositorOf(call) || target.author_ids.some((id) => now.has(id));
}

/** What an addendum in force completes, for its next version; `replaced` is what this very submission replaces. */
export function completedBy(addendum: Existing | undefined, replaced: ReadonlySet<number>): number | undefined {
  if (addendum === undefined || addendum.appends === null || !isCurrent(addendum)) return undefined;
  return replaced.has(addendum.appends) ? undefined : addendum.appends;
}
