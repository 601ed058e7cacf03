import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { placesOf } from './placing.ts';
import { stemBytes, vocabularyOf } from './vocabulary.ts';
import { type Word, wordsOf } from './words.ts';

/**
 * The searchable form of one document: three buffers, kept in one row of a table of the record, as titles, authors and resources are.
 * Nothing in it says more than the document does, none of it stands in an index over several records, and it goes with its document. It is
 * not sealed with the record's key as the document's bytes are: PostgreSQL's rows are protected as the rest of the record's tables.
 */
export interface Form {
  /** The words there are: in two bytes how long the next part is; the stems of labels; all words (`vocabulary.ts`). */
  readonly words: Buffer;
  /** Where each word stands: `placing.ts`. */
  readonly places: Buffer;
  /** The text, deflated: for the words around what was found. */
  readonly body: Buffer;
}

/** The version of all that decides of a form: words, stems, encoding. A document of another version is indexed again. */
export const formVersion = 1;

/** A piece of a document's text. `label`: a title, a type, an author, for which the document counts as more about the word. */
export interface Part {
  readonly kind: 'label' | 'text';
  readonly text: string;
}

export const limits = { characters: 1_000_000, labelBytes: 60_000 } as const;

/** Blank lines and runs of blanks say nothing: one line a part, a table's row or a paragraph. */
const tidy = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\S\n\u00A0\u2009\u202F]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();

/** Makes the form of a document. `cut`: the text beyond 1,000,000 characters is not in it. An empty text has a form too. */
export function indexOf(parts: readonly Part[]): Form & { readonly cut: boolean; readonly characters: number } {
  const labels = new Set<string>();
  const single: Word[] = [];
  const joined: Word[] = [];
  let text = '';
  let cut = false;
  for (const part of parts) {
    // Twice the limit before blanks are taken away: nobody waits for the rest.
    const piece = tidy(part.text.slice(0, 2 * limits.characters));
    if (piece === '') continue;
    if (text.length + piece.length > limits.characters || part.text.length > 2 * limits.characters) cut = true;
    const kept = piece.slice(0, limits.characters - text.length).toWellFormed();
    if (kept === '') break;
    const at = text.length;
    const found = wordsOf(kept);
    for (const word of found.single) single.push({ ...word, start: word.start + at, end: word.end + at });
    for (const word of found.joined) joined.push({ ...word, start: word.start + at, end: word.end + at });
    if (part.kind === 'label') for (const word of [...found.single, ...found.joined]) labels.add(word.stem);
    text += `${kept}\n`;
  }
  const vocabulary = vocabularyOf([...single, ...joined]);
  return {
    words: Buffer.concat([...labelled(labels), vocabulary.bytes]),
    places: placesOf(single, joined, vocabulary),
    body: deflateRawSync(text),
    cut,
    characters: text.length,
  };
}

export const textOfForm = (body: Uint8Array): string => inflateRawSync(body).toString();

function labelled(labels: ReadonlySet<string>): readonly Buffer[] {
  const bytes = Buffer.concat([...labels].map(stemBytes)).subarray(0, limits.labelBytes);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(bytes.length);
  return [length, bytes];
}
