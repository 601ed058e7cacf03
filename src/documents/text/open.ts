import type { RecordId } from '#kernel';
import type { Permit } from '#rights';
import type { Store } from '#store';
import type { Facts } from '../check.ts';
import { type KeptRow, titleOf } from '../entry.ts';
import { unpack } from '../packed.ts';
import { type FoundNumbers, type FoundTexts, findNumbers, findTexts } from './find.ts';
import { formVersion, indexOf, type Part } from './form.ts';
import { partsOf, type Readable, type Tree } from './partsOf.ts';
import { openPdfReader, type PdfReader } from './pdf.ts';
import { labelsOfEntry, putText } from './text.sql.ts';

/** What was done with a document before its words are read. */
export interface AlreadyRead {
  /** Its bytes as XML. */
  readonly tree?: Tree;
  /** In which form its facts were drawn, and whether it wraps a file: kept beside the words, for most documents have nothing else that says so. */
  readonly facts?: { readonly form: number; readonly wrapped: boolean };
}

/** The words of documents, within one record at a time. */
export interface Texts {
  /**
   * Reads a document's words and keeps them; again and again with the same result. For a job: what the deposit answers does not wait for it.
   * `gone`: the record has no such document (any more), and nothing was kept. Never refuses a document for what it holds.
   */
  index(
    record: RecordId,
    n: number,
    bytes: Uint8Array,
    mediaType: string,
    read?: AlreadyRead,
  ): Promise<Readable['state'] | 'gone'>;
  /** See `find.ts`. The caller decides and traces. */
  find(
    permit: Permit,
    typed: string,
    limit?: number,
    from?: number,
    choose?: (numbers: readonly number[]) => readonly number[],
  ): Promise<FoundTexts | undefined>;
  numbers(permit: Permit, typed: readonly string[]): Promise<FoundNumbers | undefined>;
  close(): Promise<void>;
}

export interface TextsNeed {
  readonly store: Pick<Store, 'query'>;
  readonly now?: () => Date;
  readonly pdfs?: PdfReader;
}

export function openTexts({ store, now = () => new Date(), pdfs = openPdfReader() }: TextsNeed): Texts {
  return {
    async index(record, n, bytes, mediaType, { tree, facts } = {}) {
      const [entry] = await store.query<KeptRow>(labelsOfEntry, [record, n]);
      if (entry === undefined) return 'gone';
      const { parts, state } = await partsOf(bytes, mediaType, pdfs, tree);
      const { words, places, body, cut } = indexOf(unlike([...labelsOf(entry), ...parts]));
      const said = cut && state === 'whole' ? 'cut' : state;
      const kept = await store.query(putText, [
        record,
        n,
        formVersion,
        said,
        now(),
        words,
        places,
        body,
        facts?.form ?? null,
        facts?.wrapped ?? null,
      ]);
      return kept.length === 0 ? 'gone' : said;
    },
    find: (permit, typed, limit = 20, from = 0, choose) => findTexts(store, permit, typed, limit, from, choose),
    numbers: (permit, typed) => findNumbers(store, permit, typed),
    close: () => pdfs.close(),
  };
}

/** What the registry calls it: its list shows these words, so they must find it. */
function labelsOf(row: KeptRow): readonly Part[] {
  const { type, class: of, authors } = JSON.parse(unpack(row.facts)) as Partial<Facts>;
  const said = [
    titleOf(row),
    type?.display,
    of?.display,
    ...(authors ?? []).flatMap(({ name, structure }) => [name, structure?.name]),
  ];
  return said.flatMap((text) => (text === undefined || text === '' ? [] : [{ kind: 'label' as const, text }]));
}

/** The header repeats the registry: each label once. */
function unlike(parts: readonly Part[]): readonly Part[] {
  const labels = new Set<string>();
  return parts.filter(({ kind, text }) => {
    if (kind === 'text') return true;
    const known = labels.has(text);
    labels.add(text);
    return !known;
  });
}
