import { createLocalJWKSet, flattenedVerify } from 'jose';
import { isRecordId } from '#kernel';
import { type Head, lineHash } from '../chain.ts';
import { proves } from '../checkpoint/prove.ts';
import { checkpointType, readWords } from '../checkpoint/words.ts';
import { parseLine, type TraceLine } from '../line.ts';
import { type PublishedKeys, signedWords } from '../signing.ts';
import { type ExportedLine, type ExportWords, exportType } from './words.ts';

/**
 * What is wrong with an export: its signature (`signature`), a line whose text is not the one that its chain was made of (`changed`), lines
 * taken out (`missing`), lines that stand in another order (`order`), its end (`cut`), the proof of the checkpoint (`checkpoint`).
 */
export interface ExportFault {
  readonly kind: 'signature' | 'changed' | 'missing' | 'order' | 'cut' | 'checkpoint';
  readonly seq?: number;
}

/** What was found about an export. */
export interface ExportVerdict {
  readonly words: ExportWords;
  /** The key that signed it, by its thumbprint. */
  readonly signedBy: string;
  readonly shown: readonly TraceLine[];
  readonly withheld: number;
  /** The checkpoint that vouches for lines `from` to `to`: back to where a line is withheld. */
  readonly checkpoint?: { readonly n: number; readonly at: string; readonly from: number; readonly to: number };
  readonly faults: readonly ExportFault[];
}

/**
 * Verifies an export by itself: no database, no network. With `keys`, those that its server publishes; without them with the keys inside, which
 * tells that nothing was changed since somebody signed it, and not who. Undefined when the text is no export at all.
 */
export async function checkExport(text: string, keys?: PublishedKeys): Promise<ExportVerdict | undefined> {
  const jws = objectIn(text);
  const words = wordsIn(jws?.payload);
  if (jws === undefined || words === undefined) return undefined;
  const faults: ExportFault[] = [];
  const trusted = keys ?? words.keys;
  const signedBy = await signer(jws, trusted);
  if (signedBy === undefined) faults.push({ kind: 'signature' });
  const runsFrom = checkLines(words, faults);
  const checkpoint = await checkProof(words, trusted, runsFrom, faults);
  const shown = words.lines.flatMap(({ seq, body }) => (body === undefined ? [] : lineIn(seq, words, body)));
  return {
    words,
    signedBy: signedBy ?? '',
    shown,
    withheld: words.lines.filter(({ body }) => body === undefined).length,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    faults,
  };
}

type Jws = { readonly payload: string; readonly protected: string; readonly signature: string };

function objectIn(text: string): Jws | undefined {
  try {
    const { payload, protected: head, signature } = JSON.parse(text) as Record<string, unknown>;
    if (typeof payload !== 'string' || typeof head !== 'string' || typeof signature !== 'string') return undefined;
    return { payload, protected: head, signature };
  } catch {
    return undefined;
  }
}

function wordsIn(payload: string | undefined): ExportWords | undefined {
  try {
    const words = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8')) as ExportWords;
    const point = (one: unknown): boolean => isPoint(one as ExportedLine);
    if (words.socle !== 'log-export/1' || !isRecordId(words.record) || !point(words.start) || !point(words.end)) return undefined;
    return Array.isArray(words.lines) && words.lines.every(point) && Array.isArray(words.keys?.keys) ? words : undefined;
  } catch {
    return undefined;
  }
}

const isPoint = (one: Partial<ExportedLine> | null): boolean =>
  Number.isSafeInteger(one?.seq) && typeof one?.hash === 'string' && ['string', 'undefined'].includes(typeof one.body);

async function signer(jws: Jws, { keys }: PublishedKeys): Promise<string | undefined> {
  try {
    const { protectedHeader } = await flattenedVerify(jws, createLocalJWKSet({ keys: [...keys] }), {
      algorithms: ['EdDSA', 'Ed25519', 'ES256'],
    });
    return protectedHeader?.typ === exportType ? (protectedHeader.kid ?? '') : undefined;
  } catch {
    return undefined;
  }
}

const bytes = (hash: string): Buffer => Buffer.from(hash, 'base64url');

/** Recomputes the chain as far as its texts are there. Gives, for each line, where the unbroken run that ends with it begins. */
function checkLines({ start, end, lines }: ExportWords, faults: ExportFault[]): ReadonlyMap<number, number> {
  const runs = new Map<number, number>();
  let at: Head = { seq: start.seq, hash: bytes(start.hash) };
  let run = start.seq + 1;
  for (const { seq, hash, body } of lines) {
    const next = bytes(hash);
    if (seq <= at.seq) faults.push({ kind: 'order', seq });
    else if (seq > at.seq + 1)
      for (let n = at.seq + 1; n < seq && n < at.seq + 1000; n++) faults.push({ kind: 'missing', seq: n });
    const follows = seq === at.seq + 1;
    const good = follows && body !== undefined && lineHash(at.hash, seq, body).equals(next);
    if (follows && body !== undefined && !good) faults.push({ kind: 'changed', seq });
    if (!good) run = body === undefined ? seq + 1 : seq;
    runs.set(seq, run);
    at = { seq, hash: next };
  }
  if (at.seq !== end.seq || !at.hash.equals(bytes(end.hash))) faults.push({ kind: 'cut', seq: end.seq });
  return runs;
}

async function checkProof(
  { record, lines, checkpoint: proof }: ExportWords,
  keys: PublishedKeys,
  runs: ReadonlyMap<number, number>,
  faults: ExportFault[],
): Promise<ExportVerdict['checkpoint']> {
  if (proof === undefined) return undefined;
  const words = readWords(await signedWords(String(proof.jws), checkpointType, keys));
  const line = lines.find(({ seq }) => seq === proof.seq);
  const path = Array.isArray(proof.path) ? proof.path.map(String) : [];
  const leaf = { record, seq: proof.seq, hash: bytes(String(proof.hash)) };
  if (
    words === undefined ||
    line?.hash !== proof.hash ||
    leaf.hash.length !== 32 ||
    !proves({ index: proof.index, path }, leaf, words)
  ) {
    faults.push({ kind: 'checkpoint', seq: proof.seq });
    return undefined;
  }
  return { n: words.n, at: words.at, from: runs.get(proof.seq) ?? proof.seq, to: proof.seq };
}

function lineIn(seq: number, { record }: ExportWords, body: string): TraceLine[] {
  try {
    return [parseLine(seq, record, body)];
  } catch {
    return [];
  }
}
