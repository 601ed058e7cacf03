import type { Call, Professional, Software } from '#kernel';
import type { Standing } from './change.ts';

type Made = Pick<Standing, 'depositor' | 'author_ids'>;

/**
 * Whether the caller made this document: one of its authors, who deposited it, or the software that did, which is always that of one
 * structure. Source: DMP, TD3.3c.
 */
export function madeBy({ actor }: Call, { depositor, author_ids }: Made): boolean {
  if (actor.kind === 'software') return depositor === actor.id;
  return actor.kind === 'professional' && (depositor === actor.id || author_ids.includes(actor.id));
}

/** Who deposits, as kept with the entry: the software, or the professional at a web form. */
export function depositorOf(call: Call): string {
  return (call.actor as Software | Professional).id;
}
