import { type Actor, actorId } from '#kernel';

/** Whose something is that belongs to no record: the same person, professional or software again has the same. */
export function ownerOf(actor: Actor): string {
  return `${actor.kind}/${actorId(actor)}`;
}
