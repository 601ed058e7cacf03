import type { Identity } from '#ins';
import { type Call, Refusal } from '#kernel';
import { scanHeader } from './cda/index.ts';
import type { Desk } from './desk.ts';
import type { Received } from './received.ts';

/**
 * A document was refused for what it says of its person: the identity goes to the work list, after INSi was asked about what came. Changes
 * nothing else, and never lets through what was refused: should this fail, the refusal stands alone.
 * Source: Guide d’implémentation de l’INS, règles 52 and 55.
 */
export async function tellOfDoubt(
  desk: Desk,
  call: Call,
  refusal: Refusal,
  { person, bytes }: Received,
  known: Identity | undefined,
): Promise<void> {
  const { vigilance } = desk.ins;
  try {
    if (refusal.code === 'ins.not-qualified') await vigilance.receivedEarly(call, person.oid, person.matricule);
    if (refusal.code === 'documents.traits-differ' && known !== undefined)
      await vigilance.receivedOther(call, known, scanHeader(bytes).patient);
  } catch (error) {
    // No answer of INSi is no reason to refuse otherwise than for the reason found.
    if (!(error instanceof Refusal)) throw error;
  }
}
