import { type Delimiter, Delimiters } from './delimiters.ts';
import { fileNameOf } from './fileName.ts';
import { firstValue, type Head, readHead } from './head.ts';
import { mostBoundary, mostDepth, mostParts } from './limits.ts';
import { Lines } from './lines.ts';
import { readParameters, type Structured, structured } from './parameters.ts';
import type { MimePart } from './parsed.ts';

/** A part with what the lists of IMAP need of it. */
export interface Entity extends MimePart {
  readonly head: Head;
  /** As written; undefined where there is none or it cannot be one. */
  readonly typed: Structured | undefined;
  readonly disposed: Structured | undefined;
  /** Line ends in the body; of text and of a message. */
  readonly lines: number;
  /** `message`: {@link MimePart.parts} holds the root of the message in it. */
  readonly form: 'leaf' | 'multipart' | 'message';
  readonly parts: readonly Entity[];
}

interface Reading {
  readonly bytes: Buffer;
  readonly delimiters: Delimiters;
  readonly lines: Lines;
  count: number;
  cut: boolean;
}

interface Ended {
  readonly entity: Entity;
  readonly by: Delimiter;
}

/** Where a part stands: its number, or what the numbers of a message's parts begin with. */
interface Place {
  readonly prefix: string;
  /** The root of a message: it takes a number only where it is no multipart. */
  readonly root: boolean;
  readonly depth: number;
  readonly inDigest: boolean;
}

/**
 * Reads the tree of parts in one pass over the bytes (RFC 2046). Every message has one: what breaks the rules is read as far as it goes.
 * `cut`: more parts, fields or levels were there than are read.
 */
export function readTree(bytes: Buffer): { readonly root: Entity; readonly cut: boolean } {
  const reading: Reading = { bytes, delimiters: new Delimiters(bytes), lines: new Lines(bytes), count: 0, cut: false };
  const { entity } = readEntity(reading, 0, { prefix: '', root: true, depth: 0, inDigest: false });
  return { root: entity, cut: reading.cut };
}

function readEntity(reading: Reading, from: number, place: Place): Ended {
  const { bytes, delimiters } = reading;
  reading.count += 1;
  const head = readHead(bytes, from, (line) => delimiters.at(line) !== undefined);
  if (head.cut) reading.cut = true;
  const typed = typeOf(firstValue(bytes, head, 'content-type'));
  const type = typed?.value ?? (place.inDigest ? 'message/rfc822' : 'text/plain');
  const boundary = type.startsWith('multipart/') ? boundaryOf(typed) : undefined;
  const wantsChildren = boundary !== undefined || type === 'message/rfc822';
  const deep = wantsChildren && (place.depth >= mostDepth || reading.count >= mostParts);
  if (deep) reading.cut = true;
  const multipart = boundary !== undefined && !deep;
  const section = place.root && !multipart ? `${place.prefix === '' ? '' : `${place.prefix}.`}1` : place.prefix;
  const made = { from, head, typed, type: deep || broken(type, boundary) ? fallback(deep) : type, section };
  if (multipart) return readMultipart(reading, made, boundary, place);
  if (type === 'message/rfc822' && !deep) return readNested(reading, made, place);
  const by = delimiters.next(head.bodyFrom);
  const bodyTo = Math.max(head.bodyFrom, by.contentTo);
  const isText = made.type.startsWith('text/');
  const lines = isText ? reading.lines.since(reading.lines.from(head.bodyFrom), bodyTo) : 0;
  return { entity: entityOf(bytes, made, { bodyTo, lines, form: 'leaf', parts: [] }), by };
}

/** Without a boundary a multipart has no parts: it is plain text, as an unreadable type is (RFC 2045 §5.2). */
const broken = (type: string, boundary: string | undefined): boolean => type.startsWith('multipart/') && boundary === undefined;
const fallback = (deep: boolean): string => (deep ? 'application/octet-stream' : 'text/plain');

interface Made {
  readonly from: number;
  readonly head: Head;
  readonly typed: Structured | undefined;
  readonly type: string;
  readonly section: string;
}

