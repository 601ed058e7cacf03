import { type Call, Refusal } from '#kernel';
import { operatorRefused } from './refusals.ts';
import { acrossText } from './rights.sql.ts';

/** The right to see, across records, what the caller made: see {@link decideAcross}. */
export interface AcrossPermit {
  readonly call: Call;
  /** As {@link Permit.predicate}, for a statement that binds no record. */
  predicate(first: number, alias?: string): { text: string; values: readonly unknown[] };
  /** The depositor or author whose things are meant, to look them up. */
  readonly maker: string;
}

/**
 * May this caller look across records? Software sees what it deposited, a professional what they wrote, but for records that are closed or
 * whose person has blocked them. Refuses `rights.one-record` (a citizen has one record) and `rights.operator`.
 */
export function decideAcross(call: Call): AcrossPermit {
  const { actor } = call;
  if (actor.kind === 'operator') throw operatorRefused();
  if (call.within !== undefined || actor.kind === 'citizen' || actor.kind === 'delegate' || actor.kind === 'guest') {
    throw new Refusal('rights.one-record', {
      fr: 'Cette recherche porte sur plusieurs dossiers ; la vôtre porte sur votre dossier.',
      en: 'This search is about several records; yours is about your own.',
    });
  }
  const values = actor.kind === 'software' ? [actor.id, ''] : ['', actor.id];
  return {
    call,
    maker: actor.id,
    predicate: (first, alias = 'e') => ({ text: acrossText(first, alias), values }),
  };
}
