import type { Session } from './session.ts';

/** True in every state. */
const always = ['IMAP4rev1', 'SASL-IR', 'LITERAL-', 'ID', 'ENABLE'];

/** What an opened mailbox can do. Each word stands for a specification kept as a whole; IMAP4rev2 is not among them. */
const opened = [
  'IDLE', // RFC 2177
  'NAMESPACE', // RFC 2342
  'UIDPLUS', // RFC 4315
  'UNSELECT', // RFC 3691
  'CHILDREN', // RFC 3348
  'ESEARCH', // RFC 4731
  'LIST-EXTENDED', // RFC 5258
  'LIST-STATUS', // RFC 5819
  'SPECIAL-USE', // RFC 6154
  'MOVE', // RFC 6851
  'CONDSTORE', // RFC 7162
  'QRESYNC',
  'STATUS=SIZE', // RFC 8438
  'QUOTA', // RFC 9208
  'QUOTA=RES-STORAGE',
];

/**
 * Exactly what holds at this moment: no sign-in before TLS, none after it was done, and no password at any time (LOGINDISABLED as long as
 * LOGIN could be tried). Source: RFC 3501 §6.1.1, §7.2.1.
 */
export function capabilities({ secured, certified, account, parts }: Session): readonly string[] {
  if (account !== undefined) return [...always, ...opened, `APPENDLIMIT=${parts.mostBytes}`];
  if (!secured) return [...always, 'STARTTLS', 'LOGINDISABLED'];
  const external = certified ? ['AUTH=EXTERNAL'] : [];
  return [...always, 'LOGINDISABLED', 'AUTH=XOAUTH2', 'AUTH=OAUTHBEARER', ...external];
}
