import { kinds, splitCanonical } from '#packages';
import { type Json, objects, text } from '../../../json.ts';
import { containedIn } from '../elements.ts';
import type { Focus } from '../rule.ts';

/** The Questionnaire that a response answers, or why there is none. */
export type Found = { readonly questionnaire: Json } | { readonly wrongType: string } | { readonly unknown: true };

/**
 * By canonical: contained (`#id`), in the same Bundle, on the shelf, then wherever the validator's resolver looks. Another resource of
 * that address is `wrongType`; so is an address under http://hl7.org/fhir/ that names another type, since HL7 builds them all alike.
 */
export function findQuestionnaire(canonical: string, { resource, root, ground }: Focus): Found {
  if (canonical.startsWith('#')) return asFound(containedIn(resource, canonical.slice(1)));
  const found =
    inBundle(root, canonical) ?? ground.shelf.find('Questionnaire', canonical) ?? ground.resolve?.(canonical) ?? undefined;
  if (found !== undefined) return asFound(found);
  const other = kinds.find((kind) => kind !== 'Questionnaire' && ground.shelf.find(kind, canonical) !== undefined);
  const written = /^http:\/\/hl7\.org\/fhir\/([A-Za-z]+)\//.exec(canonical)?.[1];
  const type = other ?? kinds.find((kind) => kind === written && kind !== 'Questionnaire');
  return type === undefined ? { unknown: true } : { wrongType: type };
}

function asFound(resource: Json | undefined): Found {
  if (resource === undefined) return { unknown: true };
  const type = text(resource.resourceType) ?? '';
  return type === 'Questionnaire' ? { questionnaire: resource } : { wrongType: type };
}

function inBundle(root: Json, canonical: string): Json | undefined {
  if (root.resourceType !== 'Bundle') return undefined;
  const { url, version } = splitCanonical(canonical);
  return objects(root.entry)
    .map((entry) => entry.resource as Json | undefined)
    .find((one) => one?.url === url && (version === undefined || one.version === version));
}
