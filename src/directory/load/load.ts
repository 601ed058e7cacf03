import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Refusal } from '#kernel';
import type { Store, Tx } from '#store';
import { batchOf, type Names, type Prepared, prepare } from './batch.ts';
import type { Fault } from './fault.ts';
import { numbers } from './key.ts';
import type { Kind, Layout } from './layout.ts';
import {
  advanceLoad,
  beginLoad,
  dropBatches,
  endLoad,
  giveUpLoads,
  holdLoad,
  keepBatch,
  keepFaults,
  lastCounts,
  newestLoad,
  repeatedKeys,
} from './load.sql.ts';
import { type Look, lookAt } from './look.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { added, type Counts, noCounts, takenLines } from './progress.ts';
import { layoutOf } from './recognise.ts';
import { analyzed } from './write.sql.ts';
import { retire, write } from './write.ts';

export interface LoadOptions {
  /** The file holds only what changed: what is absent from it stays as it is. */
  readonly partial?: boolean;
  /** Taken although it is incomplete or much smaller than the last one, or was loaded already. */
  readonly force?: boolean;
  /** Told after each commit. */
  readonly progress?: (counts: Counts, part: number) => void;
}

export interface Loaded {
  readonly id: string;
  readonly kind: Kind;
  readonly counts: Counts;
  readonly charset: Look['charset'];
  /** The first line that is not UTF-8. */
  readonly firstOther?: number;
  /** The line at which a load that was cut off went on. */
  readonly resumedAt?: number;
  /** The same file had been loaded before: nothing was done. */
  readonly already?: true;
}

/** Faults that are kept for a load; beyond them they are only counted. */
const keptFaults = 10_000;

/**
 * Loads one public extraction. It is read as a stream: memory does not grow with it. Each piece and how far the load is are one transaction,
 * so one that is cut off goes on where it was when the same file is given again. Only lines that changed are written. What a whole file no
 * longer holds becomes inactive; nothing is deleted. A line that cannot be taken is counted and kept with its number, and stops nothing.
 *
 * Refuses `directory.unknown-extraction`, `directory.too-few-lines`, `directory.incomplete`, `directory.load-elsewhere`.
 */
export async function loadExtraction(store: Store, path: string, clock: () => Date, options: LoadOptions): Promise<Loaded> {
  const look = await lookAt(path);
  const layout = layoutOf(look);
  const charset = { charset: look.charset, ...(look.firstOther === undefined ? {} : { firstOther: look.firstOther }) };
  const begun = await begin(store, path, look, layout, clock(), options);
  if (begun.already) return { id: begun.id, kind: layout.kind, counts: begun.counts, ...charset, already: true };
  const progress = options.progress ?? (() => undefined);
  const names: Names = new Map();
  let written = Promise.resolve<Standing>({ byte: begun.byte, counts: begun.counts, kept: 0 });
  for await (const piece of piecesOf(path, look, begun, layout)) {
    // While PostgreSQL writes one piece, the next one is read.
    const prepared = await prepare(store, layout, batchOf(piece, layout, names));
    const before = await written;
    progress(before.counts, look.bytes === 0 ? 1 : before.byte / look.bytes);
    written = store.transaction((tx) => takePiece(tx, piece, prepared, { ...before, id: begun.id, layout }, clock()));
    written.catch(() => undefined); // told where it is awaited
  }
  const last = await written;
  const ended = await end(store, { ...last, id: begun.id, layout }, clock(), options);
  return {
    id: begun.id,
    kind: layout.kind,
    counts: ended,
    ...charset,
    ...(begun.line > 1 ? { resumedAt: begun.line } : {}),
  };
}

interface Begun {
  readonly id: string;
  readonly byte: number;
  readonly line: number;
  readonly counts: Counts;
  readonly already: boolean;
}

interface LoadRow {
  readonly id: string;
  readonly sha256: string;
  readonly state: string;
  readonly at_byte: number;
  readonly at_line: number;
  readonly counts: string;
}

async function begin(store: Store, path: string, look: Look, layout: Layout, at: Date, options: LoadOptions): Promise<Begun> {
  const { kind } = layout;
  const { partial = false, force = false } = options;
  const [newest] = await store.query<LoadRow>(newestLoad, [kind]);
  if (newest?.state === 'running' && newest.sha256 === look.sha256) return { ...standing(newest), already: false };
  if (newest?.state === 'done' && newest.sha256 === look.sha256 && !force) return { ...standing(newest), already: true };
  if (!partial && !force) {
    if (endsCut(look, layout)) throw incomplete(look.lines);
    const before = await linesBefore(store, kind);
    if (look.lines * 2 < before) throw tooFew(look.lines, before);
  }
  const id = randomUUID();
  await store.transaction(async (tx) => {
    tx.write(giveUpLoads, [kind, at]);
    const values = [id, kind, basename(path), look.sha256, look.bytes, !partial, 0, 1, JSON.stringify(noCounts), at];
    tx.write(beginLoad, values);
  });
  return { id, byte: 0, line: 1, counts: noCounts, already: false };
}

