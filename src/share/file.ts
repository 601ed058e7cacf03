import type { Json } from '#fhir';
import { type Call, itemId, type RecordId, Refusal } from '#kernel';
import { documentBundle } from './contents/document.ts';
import { type LinkRow, type ShareDesk, stateOf } from './desk.ts';
import { guestCall } from './enter.ts';
import { hashOf } from './link.ts';
import { documentsIn, lookFor, summaryIn } from './look.ts';
import { keyOf } from './manifest.ts';
import { unknown } from './refusals.ts';
import { sealedFile } from './seal.ts';
import { linkOf, useTicket } from './share.sql.ts';
import { doneWith } from './tell.ts';

/** Files of one link on one server: a link of 50 documents, opened by four readers. */
const mostAMinute = 200;

interface Ticket {
  readonly record_id: RecordId;
  readonly link_id: string;
  readonly n: number;
  /** The record of the document, where it is not that of the link. */
  readonly held_in: RecordId | null;
  readonly recipient: string;
}

/**
 * One file of a manifest, by the address that the manifest gave: for half an hour, three times, for who opened the link, and only while the link
 * was not stopped. Built now under the right of who made the link, traced as a read before anything is given, in the log of the record that it
 * comes from. Refuses `share.unknown`, `share.too-often`.
 * Source: SMART Health Links 1.0, `.files.location` links.
 */
export async function file(desk: ShareDesk, id: string, at: Date, requestId: string): Promise<string> {
  const hash = hashOf(id);
  const [ticket] = hash === undefined ? [] : await desk.store.query<Ticket>(useTicket, [hash, at]);
  if (ticket === undefined) throw unknown();
  const { record_id: record, link_id, recipient } = ticket;
  const [link] = await desk.store.query<LinkRow>(linkOf, [record, link_id]);
  if (link === undefined) throw unknown();
  desk.pace.count(`file/${link_id}`, at, mostAMinute);
  const call = guestCall(link, { recipient, at, requestId });
  try {
    return await built(desk, link, ticket, call);
  } catch (error) {
    if (error instanceof Refusal) await tellRefusal(desk, link, call, error.code);
    throw error instanceof Refusal && error.code.startsWith('rights.') ? unknown() : error;
  }
}

async function built(desk: ShareDesk, link: LinkRow, { n, held_in }: Ticket, call: Call): Promise<string> {
  if (['revoked', 'expired'].includes(stateOf(link, call.at))) throw unknown();
  const key = keyOf(desk, link);
  if (n === 0) return sealedFile(await summaryNow(desk, link, call), key);
  const record = held_in ?? link.record_id;
  const found = await lookFor(desk, link, call, { summary: false, documents: [itemId(record, n)] });
  const [entry] = documentsIn(found);
  if (entry === undefined) throw unknown();
  const bundle = await documentBundle(entry, found.person);
  const object = { kind: 'DocumentReference', id: entry.id, title: entry.title };
  await desk.trace.journal(call, record, { action: 'read', outcome: 'done', object, detail: { by: 'link' } });
  return sealedFile(bundle, key);
}

async function summaryNow(desk: ShareDesk, link: LinkRow, call: Call): Promise<Json> {
  const found = await lookFor(desk, link, call, { summary: true, documents: [] });
  const summary = summaryIn(found, call.at);
  if (summary === undefined) throw unknown();
  for (const { record } of found.parts) await desk.trace.journal(call, record, doneWith(link, record, { change: 'summary' }));
  return summary;
}

/** A ticket is good for three requests, so these lines are few. */
async function tellRefusal({ trace }: ShareDesk, link: LinkRow, call: Call, code: string): Promise<void> {
  const object = { kind: 'Link', id: link.id, title: link.label };
  await trace.journal(call, link.record_id, { action: 'share', outcome: 'refused', object, code, detail: { change: 'open' } });
}
