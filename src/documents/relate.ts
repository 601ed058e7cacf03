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

/** `replacing` holds what this very submission replaces already. */
export function replaceable(
  target: Existing | undefined,
  replacing: ReadonlyMap<number, unknown>,
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
  if (!mayRelate(call, target, facts)) {
    throw refused(
      'replaces-not-yours',
      'Seul l’auteur du document, ou le logiciel qui l’a déposé, peut le remplacer.',
      'Only the document’s author, or the software that deposited it, may replace it.',
      place,
    );
  }
  if (target.withdrawn) {
    throw refused(
      'replaces-withdrawn',
      'Ce document a été retiré : il ne peut plus être remplacé.',
      'That document was withdrawn: it can no longer be replaced.',
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
  return target;
}

/** An addendum completes what is in force; `replaced` is what this very submission replaces. */
export function appendable(
  target: Existing | undefined,
  replaced: ReadonlySet<number>,
  { at, facts }: Decided,
  call: Call,
): Existing {
  const place = `${at}.relatesTo`;
  if (target === undefined) {
    throw refused(
      'appends-unknown',
      'Le document à compléter n’est pas dans ce dossier.',
      'The document to complete is not in this record.',
      place,
    );
  }
  if (!mayRelate(call, target, facts)) {
    throw refused(
      'appends-not-yours',
      'Seul l’auteur du document, ou le logiciel qui l’a déposé, peut y joindre un complément.',
      'Only the document’s author, or the software that deposited it, may append to it.',
      place,
    );
  }
  if (target.withdrawn) {
    throw refused(
      'appends-withdrawn',
      'Ce document a été retiré : il ne peut plus être complété.',
      'That document was withdrawn: it can no longer be completed.',
      place,
    );
  }
  if (!isCurrent(target) || replaced.has(target.n)) {
    throw refused(
      'appends-superseded',
      'Ce document n’est plus en vigueur : un complément se joint à sa version actuelle.',
      'That document is no longer in force: an addendum goes with its current version.',
      place,
      'ITI TF-3 4.2.2.2',
    );
  }
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
