import { code, printQuota, printQuotaRoot } from '../../syntax/index.ts';
import { no, ok } from '../replies.ts';
import type { Session } from '../session.ts';
import { type Behaviour, opened } from './behaviour.ts';

/** One root for the whole mailbox, in units of 1,024 bytes. RFC 9208 §4.2, §5.1. */
async function sayQuota(session: Session): Promise<void> {
  const { parts, wire } = session;
  const { usedBytes, quotaBytes } = await parts.mail.quota(opened(session));
  const storage = { name: 'STORAGE', used: Math.ceil(usedBytes / 1024), limit: Math.floor(quotaBytes / 1024) } as const;
  wire.say(printQuota('', [storage]));
}

export const getQuota: Behaviour<'getquota'> = async (session, { root }) => {
  if (root !== '') return no('There is one quota root, "".', code.nonexistent);
  await sayQuota(session);
  return ok('So much is used.');
};

export const getQuotaRoot: Behaviour<'getquotaroot'> = async (session, { mailbox }) => {
  const folders = await session.parts.mail.folders(opened(session));
  if (!folders.some(({ name }) => name === mailbox)) return no('This folder is not in the mailbox.', code.nonexistent);
  session.wire.say(printQuotaRoot(mailbox, ['']));
  await sayQuota(session);
  return ok('So much is used.');
};

/** The operator sets quotas, not a mail program. */
export const setQuota: Behaviour<'setquota'> = async () => no('The operator sets the quota.', code.noPerm);
