import { no, ok } from '../replies.ts';
import type { Session } from '../session.ts';
import { nameOf } from '../words.ts';
import { type Behaviour, opened } from './behaviour.ts';

/** One root for the whole mailbox, in units of 1,024 bytes. RFC 9208 §4.2, §5.1. */
async function sayQuota(session: Session): Promise<void> {
  const { parts, wire } = session;
  const { usedBytes, quotaBytes } = await parts.mail.quota(opened(session));
  wire.say(`* QUOTA "" (STORAGE ${Math.ceil(usedBytes / 1024)} ${Math.floor(quotaBytes / 1024)})\r\n`);
}

export const getQuota: Behaviour<'getquota'> = async (session, { root }) => {
  if (root !== '') return no('There is one quota root, "".', 'NONEXISTENT');
  await sayQuota(session);
  return ok('So much is used.');
};

export const getQuotaRoot: Behaviour<'getquotaroot'> = async (session, { mailbox }) => {
  const folders = await session.parts.mail.folders(opened(session));
  if (!folders.some(({ name }) => name === mailbox)) return no('This folder is not in the mailbox.', 'NONEXISTENT');
  session.wire.say(`* QUOTAROOT ${nameOf(mailbox)} ""\r\n`);
  await sayQuota(session);
  return ok('So much is used.');
};

/** The operator sets quotas, not a mail program. */
export const setQuota: Behaviour<'setquota'> = async () => no('The operator sets the quota.', 'NOPERM');
