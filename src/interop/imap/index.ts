/** IMAP4rev1: mailboxes as mail programs read them. Words in, words out: no rule lives here. */
import type { Mail, MailSessions } from '#messaging';
import { type DoorMaterial, type Doors, openDoors } from './session/doors.ts';
import { type ImapLimits, usualLimits } from './session/limits.ts';

export type { ImapLimits } from './session/limits.ts';

export interface ImapDeps {
  readonly mail: Mail;
  readonly sessions: MailSessions;
  /** The most bytes of a message: `Post.mostBytes`. */
  readonly mostBytes: number;
  readonly host: string;
  /** Each undefined for none; 0 for any free one. */
  readonly ports: { readonly starttls?: number; readonly tls?: number };
  readonly material: DoorMaterial;
  readonly limits?: Partial<ImapLimits>;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

export type Imap = Doors;

/**
 * Opens the listeners of mail programs. Fails with the Error of `listen` when a port is taken.
 *
 * IMAP4rev1 (RFC 3501) with what `session/capability.ts` lists; IMAP4rev2 is not offered. Passwords are never taken.
 */
export function openImap({ host, ports, material, limits, ...parts }: ImapDeps): Promise<Imap> {
  return openDoors({ ...parts, limits: { ...usualLimits, ...limits } }, { host, ports, material });
}
