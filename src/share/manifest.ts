import { randomBytes } from 'node:crypto';
import type { ReadEntry } from '#documents';
import { type Call, parseItemId, type RecordId } from '#kernel';
import { type LinkRow, type ShareDesk, sealedFor } from './desk.ts';
import { entered, guestCall, type Visitor } from './enter.ts';
import { hashOf } from './link.ts';
import { documentsIn, lookFor, type Part, summaryIn, wholeOf } from './look.ts';
import { unknown } from './refusals.ts';
import { contentType, sealedFile } from './seal.ts';
import { addOpening, addTickets, takeUse } from './share.sql.ts';
import { tellEach } from './tell.ts';

/** A file of a manifest: one of `embedded` and `location`. */
export interface ManifestFile {
  readonly contentType: string;
  readonly embedded?: string;
  readonly location?: string;
  readonly lastUpdated: string;
  readonly status: 'can-change' | 'finalized';
  readonly fhirVersion: '4.0.1';
}

export interface Manifest {
  readonly files: readonly ManifestFile[];
  readonly longTerm: boolean;
}

export interface Opening extends Visitor {
  /** The longest text the visitor wants inside the answer, in characters; any length when absent. */
  readonly embeddedLengthMax?: number;
}

/** For who opened the link a moment ago; the specification allows an hour. */
const ticketMinutes = 30;
/** A file that was cut on its way can be asked for again. */
const ticketUses = 3;

/**
 * Opens a link: its manifest, with the summary inside and a place for each document, built now under the right that who made the link has now.
 * What was withdrawn or archived since is left out; what stands in linked records is there (`look.ts`). The opening is counted and told in one
 * transaction, in the log of each record that gives something, before anything is given.
 *
 * Refuses as `entered`; `share.unknown` also when nothing is left of what was handed over. Source: SMART Health Links 1.0, Manifest File.
 */
export async function open(desk: ShareDesk, id: string, visitor: Opening): Promise<Manifest> {
  return entered(desk, id, visitor, true, async (link) => {
    const call = guestCall(link, visitor);
    const found = await whatIsLeft(desk, link, call);
    const { embeddedLengthMax: most = Number.POSITIVE_INFINITY } = visitor;
    const embedded = found.summary !== undefined && found.summary.length <= most ? found.summary : undefined;
    const tickets: Ticket[] = [
      ...(found.summary !== undefined && embedded === undefined ? [{ id: randomBytes(32) }] : []),
      ...found.documents.map((document) => ({ id: randomBytes(32), document })),
    ];
    await told(desk, link, call, found, tickets);
    const at = visitor.at.toISOString();
    const file = { contentType, fhirVersion: '4.0.1' } as const;
    return {
      longTerm: link.long_term,
      files: [
        ...(embedded === undefined ? [] : [{ ...file, embedded, lastUpdated: at, status: 'can-change' as const }]),
        ...tickets.map(({ id: ticket, document }) => ({
          ...file,
          location: `${desk.publicUrl}/shl/files/${ticket.toString('base64url')}`,
          lastUpdated: document?.depositedAt.toISOString() ?? at,
          status: document === undefined ? ('can-change' as const) : ('finalized' as const),
        })),
      ],
    };
  });
}

/** A place for one file: the summary where it is of no document. */
interface Ticket {
  readonly id: Buffer;
  readonly document?: ReadEntry;
}

interface Left {
  readonly parts: readonly Part[];
  /** Sealed. */
  readonly summary?: string;
  readonly documents: readonly ReadEntry[];
}

async function whatIsLeft(desk: ShareDesk, link: LinkRow, call: Call): Promise<Left> {
  const found = await lookFor(desk, link, call, wholeOf(link));
  const summary = summaryIn(found, call.at);
  const documents = documentsIn(found);
  if (summary === undefined && documents.length === 0) throw unknown();
  const sealed = summary === undefined ? {} : { summary: await sealedFile(summary, keyOf(desk, link)) };
  return { parts: found.parts, documents, ...sealed };
}

/** The key of a link, as its reader has it. */
export function keyOf({ store }: ShareDesk, { id, sealed }: LinkRow): Buffer {
  return store.keys.unseal(sealedFor(id), sealed).subarray(32);
}

/** Whoever comes last to a link for one use finds it used: the use is taken here, after everything that may fail. */
async function told(desk: ShareDesk, link: LinkRow, call: Call, left: Left, tickets: readonly Ticket[]): Promise<void> {
  const { record_id: record, id } = link;
  const until = new Date(call.at.getTime() + ticketMinutes * 60_000);
  await desk.store.transaction(async (tx) => {
    const [row] = await tx.query<{ events: number }>(takeUse, [record, id, call.at]);
    if (row === undefined) throw unknown();
    tx.write(addOpening, [record, id, row.events, call.at, nameOf(call), null]);
    if (tickets.length > 0) {
      const hashes = tickets.map((ticket) => hashOf(ticket.id.toString('base64url')));
      const numbers = tickets.map(({ document }) => document?.n ?? 0);
      const holders = tickets.map(({ document }) => heldElsewhere(link, document));
      tx.write(addTickets, [record, id, nameOf(call), until, ticketUses, hashes, numbers, holders]);
    }
    await tellEach(desk, tx, call, link, linesOf(link, left));
  });
}

function heldElsewhere({ record_id }: LinkRow, document: ReadEntry | undefined): RecordId | null {
  const record = document === undefined ? record_id : parseItemId(document.id).record;
  return record === record_id ? null : record;
}

/** What is told in which log: everything in that of the link's record, its own share in that of each linked one that gave something. */
function linesOf(
  { record_id }: LinkRow,
  { parts, summary, documents }: Left,
): ReadonlyMap<RecordId, Readonly<Record<string, string>>> {
  const words = (count: number, withSummary: boolean) => ({
    change: 'open',
    ...(withSummary ? { summary: 'yes' } : {}),
    documents: String(count),
  });
  const giving = parts.filter((part) => part.sections !== undefined || part.documents.length > 0);
  const each = giving.map((part) => [part.record, words(part.documents.length, part.sections !== undefined)] as const);
  return new Map([...each, [record_id, words(documents.length, summary !== undefined)]]);
}

const nameOf = ({ actor }: Call): string => actor.name;
