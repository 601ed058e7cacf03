import { city, hospital } from './care.ts';
import type { Couloir, CouloirId, Publication } from './couloir.ts';
import { medicosocial } from './medicosocial.ts';
import { biology, pharmacy, radiology } from './technical.ts';

/**
 * The six couloirs, with the documents that each publishes to the shared record.
 *
 * The official list per couloir stands in each DSR; this one keeps the types that such software publishes, in the
 * codes of JDV_J07 (27 September 2024). It is the demonstration's and the dashboards' ground, not a legal statement.
 */
export const couloirs: readonly Couloir[] = [hospital, biology, radiology, pharmacy, city, medicosocial];

export function isCouloirId(text: unknown): text is CouloirId {
  return couloirs.some((couloir) => couloir.id === text);
}

/** What the couloir says of a type code; nothing when the couloir does not publish it. */
export function publicationOf(couloir: CouloirId, typeCode: string): Publication | undefined {
  return couloirs.find(({ id }) => id === couloir)?.publishes.find(({ type }) => type.code === typeCode);
}