function standing({ id, at_byte: byte, at_line: line, counts }: LoadRow): Omit<Begun, 'already'> {
  return { id, byte, line, counts: JSON.parse(counts) as Counts };
}

/** A download that stopped: the last line is not ended, and has not all its columns. */
function endsCut({ ended, tail, lines }: Look, { read }: Layout): boolean {
  if (ended) return false;
  const last = read(lines, tail);
  return typeof last === 'object' && 'code' in last && last.code === 'cut';
}

async function linesBefore(store: Store, kind: Kind): Promise<number> {
  const [row] = await store.query<{ counts: string }>(lastCounts, [kind]);
  return row === undefined ? 0 : takenLines(JSON.parse(row.counts) as Counts);
}

/** How far the commits are. */
interface Standing {
  readonly byte: number;
  readonly counts: Counts;
  /** Faults that were kept. */
  readonly kept: number;
}

interface Step extends Standing {
  readonly id: string;
  readonly layout: Layout;
}

/** Rows and place of one piece, in one transaction; refuses when another process went on with this load meanwhile. */
async function takePiece(tx: Tx, piece: Piece, prepared: Prepared, step: Step, at: Date): Promise<Standing> {
  const { id, byte, layout, kept } = step;
  await hold(tx, id, byte);
  write(tx, layout.kind, prepared.changed, at);
  const counts = added(step.counts, prepared.counts);
  const faults = prepared.faults.slice(0, Math.max(0, keptFaults - kept));
  if (faults.length > 0) tx.write(keepFaults, faultColumns(id, faults));
  if (prepared.keys.length > 0) tx.write(keepBatch, [id, byte, numbers(prepared.keys)]);
  tx.write(advanceLoad, [id, piece.nextByte, piece.nextLine, JSON.stringify(counts)]);
  return { byte: piece.nextByte, counts, kept: kept + faults.length };
}

async function hold(tx: Tx, id: string, byte: number): Promise<void> {
  if ((await tx.query(holdLoad, [id, byte])).length === 0) throw elsewhere();
}

function faultColumns(id: string, faults: readonly Fault[]): unknown[] {
  return [id, numbers(faults.map(({ line }) => String(line))), faults.map(({ code }) => code), faults.map(({ what }) => what)];
}

async function end(
  store: Store,
  { id, byte, counts, layout: { kind } }: Step,
  at: Date,
  { partial = false, force = false }: LoadOptions,
): Promise<Counts> {
  const before = partial || force ? 0 : await linesBefore(store, kind);
  if (takenLines(counts) * 2 < before) throw tooFew(takenLines(counts), before);
  const ended = await store.transaction(async (tx) => {
    await hold(tx, id, byte);
    const gone = partial ? 0 : await retire(tx, kind, id, at);
    const [again] = await tx.query<{ n: number }>(repeatedKeys, [id]);
    const all = { ...counts, gone, repeated: counts.repeated + (again?.n ?? 0) };
    tx.write(dropBatches, [id]);
    tx.write(endLoad, [id, at, JSON.stringify(all)]);
    return all;
  });
  await store.query(analyzed);
  return ended;
}

function tooFew(lines: number, before: number): Refusal {
  return new Refusal('directory.too-few-lines', {
    fr: `Ce fichier a ${lines} lignes utiles, moins de la moitié des ${before} du précédent : tout le reste serait désactivé. S’il est complet, recommencez avec --force.`,
    en: `This file has ${lines} lines that can be taken, less than half of the ${before} of the last one: everything else would become inactive. If it is complete, try again with --force.`,
  });
}

function incomplete(line: number): Refusal {
  return new Refusal(
    'directory.incomplete',
    {
      fr: `Ce fichier s’arrête au milieu de la ligne ${line} : il a été coupé. Téléchargez-le à nouveau, ou recommencez avec --force.`,
      en: `This file stops in the middle of line ${line}: it was cut off. Download it again, or try again with --force.`,
    },
    { at: `line ${line}` },
  );
}

function elsewhere(): Refusal {
  return new Refusal('directory.load-elsewhere', {
    fr: 'Ce fichier est déjà en cours de chargement par une autre commande. Attendez qu’elle ait fini.',
    en: 'Another command is loading this file. Wait until it has ended.',
  });
}
