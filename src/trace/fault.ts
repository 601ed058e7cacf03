import type { RecordId } from '#kernel';

/**
 * What can be wrong with the log. Of a chain: a line that was changed or put elsewhere (`changed`), taken out (`missing`), the last lines cut
 * off (`cut`), a chain rewritten by somebody without the operator's key (`resealed`), lines whose chain is gone (`orphan`). Against a
 * checkpoint: a chain that is gone whole (`gone`), one that was written anew, hashes and seal included (`rewritten`). Of the checkpoints: one
 * that is not there (`checkpoint-missing`), one that the log's key did not sign as it stands (`checkpoint-forged`), leaves taken out, added or
 * changed (`leaves-changed`), chains that were marked as told of and are not (`notes-changed`).
 */
export type FaultKind =
  | 'changed'
  | 'missing'
  | 'cut'
  | 'resealed'
  | 'orphan'
  | 'gone'
  | 'rewritten'
  | 'checkpoint-missing'
  | 'checkpoint-forged'
  | 'leaves-changed'
  | 'notes-changed';

/** One thing wrong with the log: in whose chain, at which line, and what; of a checkpoint, the chain is the platform's and the line 0. */
export interface Fault {
  readonly record: RecordId;
  readonly seq: number;
  readonly kind: FaultKind;
  /** The number of the checkpoint that tells. */
  readonly checkpoint?: number;
}
