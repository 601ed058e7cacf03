import { printFlags } from './flags.ts';
import { printSet } from './set.ts';

/** Response codes, without their brackets: RFC 3501 §7.1, RFC 4315, RFC 5530, RFC 7162, RFC 7889, RFC 9208. */
export const code = {
  alert: 'ALERT',
  alreadyExists: 'ALREADYEXISTS',
  authenticationFailed: 'AUTHENTICATIONFAILED',
  authorizationFailed: 'AUTHORIZATIONFAILED',
  cannot: 'CANNOT',
  clientBug: 'CLIENTBUG',
  closed: 'CLOSED',
  expired: 'EXPIRED',
  inUse: 'INUSE',
  limit: 'LIMIT',
  noModseq: 'NOMODSEQ',
  noPerm: 'NOPERM',
  nonexistent: 'NONEXISTENT',
  overQuota: 'OVERQUOTA',
  privacyRequired: 'PRIVACYREQUIRED',
  readOnly: 'READ-ONLY',
  readWrite: 'READ-WRITE',
  serverBug: 'SERVERBUG',
  tooBig: 'TOOBIG',
  tryCreate: 'TRYCREATE',
  unavailable: 'UNAVAILABLE',
  uidNotSticky: 'UIDNOTSTICKY',
  useAttr: 'USEATTR',
  capability: (names: readonly string[]): string => `CAPABILITY ${names.join(' ')}`,
  /** `newKeywords`: a client may make keywords of its own. */
  permanentFlags: (flags: number, keywords: readonly string[], newKeywords: boolean): string =>
    `PERMANENTFLAGS (${[printFlags(flags, keywords), newKeywords ? '\\*' : ''].filter((word) => word !== '').join(' ')})`,
  uidNext: (uid: number): string => `UIDNEXT ${uid}`,
  uidValidity: (value: number): string => `UIDVALIDITY ${value}`,
  unseen: (sequence: number): string => `UNSEEN ${sequence}`,
  highestModseq: (modseq: number): string => `HIGHESTMODSEQ ${modseq}`,
  /** Sequence numbers of STORE, uids of UID STORE. */
  modified: (numbers: Iterable<number>): string => `MODIFIED ${printSet(numbers)}`,
  appendUid: (uidValidity: number, uid: number): string => `APPENDUID ${uidValidity} ${uid}`,
  /** In the order in which they were copied: the sets answer each other number by number. */
  copyUid: (uidValidity: number, pairs: readonly (readonly [from: number, to: number])[]): string =>
    `COPYUID ${uidValidity} ${printSet(pairs.map(([from]) => from))} ${printSet(pairs.map(([, to]) => to))}`,
} as const;
