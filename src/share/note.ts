import type { ShareDesk } from './desk.ts';
import { entered, guestCall, type Visitor } from './enter.ts';
import { noteLimit } from './refusals.ts';
import { addNote, takeNote } from './share.sql.ts';

/** Notes of one link, in its whole life. */
export const mostNotes = 5;

/**
 * A reader of a link leaves words for the person, 1 to 2,000 characters. Nothing proves who wrote them, and they are shown as such; they are
 * no part of the record. Only once the link was opened, past its passcode again, five in the life of a link. In one transaction with its line,
 * which does not hold the words. Refuses `share.note-limit`, and as `entered`; a link for one use takes notes after it.
 */
export async function leaveNote(desk: ShareDesk, id: string, visitor: Visitor, words: string): Promise<void> {
  await entered(desk, id, visitor, false, (link) =>
    desk.store.transaction(async (tx) => {
      const { record_id: record, id: own, label } = link;
      const [row] = await tx.query<{ notes: number }>(takeNote, [record, own, visitor.at, mostNotes]);
      if (row === undefined) throw noteLimit();
      tx.write(addNote, [record, own, row.notes, visitor.at, visitor.recipient, words]);
      await desk.trace.append(tx, guestCall(link, visitor), record, {
        action: 'share',
        outcome: 'done',
        object: { kind: 'Link', id: own, title: label },
        detail: { change: 'note' },
      });
    }),
  );
}
