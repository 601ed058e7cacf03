import type { Call } from '#kernel';
import type { Standing } from './change.ts';

type Made = Pick<Standing, 'depositor' | 'author_ids'>;

/**
 * Whether the caller made this document: one of its authors, who deposited it, or the software that did, which is always that of one
 * structure; or the person brought it themself, or who acts for them. Source: DMP, TD3.3c.
 */
export function madeBy({ actor }: Call, { depositor, author_ids }: Made): boolean {
  if (actor.kind === 'software') return depositor === actor.id;
  if (actor.kind === 'citizen') return actor.app === undefined && depositor === actor.record;
  return actor.kind === 'professional' && (depositor === actor.id || author_ids.includes(actor.id));
}

/** Who deposits, as kept with the entry: the software, the professional at a web form, or the person, whoever acts for them. */
export function depositorOf({ actor }: Call): string {
  return actor.kind === 'citizen' || actor.kind === 'delegate' ? actor.record : actor.id;
}
