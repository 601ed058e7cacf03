import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import type { Trace } from '#trace';

/** Runs a look; what rights refuse of it is told in the record's log, and goes on. */
export async function refusing<T>(
  { trace }: { readonly trace: Pick<Trace, 'positions' | 'journal'> },
  call: Call,
  record: RecordId,
  look: () => Promise<T>,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) {
      // A guessed record id must not start a chain of its own.
      const under = (await trace.positions([record])).has(record) ? record : PLATFORM;
      await trace.journal(call, under, { action: 'refusal', outcome: 'refused', code: error.code });
    }
    throw error;
  }
}
