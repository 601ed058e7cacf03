import type { RecordId } from '#kernel';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { ParsedMessage } from '../mime/parsed.ts';

/** What mail is kept with. */
export interface MailGround {
  readonly store: Store;
  readonly trace: Pick<Trace, 'expect' | 'append' | 'journal'>;
  /** Reads the bytes of a message; never fails. */
  readonly parse: (bytes: Buffer) => ParsedMessage;
  /** Told after the COMMIT of each change. */
  readonly changed: (mailbox: RecordId) => void;
}

/** The most bytes of a message: 25 MiB of attachments in base64, and what stands around them. */
export const mostBytes = 36 * 1024 ** 2;
