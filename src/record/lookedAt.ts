import { type Call, type RecordId, Refusal } from '#kernel';
import type { Permit, Rights } from '#rights';

const mostAgain = 3;

/**
 * Runs `look` with the Permit of this call, and again when the rights of the record changed meanwhile: what several statements find must be of
 * one state of them. The caller traces. Refuses what `rights.decide` refuses, and `record.changing` when they change all the time.
 */
export async function lookedAt<T>(
  { rights }: { readonly rights: Pick<Rights, 'decide' | 'renewed'> },
  call: Call,
  record: RecordId,
  look: (permit: Permit) => Promise<T>,
): Promise<{ readonly found: T; readonly permit: Permit }> {
  let permit = await rights.decide(call, record, 'list');
  for (let again = 0; ; again++) {
    const found = await look(permit);
    const renewed = await rights.renewed(permit, 'list');
    if (renewed === undefined) return { found, permit };
    if (again === mostAgain) throw changing();
    permit = renewed;
  }
}

const changing = (): Refusal =>
  new Refusal('record.changing', {
    fr: 'Les droits sur ce carnet changent en ce moment. Réessayez dans un instant.',
    en: 'The rights on this record are changing right now. Try again in a moment.',
  });