function readMultipart(reading: Reading, made: Made, boundary: string, place: Place): Ended {
  const { delimiters } = reading;
  const level = delimiters.push(boundary);
  const parts: Entity[] = [];
  let by = delimiters.next(made.head.bodyFrom);
  const prefix = made.section === '' ? '' : `${made.section}.`;
  const inDigest = made.type === 'multipart/digest';
  while (by.level === level && !by.closing) {
    if (reading.count >= mostParts) {
      reading.cut = true;
      by = delimiters.next(by.after);
      continue;
    }
    const child = readEntity(reading, by.after, {
      prefix: `${prefix}${parts.length + 1}`,
      root: false,
      depth: place.depth + 1,
      inDigest,
    });
    parts.push(child.entity);
    by = child.by;
  }
  const closed = by.level === level;
  delimiters.pop();
  if (closed) by = delimiters.next(by.after);
  const bodyTo = Math.max(made.head.bodyFrom, by.contentTo, parts.at(-1)?.bodyTo ?? 0);
  if (parts.length === 0) parts.push(nothing(`${prefix}1`, bodyTo));
  return { entity: entityOf(reading.bytes, made, { bodyTo, lines: 0, form: 'multipart', parts }), by };
}

function readNested(reading: Reading, made: Made, place: Place): Ended {
  const { bytes, delimiters, lines } = reading;
  const mark = lines.from(made.head.bodyFrom);
  const encoding = encodingOf(bytes, made.head);
  // RFC 2046 §5.2.1 forbids to encode it; where somebody did, there is no header to read, and the client decodes the whole.
  const encoded = encoding === 'base64' || encoding === 'quoted-printable';
  const nested = encoded
    ? { entity: undefined, by: delimiters.next(made.head.bodyFrom) }
    : readEntity(reading, made.head.bodyFrom, { prefix: made.section, root: true, depth: place.depth + 1, inDigest: false });
  const bodyTo = Math.max(made.head.bodyFrom, nested.by.contentTo, nested.entity?.bodyTo ?? 0);
  const root = nested.entity ?? nothing(`${made.section}.1`, made.head.bodyFrom);
  const counted = lines.since(mark, bodyTo);
  return { entity: entityOf(bytes, made, { bodyTo, lines: counted, form: 'message', parts: [root] }), by: nested.by };
}

/** The grammar of BODYSTRUCTURE has no multipart without a part (RFC 3501 `body-type-mpart`): an empty one stands for it. */
function nothing(section: string, at: number): Entity {
  const head: Head = { fields: [], bodyFrom: at, cut: false };
  const made: Made = { from: at, head, typed: undefined, type: 'text/plain', section };
  return entityOf(Buffer.alloc(0), made, { bodyTo: at, lines: 0, form: 'leaf', parts: [] });
}

function entityOf(
  bytes: Buffer,
  made: Made,
  rest: { readonly bodyTo: number; readonly lines: number; readonly form: Entity['form']; readonly parts: readonly Entity[] },
): Entity {
  const { head, typed } = made;
  const disposition = firstValue(bytes, head, 'content-disposition');
  const disposed = disposition === undefined ? undefined : structured(disposition);
  const parameters = typed === undefined ? {} : readParameters(typed.parameters);
  return {
    section: made.section,
    type: made.type,
    parameters,
    disposition: disposed === undefined || disposed.value === '' ? undefined : disposed.value,
    fileName: fileNameOf(disposed === undefined ? {} : readParameters(disposed.parameters), parameters),
    encoding: encodingOf(bytes, head),
    contentId: firstValue(bytes, head, 'content-id'),
    headerFrom: made.from,
    bodyFrom: head.bodyFrom,
    head,
    typed,
    disposed,
    ...rest,
  };
}

function encodingOf(bytes: Buffer, head: Head): string {
  const said = structured(firstValue(bytes, head, 'content-transfer-encoding') ?? '').value;
  return said === '' || said.length > 40 ? '7bit' : said;
}

/** RFC 2045 §5.1; anything else is no type. */
function typeOf(value: string | undefined): Structured | undefined {
  if (value === undefined) return undefined;
  const read = structured(value);
  return /^[!#-'*+\-.0-9A-Z^-~]+\/[!#-'*+\-.0-9A-Z^-~]+$/i.test(read.value) ? read : undefined;
}

function boundaryOf(typed: Structured | undefined): string | undefined {
  const written = typed?.parameters.find(([name]) => name === 'boundary')?.[1];
  const boundary = written ?? readParameters(typed?.parameters ?? []).boundary;
  return boundary === undefined || boundary === '' || boundary.length > mostBoundary ? undefined : latin1(boundary).trimEnd();
}

/** Lines are compared as bytes. */
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
