import { fhirSystemOf, oidOfFhirSystem } from '#terminology';
import { isObject, type Json, objects, text } from '../json.ts';

/** A literal reference as it stands in a resource. */
export interface Mention {
  readonly text: string;
  /** `Patient` and `1` of `Patient/1`, also when it was written under our own base; absent for everything that is not ours to look up. */
  readonly type?: string;
  readonly id?: string;
}

const relative = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * Every literal reference of a resource, contained ones included, each text once. References to what is contained (`#…`) are left out.
 * `base` is our own address, under which an absolute reference is one of ours.
 */
export function mentionsIn(resource: Json, base: string): readonly Mention[] {
  const found = new Map<string, Mention>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    for (const name in value) {
      const inner = (value as Json)[name];
      if (typeof inner === 'object') visit(inner);
      else if (name === 'reference' && typeof inner === 'string' && !found.has(inner) && inner[0] !== '#')
        found.set(inner, mentionOf(inner, base));
    }
  };
  visit(resource);
  return [...found.values()];
}

export function mentionOf(text: string, base: string): Mention {
  const ours = text.startsWith('http') && text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;
  const match = relative.exec(ours);
  return match?.[1] === undefined || match[2] === undefined ? { text } : { text, type: match[1], id: match[2] };
}

const rpps = 'urn:oid:1.2.250.1.71.4.2.1';
const byWhom = new Set(['author', 'performer', 'recorder', 'requester', 'asserter']);

/** National identifiers of the professionals whom the resource names by identifier as those who made it. */
export function authorsOf(resource: Json): readonly string[] {
  const ids = new Set<string>();
  const within = (value: unknown, deep: number): void => {
    if (deep === 0 || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) within(item, deep);
      return;
    }
    const { identifier } = value as Json;
    if (isObject(identifier) && identifier.system === rpps && typeof identifier.value === 'string') ids.add(identifier.value);
    for (const inner of Object.values(value)) if (typeof inner === 'object') within(inner, deep - 1);
  };
  for (const name in resource) if (byWhom.has(name)) within(resource[name], 2);
  return [...ids];
}

const visibility = '1.2.250.1.213.1.1.4.13';
/** The label that keeps a thing from who represents a minor. */
export const forRepresentatives = { system: fhirSystemOf(visibility), code: 'INVISIBLE_REPRESENTANTS_LEGAUX' };

/** What the labels of `meta.security` hide, and from whom. Source: TRE_A07, the visibility of a document of the DMP. */
export function hiddenBy(resource: Json): {
  readonly fromProfessionals: boolean;
  readonly fromPatient: boolean;
  readonly fromRepresentatives: boolean;
} {
  const codes = labelsOf(resource);
  return {
    fromProfessionals: codes.has('MASQUE_PS'),
    fromPatient: codes.has('INVISIBLE_PATIENT'),
    fromRepresentatives: codes.has(forRepresentatives.code),
  };
}

function labelsOf({ meta }: Json): ReadonlySet<unknown> {
  const labels = isObject(meta) ? objects(meta.security) : [];
  return new Set(labels.flatMap(({ system, code }) => (oidOfFhirSystem(text(system) ?? '') === visibility ? code : [])));
}
