import type { Call, RecordId } from '#kernel';
import type { Permit, Rights } from '#rights';
import type { LinkRow, ShareDesk, Sharer } from './desk.ts';
import { unknown } from './refusals.ts';

/**
 * Who makes, shows and stops links: who manages the rights of the record, the person or somebody they or the law gave that to. Refuses what
 * `rights.choices` refuses.
 */
export async function decidedSharer({ rights }: ShareDesk, call: Call, record: RecordId): Promise<Sharer> {
  await rights.choices(call, record);
  const { actor } = call;
  if (actor.kind === 'citizen' || actor.kind === 'delegate') return actor;
  throw new Error('rights.choices let somebody manage the rights of a record who is not of it');
}

/**
 * Whether somebody who manages the rights of a record sees, shows and stops this link: the person every one, who acts for them those they made
 * themself. A link that a minor made opens what they may hide from those who represent them.
 */
export function managesLink({ actor }: Call, { sharer }: Pick<LinkRow, 'sharer'>): boolean {
  if (actor.kind === 'citizen') return true;
  const made = JSON.parse(sharer) as Sharer;
  return made.kind === 'delegate' && actor.kind === 'delegate' && made.id === actor.id;
}

/**
 * The call under whose right a link is opened: the one of who made it, as their rights are now. Refuses `share.unknown` when the record was
 * closed, and what `rights.choices` refuses when they manage it no longer.
 */
export async function sharersCall({ rights }: ShareDesk, link: LinkRow, { at, requestId }: Call): Promise<Call> {
  const call: Call = { actor: JSON.parse(link.sharer) as Sharer, at, requestId };
  const { closed } = await rights.choices(call, link.record_id);
  if (closed) throw unknown();
  return call;
}

const mostAgain = 3;

/**
 * Runs `look` with the Permit of this call, and again when the rights of the record changed meanwhile: what several statements find must be of
 * one state of them. The caller traces.
 */
export async function lookedAt<T>(
  { rights }: { readonly rights: Pick<Rights, 'decide' | 'renewed'> },
  call: Call,
  record: RecordId,
  look: (permit: Permit) => Promise<T>,
): Promise<T> {
  let permit = await rights.decide(call, record, 'list');
  for (let again = 0; ; again++) {
    const found = await look(permit);
    const renewed = await rights.renewed(permit, 'list');
    if (renewed === undefined) return found;
    if (again === mostAgain) throw unknown();
    permit = renewed;
  }
}
