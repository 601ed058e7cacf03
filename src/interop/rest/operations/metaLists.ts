import { isObject, type Json, objects } from '#fhir';
import { parameters } from './parameters.ts';

/** The three lists of Meta that the operations on it are about, each with what makes two entries the same. */
export const lists = { profile: String, security: codingKey, tag: codingKey } as const;
export type List = keyof typeof lists;
export const listNames = Object.keys(lists) as readonly List[];

export function metaOf({ body }: { readonly body: string }): Json {
  const { meta } = JSON.parse(body) as Json;
  return isObject(meta) ? meta : {};
}

export function listOf(meta: Json, list: List): readonly unknown[] {
  const value = meta[list];
  return list === 'profile' ? (Array.isArray(value) ? value : []) : objects(value);
}

export function has(list: List, among: readonly unknown[], one: unknown): boolean {
  const key = lists[list](one);
  return among.some((other) => lists[list](other) === key);
}

function codingKey(coding: unknown): string {
  const { system, code } = isObject(coding) ? coding : {};
  return `${String(system)}|${String(code)}`;
}

/** Nothing is returned of a Meta that holds nothing: FHIR has no empty elements (§2.6.2.2). */
export function returned(meta: Json): string {
  return parameters(Object.keys(meta).length === 0 ? [] : [{ name: 'return', valueMeta: meta }]);
}
