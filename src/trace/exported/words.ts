import type { RecordId } from '#kernel';
import type { Proof } from '../checkpoint/prove.ts';
import type { PublishedKeys } from '../signing.ts';

/** The type of the JWS that an export is. */
export const exportType = 'socle-log-export+json';

/** A line in an export: its exact text, or, where it is not for this reader or was not asked for, its place and hash alone. */
export interface ExportedLine {
  readonly seq: number;
  /** In base64url. */
  readonly hash: string;
  readonly body?: string;
}

/** What an export says and signs; hashes in base64url. How to read it without Socle: docs/guide/log.md. */
export interface ExportWords {
  readonly socle: 'log-export/1';
  readonly record: RecordId;
  /** Whose log it is, as they are called. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** From the first line to the last one; else a part, and `asked` says which. */
  readonly whole: boolean;
  readonly asked?: Readonly<Record<string, string>>;
  /** Where the chain stood before the first line of this export: line 0 with a hash of zeros for a whole one. */
  readonly start: { readonly seq: number; readonly hash: string };
  /** Where it stands after its last one. */
  readonly end: { readonly seq: number; readonly hash: string };
  readonly lines: readonly ExportedLine[];
  /** The last checkpoint that told of this chain, when its line is among these. */
  readonly checkpoint?: Proof;
  /** The public keys of the log as the server had them: to be compared with those that it publishes. */
  readonly keys: PublishedKeys;
}
