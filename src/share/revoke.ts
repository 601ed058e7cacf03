import { type Call, isRecordId, type RecordId, unknownId } from '#kernel';
import type { LinkRow, ShareDesk } from './desk.ts';
import { dropNote, linkOf, revokeLink } from './share.sql.ts';
import { decidedSharer, managesLink } from './sharer.ts';

/**
 * Stops a link: from the commit on it opens no more, and the places of files that were given out lead nowhere. May be repeated; in one transaction
 * with its line. Refuses `id.unknown`, and as `rights.choices`.
 */
export async function revoke(desk: ShareDesk, call: Call, record: RecordId, id: string): Promise<void> {
  await managed(desk, call, record, id);
  await desk.store.transaction(async (tx) => {
    const [row] = await tx.query<{ label: string }>(revokeLink, [record, id, call.at]);
    if (row === undefined) return; // it was stopped before
    const object = { kind: 'Link', id, title: row.label };
    await desk.trace.append(tx, call, record, { action: 'share', outcome: 'done', object, detail: { change: 'revoke' } });
  });
}

/** Takes a note away: it is the person's, and what a stranger wrote need not stay. Refuses `id.unknown`, and as `rights.choices`. */
export async function removeNote(desk: ShareDesk, call: Call, record: RecordId, id: string, n: number): Promise<void> {
  await managed(desk, call, record, id);
  if (!Number.isInteger(n) || n < 1 || n > 1000) throw unknownId();
  await desk.store.transaction(async (tx) => {
    const [row] = await tx.query<{ name: string }>(dropNote, [record, id, n]);
    if (row === undefined) throw unknownId();
    await desk.trace.append(tx, call, record, {
      action: 'share',
      outcome: 'done',
      object: { kind: 'Link', id },
      detail: { change: 'remove-note', name: row.name },
    });
  });
}

async function managed(desk: ShareDesk, call: Call, record: RecordId, id: string): Promise<void> {
  await decidedSharer(desk, call, record);
  const [link] = isRecordId(id) ? await desk.store.query<LinkRow>(linkOf, [record, id]) : [];
  if (link === undefined || !managesLink(call, link)) throw unknownId();
}
