import type { RecordId } from '#kernel';
import { uuidNamed } from './life/identifiers.ts';
import { refused } from './received.ts';

/** What makes a publication the same one when it is asked for again: a double click, an answer that was lost. */
export interface Once {
  /** A UUID in lower case, which the client made for one filled form. */
  readonly key: string;
  /** SHA-256 of all that was asked, 64 hexadecimal digits. */
  readonly asked: string;
}

/** The identifiers of one publication, UUIDs without `urn:uuid:`. */
export interface PublicationIds {
  readonly submission: string;
  readonly document: string;
  readonly set: string;
}

/**
 * The identifiers of what an author publishes into a record. They follow from the author, the record and the key, so that the walk of the deposit
 * meets, under the record's lock, what the same form has published already; another author's key, or another record, gives others. That of the set
 * follows from what was asked too: by it the walk tells the same form from another one under the same key. Without a key they are random.
 */
export function idsOf(author: string, record: RecordId, once: Once | undefined): PublicationIds {
  if (once === undefined) return { submission: crypto.randomUUID(), document: crypto.randomUUID(), set: crypto.randomUUID() };
  const name = `documents/publication/${author}/${record}/${once.key}`;
  return {
    submission: uuidNamed(`${name}/submission`),
    document: uuidNamed(`${name}/document`),
    set: uuidNamed(`${name}/set/${once.asked}`),
  };
}

export function publishedOtherwise() {
  return refused(
    'published-otherwise',
    'Ce formulaire a déjà publié un document dans ce dossier, avec un autre contenu. Regardez dans la chronologie avant d’en publier un autre.',
    'This form has already published a document in this record, with another content. Look at the chronology before you publish another.',
    'key',
  );
}
