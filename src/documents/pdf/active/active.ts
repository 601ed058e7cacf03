import { inflateSync } from 'node:zlib';

/**
 * What a PDF could do besides being read. `Encrypt` and `Unread`: parts that could not be looked into, so that nothing is known of them.
 */
export const activeKinds = [
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'RichMedia',
  'Rendition',
  'SubmitForm',
  'ImportData',
  'XFA',
  'Encrypt',
  'Unread',
] as const;
export type ActiveKind = (typeof activeKinds)[number];

/** In bytes, of all object streams of one file once inflated. */
const inflatedAtMost = 16 * 1024 * 1024;
/** Compressed streams that are looked into; a file of 300 pages has some thousand. */
const streamsAtMost = 2_000;

const kindOf: Readonly<Record<string, ActiveKind>> = {
  JavaScript: 'JavaScript',
  Launch: 'Launch',
  EmbeddedFile: 'EmbeddedFile',
  EmbeddedFiles: 'EmbeddedFile',
  RichMedia: 'RichMedia',
  Rendition: 'Rendition',
  SubmitForm: 'SubmitForm',
  ImportData: 'ImportData',
  XFA: 'XFA',
};

/**
 * Which kinds of active content a PDF has, in the order of {@link activeKinds}; empty for nearly all. Reads the names of its dictionaries,
 * escaped ones too (`/J#61vaScript`), in the open and in compressed object streams.
 *
 * Does not parse the file: a name counts wherever it stands, so that no broken structure hides it; a text that quotes one is flagged too.
 * Does not open encrypted files, nor object streams packed in another way than deflate: says `Encrypt` and `Unread`.
 * A link to an address is no active content. Never throws. Source: ISO 32000-1 §7.3.5, §7.5.7, §12.6.4, §12.7.8.
 */
export function activeContentOf(bytes: Uint8Array): readonly ActiveKind[] {
  const found = new Set<ActiveKind>();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  collect(text, found);
  let left = inflatedAtMost;
  let streams = 0;
  for (const { index, 0: keyword } of text.matchAll(/\bstream(?:\r\n|\n|\r)/g)) {
    const packed = buffer.subarray(index + keyword.length);
    if (isDeflated(packed) && ++streams > streamsAtMost) {
      found.add('Unread');
      break;
    }
    const plain = beginsAsObjects(packed) ? inflated(packed, left) : isPackedOtherwise(text, index) ? undefined : '';
    if (plain === undefined) found.add(/\/Encrypt\b/.test(text) ? 'Encrypt' : 'Unread');
    else collect(plain, found);
    left -= plain?.length ?? 0;
  }
  return activeKinds.filter((kind) => found.has(kind));
}

/** Only names that could be one of those: few of the many in a file, and of the bytes of an image that look like one. */
const names = /\/([JLERSIX#][A-Za-z0-9#]{2,60})/g;

function collect(text: string, found: Set<ActiveKind>): void {
  for (const [, name = ''] of text.matchAll(names)) {
    const kind = kindOf[unescaped(name)];
    if (kind !== undefined) found.add(kind);
  }
}

const unescaped = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** By the two bytes that begin such data (RFC 1950 §2.2). */
const isDeflated = (packed: Buffer): boolean =>
  packed.length > 2 && ((packed[0] ?? 0) & 0x0f) === 8 && packed.readUInt16BE(0) % 31 === 0;

/** Z_SYNC_FLUSH: gives what there is of data that are cut. */
const cut = 2;

/** An object stream begins with the numbers and places of its objects, whatever the dictionary before it says or hides. */
function beginsAsObjects(packed: Buffer): boolean {
  if (!isDeflated(packed)) return false;
  try {
    return /^[\0\s]*(?:%|\d+[\0\s])/.test(inflateSync(packed.subarray(0, 128), { finishFlush: cut }).toString('latin1', 0, 100));
  } catch {
    return false;
  }
}

/** The deflated data end by themselves: a length that lies keeps nothing hidden. Undefined when they are broken or beyond the bound. */
function inflated(packed: Buffer, most: number): string | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(most, 1), finishFlush: cut }).toString('latin1');
  } catch {
    return undefined;
  }
}

/** As long as the dictionary of a stream is at most; those of object streams have some hundred characters. */
const dictionaryAtMost = 4_000;

/** Whether an object stream, known by what a reader needs of it (`/N` and `/First`), has a filter that cannot be undone here. */
function isPackedOtherwise(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - dictionaryAtMost), at);
  const dictionary = unescaped(before.slice(Math.max(0, before.lastIndexOf('endobj'))));
  return /\/First\b/.test(dictionary) && /\/N\b/.test(dictionary) && /\/Filter\b/.test(dictionary);
}
