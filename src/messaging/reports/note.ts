import type { Sql } from '#store';
import type { Answer, Mail, Marks } from '../mail/mail.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { marksOf } from './reports.sql.ts';

const most = 200;
/** What comes late does not undo what was said before: a notice of delay says nothing about what was delivered. */
const weight: Readonly<Record<Answer['is'], number>> = {
  delayed: 0,
  relayed: 1,
  delivered: 2,
  failed: 3,
  displayed: 4,
  processed: 4,
  refused: 5,
};

/** The answers about a message with these besides: one for each recipient, the one that says most; later wins among equals. Pure. */
export function withAnswers(before: readonly Answer[], more: readonly Answer[]): readonly Answer[] {
  const by = new Map(before.map((answer) => [answer.address, answer]));
  for (const answer of more) {
    const known = by.get(answer.address);
    if (known === undefined ? by.size < most : weight[answer.is] >= weight[known.is]) by.set(answer.address, answer);
  }
  return [...by.values()];
}

/** Notes in the sender's mailbox, beside the message, what became of it. */
export async function noteAnswers(
  { store, mail }: { readonly store: Sql; readonly mail: Pick<Mail, 'mark'> },
  permit: MailboxPermit,
  content: number,
  more: readonly Answer[],
): Promise<void> {
  const [row] = await store.query<{ marks: string }>(marksOf, [permit.mailbox.id, content]);
  if (row === undefined) return;
  const marks: Marks = JSON.parse(row.marks);
  const answers = withAnswers(
    marks.answers ?? [],
    more.map(({ reply, ...answer }) => ({
      ...answer,
      ...(reply === undefined || reply === '' ? {} : { reply: reply.slice(0, 300) }),
    })),
  );
  await mail.mark(permit, content, { answers });
}
