import { isObject, type Json, objects, text } from '../../json.ts';

/** The objects of a list with their place in it; whatever else stands there is somebody else's fault to tell. */
export function indexed(value: unknown): readonly (readonly [number, Json])[] {
  return Array.isArray(value) ? value.flatMap((one, i) => (isObject(one) ? [[i, one] as const] : [])) : [];
}

/** FHIR R4 §2.24.0.1: primitive types are written in lower case, and with a capital behind the name of a choice. */
const primitives = new Set(
  'base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid'.split(
    ' ',
  ),
);

export interface Choice {
  /** As FHIR spells the type: `date`, `Coding`. */
  readonly type: string;
  readonly value: unknown;
  /** FHIRPath, behind the place of the element: `value.ofType(Coding)`. */
  readonly step: string;
}

/** The value of `value[x]`, `answer[x]` …; undefined when there is none. */
export function choiceOf(element: Json, base: string): Choice | undefined {
  for (const [name, value] of Object.entries(element)) {
    if (name.length === base.length || !name.startsWith(base) || value === undefined) continue;
    const type = typeOfSuffix(name.slice(base.length));
    if (type !== undefined) return { type, value, step: `${base}.ofType(${type})` };
  }
  return undefined;
}

function typeOfSuffix(suffix: string): string | undefined {
  if (!/^[A-Z]/.test(suffix)) return undefined;
  const lower = suffix.slice(0, 1).toLowerCase() + suffix.slice(1);
  return primitives.has(lower) ? lower : suffix;
}

/** The values of the extensions of that url, in order. */
export function extensionValues(element: Json, url: string): readonly unknown[] {
  return objects(element.extension).flatMap((extension) => {
    const value = extension.url === url ? choiceOf(extension, 'value')?.value : undefined;
    return value === undefined ? [] : [value];
  });
}

/** The value of the first extension of that url when it is a number. */
export function extensionNumber(element: Json, url: string): number | undefined {
  const [value] = extensionValues(element, url);
  return typeof value === 'number' ? value : undefined;
}

/** `http://loinc.org#8310-5`, for a message. */
export function codingText(coding: Json): string {
  return `${text(coding.system) ?? ''}#${text(coding.code) ?? ''}`;
}

/** The contained resource of that id. */
export function containedIn(resource: Json, id: string): Json | undefined {
  return objects(resource.contained).find((one) => one.id === id);
}

/** A table by name. Names come from outside: in a plain object, `constructor` would be found. */
export const mapOf = <T>(table: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(table));
