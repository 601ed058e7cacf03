import { randomBytes } from 'node:crypto';
import { type Call, itemId } from '#kernel';
import { personOf, summaryBundle } from '#record';
import { type LinkRow, type ShareDesk, sealedFor } from './desk.ts';
import { entered, guestCall, type Visitor } from './enter.ts';
import { hashOf } from './link.ts';
import { unknown } from './refusals.ts';
import { contentType, sealedFile } from './seal.ts';
import { addOpening, addTickets, takeUse } from './share.sql.ts';
import { lookedAt, sharersCall } from './sharer.ts';

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
 * What was withdrawn or archived since is left out. The opening is counted and told in one transaction, before anything is given.
 *
 * Refuses as `entered`; `share.unknown` also when nothing is left of what was handed over. Source: SMART Health Links 1.0, Manifest File.
 */
export async function open(desk: ShareDesk, id: string, visitor: Opening): Promise<Manifest> {
  return entered(desk, id, visitor, true, async (link) => {
    const call = guestCall(link, visitor);
    const found = await whatIsLeft(desk, link, call);
    const { embeddedLengthMax: most = Number.POSITIVE_INFINITY } = visitor;
    const embedded = found.summary !== undefined && found.summary.length <= most ? found.summary : undefined;
    const located = [...(found.summary !== undefined && embedded === undefined ? [0] : []), ...found.documents.map(({ n }) => n)];
    const tickets = located.map((n) => ({ n, id: randomBytes(32) }));
    await told(desk, link, call, found, tickets);
    const at = visitor.at.toISOString();
    const file = { contentType, fhirVersion: '4.0.1' } as const;
    return {
      longTerm: link.long_term,
      files: [
        ...(embedded === undefined ? [] : [{ ...file, embedded, lastUpdated: at, status: 'can-change' as const }]),
        ...tickets.map(({ n, id: ticket }) => ({
          ...file,
          location: `${desk.publicUrl}/shl/files/${ticket.toString('base64url')}`,
          lastUpdated: found.documents.find((one) => one.n === n)?.depositedAt.toISOString() ?? at,
          status: n === 0 ? ('can-change' as const) : ('finalized' as const),
        })),
      ],
    };
  });
}

interface Left {
  readonly summary?: string;
  readonly documents: readonly { readonly n: number; readonly depositedAt: Date }[];
}

async function whatIsLeft(desk: ShareDesk, link: LinkRow, call: Call): Promise<Left> {
  const sharer = await sharersCall(desk, link, call);
  const numbers = link.documents.map(Number);
  const identity = await desk.ins.byRecord(link.record_id);
  if (identity === undefined) throw unknown();
  const person = personOf(identity);
  const { summary, documents } = await lookedAt(desk, sharer, link.record_id, async (permit) => ({
    summary: link.summary ? await summaryBundle(desk.fhir, permit, person, call.at) : undefined,
    documents: await desk.documents.chosen(
      permit,
      numbers.map((n) => itemId(link.record_id, n)),
    ),
  }));
  const current = documents.filter(({ archived }) => !archived);
  if (summary === undefined && current.length === 0) throw unknown();
  return {
    ...(summary === undefined ? {} : { summary: await sealedFile(summary, keyOf(desk, link)) }),
    documents: current,
  };
}

/** The key of a link, as its reader has it. */
export function keyOf({ store }: ShareDesk, { id, sealed }: LinkRow): Buffer {
  return store.keys.unseal(sealedFor(id), sealed).subarray(32);
}

/** Whoever comes last to a link for one use finds it used: the use is taken here, after everything that may fail. */
async function told(
  { store, trace }: ShareDesk,
  link: LinkRow,
  call: Call,
  { summary, documents }: Left,
  tickets: readonly { readonly n: number; readonly id: Buffer }[],
): Promise<void> {
  const { record_id: record, id, label } = link;
  const until = new Date(call.at.getTime() + ticketMinutes * 60_000);
  await store.transaction(async (tx) => {
    const [row] = await tx.query<{ events: number }>(takeUse, [record, id, call.at]);
    if (row === undefined) throw unknown();
    tx.write(addOpening, [record, id, row.events, call.at, nameOf(call), null]);
    if (tickets.length > 0) {
      const hashes = tickets.map((ticket) => hashOf(ticket.id.toString('base64url')));
      tx.write(addTickets, [record, id, nameOf(call), until, ticketUses, hashes, tickets.map(({ n }) => n)]);
    }
    await trace.append(tx, call, record, {
      action: 'share',
      outcome: 'done',
      object: { kind: 'Link', id, title: label },
      detail: {
        change: 'open',
        ...(summary === undefined ? {} : { summary: 'yes' }),
        documents: String(documents.length),
      },
    });
  });
}

const nameOf = ({ actor }: Call): string => actor.name;
