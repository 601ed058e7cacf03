import { type Call, type RecordId, Refusal } from '#kernel';
import type { Rights } from '#rights';
import type { Trace } from '#trace';
import { refusing } from './refusing.ts';

export interface LinkedDesk {
  readonly rights: Pick<Rights, 'linkedTo'>;
  readonly trace: Pick<Trace, 'positions' | 'journal'>;
}

/**
 * Looks at a record, and then at each that it goes on for, under a Permit and a line of its own: what one of these refuses is left out. Every
 * refusal of rights is told in the log of its record; that of the first goes on.
 */
export async function withLinked<T>(
  desk: LinkedDesk,
  call: Call,
  record: RecordId,
  look: (one: RecordId, isLinked: boolean) => Promise<T>,
): Promise<readonly [T, ...T[]]> {
  const own = await refusing(desk, call, record, () => look(record, false));
  return [own, ...(await inLinked(desk, call, record, (one) => look(one, true)))];
}

/** The same of the linked records alone, for a walk that tells by itself what the first refuses. */
export async function inLinked<T>(
  desk: LinkedDesk,
  call: Call,
  record: RecordId,
  look: (one: RecordId) => Promise<T>,
): Promise<readonly T[]> {
  const linked = (await desk.rights.linkedTo(record)).map((one) =>
    unlessRefused(refusing(desk, call, one, () => look(one)).then((found) => ({ found }))),
  );
  const found = await Promise.all(linked);
  return found.flatMap((part) => (part === undefined ? [] : [part.found]));
}

async function unlessRefused<T>(looked: Promise<T>): Promise<T | undefined> {
  try {
    return await looked;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}
