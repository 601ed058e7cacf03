import { setImmediate as yielded } from 'node:timers/promises';
import type { Validator } from '#fhir';
import { type Call, hexOfRecordId, itemId, type RecordId, Refusal } from '#kernel';
import { readingXml, type XmlDocument } from '#xml';
import type { Desk } from '../desk.ts';
import { type Drawn, draw, drewNothing, factsForm, impliedBy, inTurns, keepFacts } from '../facts/index.ts';
import type { Texts } from '../text/index.ts';
import { bytesOfEntry } from './afterwards.sql.ts';

export interface AfterwardsDesk extends Desk {
  readonly texts: Texts;
  readonly validator: Pick<Validator, 'validate'>;
}

interface Row {
  readonly blob: string;
  readonly media_type: string;
  readonly deposited_at: Date;
}

/**
 * A document has some thousands of tags, the largest of the CI-SIS examples 10,400 (ends counted too), and some tens of thousands of nodes
 * (elements, attributes, texts): what has more is not looked into, for the memory of its tree; it is read in turns with those who wait.
 */
export const mostTags = 100_000;
const mostNodes = 400_000;

const platform = { kind: 'operator', id: 'socle', name: 'Socle' } as const;

/** A document as it was read: what its words are indexed from. */
export interface ReadDocument {
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** Absent for what is no XML. */
  readonly tree?: XmlDocument | 'unreadable';
  /** It is a file inside a CDA, and nothing else. */
  readonly wrapped: boolean;
}

/**
 * Understands one document after its deposit: its bytes are read once and, when they are XML, made a tree once; from that its facts are drawn
 * and kept (`../facts`). The same document again comes to the same and writes nothing anew. What a document holds never makes this fail, only
 * the database does. Gives what was read; undefined for a document that is not there any more, or whose bytes are not.
 */
export async function understand(
  desk: AfterwardsDesk,
  record: RecordId,
  n: number,
  now: Date,
): Promise<ReadDocument | undefined> {
  const [row] = await desk.store.query<Row>(bytesOfEntry, [record, n]);
  if (row === undefined) return undefined;
  const { blob, media_type: mediaType, deposited_at: at } = row;
  const key = await desk.store.records.key(desk.store, record);
  const call: Call = { actor: platform, at: now, requestId: `document ${itemId(record, n)}` };
  const bytes = await desk.store.blobs.get(record, key, blob).catch(unlessGone);
  if (bytes === undefined) {
    await keepFacts(desk, call, record, n, drewNothing('unreadable'));
    return undefined;
  }
  const tree = mediaType.endsWith('xml') ? await treeOf(bytes) : undefined;
  await yielded(); // others wait for this thread
  const drawn = await drawnFrom(desk, tree, { record, n, at });
  await yielded();
  await keep(desk, call, record, n, drawn);
  const wrapped = impliedBy(drawn) === 'wrapped';
  return { bytes, mediaType, wrapped, ...(tree === undefined ? {} : { tree: typeof tree === 'string' ? 'unreadable' : tree }) };
}

/** Its words (`../text`); the PDFs in it are read in a process of their own, which takes its time. */
export async function indexWords(
  { texts }: AfterwardsDesk,
  record: RecordId,
  n: number,
  read: ReadDocument | undefined,
): Promise<void> {
  if (read === undefined) return;
  const { bytes, mediaType, tree, wrapped } = read;
  await texts.index(record, n, bytes, mediaType, {
    facts: { form: factsForm, wrapped },
    ...(tree === undefined ? {} : { tree }),
  });
}

/** What cannot be kept, tried twice, is a defect of Socle: it is counted, and neither other documents nor this one's words wait for it. */
async function keep(desk: AfterwardsDesk, call: Call, record: RecordId, n: number, drawn: Drawn): Promise<void> {
  let fault: unknown;
  for (const attempt of [drawn, drawn, drewNothing('failed')]) {
    try {
      return await keepFacts(desk, call, record, n, attempt);
    } catch (error) {
      if (isOutage(error)) throw error;
      fault = error;
    }
  }
  throw fault;
}

/** What passes by itself is waited for; anything else would be the same the next time. */
export const isOutage = (error: unknown): boolean => error instanceof Refusal && error.code === 'store.unavailable';

/** A file that is gone, or was changed, stays so. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof Refusal) || isOutage(error)) throw error;
}

async function treeOf(bytes: Buffer): Promise<XmlDocument | 'unreadable' | 'too-large'> {
  if (tagsIn(bytes) > mostTags) return 'too-large';
  try {
    return await inTurns(readingXml(bytes, mostNodes));
  } catch (error) {
    if (error instanceof Refusal) return error.code === 'xml.too-large' ? 'too-large' : 'unreadable';
    throw error;
  }
}

/** Counts `<`, up to just beyond what is allowed; in UTF-16 too, where it is the same byte beside a zero. */
function tagsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x3c); at >= 0 && count <= mostTags; at = bytes.indexOf(0x3c, at + 1)) count++;
  return count;
}

/** `recorded` is when the document came: the same each time it is understood. */
async function drawnFrom(
  desk: AfterwardsDesk,
  tree: XmlDocument | 'unreadable' | 'too-large' | undefined,
  { record, n, at }: { readonly record: RecordId; readonly n: number; readonly at: Date },
): Promise<Drawn> {
  if (tree === undefined) return drewNothing('nothing');
  if (typeof tree === 'string') return drewNothing(tree);
  const context = { documentId: itemId(record, n), patient: `Patient/${hexOfRecordId(record)}`, at: at.toISOString() };
  return draw(tree, context, desk.validator);
}
