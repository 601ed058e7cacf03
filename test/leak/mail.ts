import assert from 'node:assert/strict';
import { hexOfRecordId, type RecordId } from '#kernel';
import { compose, type Messaging } from '#messaging';
import { citizen, orme, type Person } from '../walks/cast.ts';
import type { Ground } from '../walks/ground.ts';
import { until } from '../walks/server.ts';

/** What a mailbox that none of those who ask has a part in wrote to the person of the record. */
export interface Mailed {
  /** As the pages name it. */
  readonly mailbox: string;
  /** The sent message in that mailbox. */
  readonly content: number;
  readonly conversation: string;
  /** The message as the person has it. */
  readonly received: number;
}

/** Stands in the message alone: the person reads it, and who represents them by law. */
export const mailedWord = 'zqcourrielxz';

/** A secretariat writes to the person, and they have a conversation. */
export async function mailed(ground: Ground, record: RecordId, patient: Person): Promise<Mailed> {
  const { mailboxes, mail, post, conversations }: Messaging = ground.messaging;
  const at = new Date();
  const operator = { actor: { kind: 'operator', id: 'operator', name: 'Exploitant' }, at, requestId: 'leak' } as const;
  const from = await mailboxes.open(operator, {
    address: 'secretariat.orme@exemple.mssante.fr',
    kind: 'ORG',
    name: 'Secrétariat de Saint-Orme',
    structure: orme.structure.id,
  });
  const permit = await mailboxes.enterForHouse(from.id, at);
  const to = `${patient.matricule}@${mailboxes.domains.citizens}`;
  const bytes = await compose({
    from: { name: from.name, address: from.address },
    to: [{ name: '', address: to }],
    subject: `Rappel ${mailedWord}`,
    text: `Apportez ${mailedWord} demain.`,
    date: at,
    attachments: [{ filename: `${mailedWord}.txt`, contentType: 'text/plain', content: Buffer.from(mailedWord) }],
  });
  const { content } = await post.send(permit, { recipients: [{ address: to }], bytes, keepIn: 'sent' });
  const self = { actor: citizen(record, patient), at, requestId: 'leak' };
  await until(async () => (await conversations.list(self, record)).items.length > 0, 20_000);
  const conversation = (await conversations.list(self, record)).items[0] ?? assert.fail('no conversation');
  const { shown } = await conversations.read(self, conversation.id);
  assert.ok(JSON.stringify(shown).includes(mailedWord), 'the person has it');
  assert.ok((await mail.raw(permit, content)).includes(mailedWord));
  return { mailbox: hexOfRecordId(from.id), content, conversation: conversation.id, received: shown[0]?.content ?? 0 };
}
