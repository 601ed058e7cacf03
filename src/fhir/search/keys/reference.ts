import { isObject, type Json, objects } from '../../json.ts';

const literal = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}$/;
const version = /\/_history\/[^/]*$/;

/**
 * The type of resource that a Reference leads to: by its address, by what is contained, else by its own `type`. Undefined when it does not say.
 * Nothing is looked up. Source: FHIR R4 §2.3.0.
 */
export function typeOfReference(value: unknown, resource: Json): string | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.resourceType === 'string') return value.resourceType;
  const { reference } = value;
  if (typeof reference === 'string') {
    const type = reference.startsWith('#') ? typeOfContained(reference, resource) : typeInAddress(reference);
    if (type !== undefined) return type;
  }
  return typeof value.type === 'string' ? value.type : undefined;
}

/** `Patient` of `Patient/12`, `https://a.example/fhir/Patient/12`, `Patient/12/_history/3`. */
export function typeInAddress(reference: string): string | undefined {
  return literal.exec(reference.replace(version, ''))?.[1];
}

function typeOfContained(reference: string, resource: Json): string | undefined {
  const found = reference === '#' ? resource : contained(reference, resource);
  return typeof found?.resourceType === 'string' ? found.resourceType : undefined;
}

function contained(reference: unknown, { contained: all }: Json): Json | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  return objects(all).find(({ id }) => id === reference.slice(1));
}

/**
 * The identifiers by which the target of a Reference is known without looking it up: the one that it carries, and those of what it leads to
 * inside the resource; of a role there, also those of who has it.
 */
export function identifiersOfTarget(value: unknown, resource: Json): readonly Json[] {
  const reference = value as Json;
  const target = contained(reference.reference, resource);
  if (target === undefined) return identifiersOf(reference);
  const { practitioner } = target;
  const holders =
    target.resourceType === 'PractitionerRole' && isObject(practitioner)
      ? [practitioner, contained(practitioner.reference, resource) ?? {}]
      : [];
  return [reference, target, ...holders].flatMap(identifiersOf);
}

/** Of a Reference, which carries one; of a resource, which has some. */
function identifiersOf({ identifier }: Json): readonly Json[] {
  return isObject(identifier) ? [identifier] : objects(identifier);
}

/** Where a resource is kept. */
export interface Home {
  /** This server's FHIR address, without a slash at the end. */
  readonly base: string;
  /** The 32 hexadecimal digits of its record, with which ids of the record begin; undefined among the shared resources. */
  readonly hex: string | undefined;
}

/** Stands in keys for the digits of the record; no id has this character. */
export const ownRecord = '~';

/**
 * A reference as keys hold it, see {@link addressKey}. What leads nowhere outside the resource (contained, an identifier or a display only) is
 * `#` and the type when known: it matches no value, and is not missing either.
 */
export function referenceKey(value: unknown, resource: Json, home: Home): string {
  const { reference } = value as Json;
  if (typeof reference === 'string' && reference !== '' && !reference.startsWith('#')) return addressKey(reference, home);
  return `#${typeOfReference(value, resource) ?? ''}`;
}

/** Without version, relative when it is one of ours, and as {@link uriKey}. */
export function addressKey(reference: string, home: Home): string {
  const { base } = home;
  const whole = reference.includes('/_history/') ? reference.replace(version, '') : reference;
  return uriKey(whole.startsWith(base) && whole.charAt(base.length) === '/' ? whole.slice(base.length + 1) : whole, home);
}

/** With {@link ownRecord} for the digits of the record when it is relative; else as it is written. */
export function uriKey(uri: string, { hex }: Pick<Home, 'hex'>): string {
  return hex === undefined || uri.includes(':') ? uri : uri.replace(hex, ownRecord);
}
