import type { RecordId } from '#kernel';
import { takeNotice } from './conversations.sql.ts';
import type { ConversationDesk } from './desk.ts';
import { personOf } from './standing.ts';

const hour = 3_600_000;
export const emailPurpose = 'messaging/notice-email';

/**
 * Tells the person, at their own address, that a message waits: without who wrote, what about, or whose carnet it is; at most once an hour. Of a
 * minor, those who represent them in messages are told too, unless it is for the minor alone. What fails is said in the log of the server.
 */
export async function tellOfMessage(desk: ConversationDesk, record: RecordId, isPrivate: boolean): Promise<void> {
  if (desk.notices === undefined) return;
  const at = desk.clock();
  const { mandates } = await personOf(desk, record, at);
  const representing = [...mandates]
    .filter(([, one]) => one.kind === 'legal' && one.purposes.includes('message') && one.since <= at && at < one.until)
    .map(([delegate]) => delegate as RecordId);
  for (const whom of [record, ...(isPrivate ? [] : representing)])
    await tellOne(desk, whom, at).catch(() => desk.log('messaging: a notice was not sent'));
}

async function tellOne(desk: ConversationDesk, whom: RecordId, at: Date): Promise<void> {
  const account = await desk.emailOf(whom);
  const [row] = await desk.store.query<{ email: Buffer | null }>(takeNotice, [whom, at, new Date(at.getTime() - hour)]);
  if (row === undefined) return;
  const to = row.email === null ? account : desk.store.keys.unseal(emailPurpose, row.email).toString('utf8');
  if (to === undefined) return;
  await desk.notices?.send({
    to,
    subject: 'Vous avez un message',
    text: [
      'Bonjour,',
      `Un message vous attend dans votre carnet de santé : ${desk.publicUrl}/carnet/messages`,
      'Pour protéger votre vie privée, ce courrier ne dit ni qui vous écrit, ni à quel sujet. Il ne faut pas y répondre.',
      'Vous pouvez arrêter ces avis dans votre carnet : Messages, puis Réglages des messages.',
    ].join('\n\n'),
  });
}
