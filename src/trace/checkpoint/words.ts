import { hash } from 'node:crypto';

/** The type of the JWS that a checkpoint is. */
export const checkpointType = 'socle-log-checkpoint+jwt';

/** What a checkpoint says and signs. */
export interface CheckpointWords {
  readonly socle: 'log-checkpoint/1';
  /** Its number: 1, 2, 3 … */
  readonly n: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How many chains had changed since the one before. */
  readonly leaves: number;
  /** The Merkle root over them, in base64url. */
  readonly root: string;
  /** SHA-256 of the checkpoint before it, as signed, in base64url; none for the first. */
  readonly before?: string;
}

export function linkTo(jws: string): string {
  return hash('sha256', jws, 'base64url');
}

/** Undefined when these words are not those of a checkpoint. */
export function readWords(words: string | undefined): CheckpointWords | undefined {
  if (words === undefined) return undefined;
  try {
    const read = JSON.parse(words) as Partial<CheckpointWords>;
    const { socle, n, at, leaves, root } = read;
    const whole = typeof n === 'number' && typeof at === 'string' && typeof leaves === 'number' && typeof root === 'string';
    return socle === 'log-checkpoint/1' && whole ? (read as CheckpointWords) : undefined;
  } catch {
    return undefined;
  }
}
