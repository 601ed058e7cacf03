import { ApiFailure, api } from '../../kit/api.ts';
import { patientBase } from '../queries.ts';
import type { MailboxInfo } from './shapes.ts';

/**
 * After a withdrawal: whoever was sent the document from a mailbox of the person at the screen is warned, by a preset message. Gives to how many
 * messages it answers; a document that never left is no failure.
 */
export async function warnOfWithdrawal(record: string, id: string): Promise<number> {
  const { items } = await api<{ items: readonly MailboxInfo[] }>('GET', '/api/pro/mail/mailboxes');
  const told = items
    .filter(({ state, may }) => state === 'open' && may !== 'read')
    .map(async ({ id: mailbox }) => {
      try {
        const path = `${patientBase(record)}/documents/${encodeURIComponent(id)}/withdrawal-notice`;
        return (await api<{ messages: number }>('POST', path, { mailbox })).messages;
      } catch (error) {
        if (error instanceof ApiFailure && error.code === 'messaging.not-sent') return 0;
        throw error;
      }
    });
  return (await Promise.all(told)).reduce((sum, n) => sum + n, 0);
}
