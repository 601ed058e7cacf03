import { type Json, objects, text } from '../../json.ts';
import { systemKey } from './system.ts';

/**
 * A token in the keys: `[system, "=code", …]`. `~` stands for a system that the element implies (`code`, `boolean` …), '' for none; the codings of
 * an identifier's own type follow as `~system|code`. Containment (`@>`) of such a list finds any part of it.
 */
export type TokenKey = readonly string[];

export const implied = '~';
export const codeKey = (code: string): string => `=${code}`;
export const typeKey = (system: string, code: string): string => `~${systemKey(system)}|${code}`;

/** Gives the tokens of one value of this FHIR type; undefined when the type has none. Source: FHIR R4 §3.1.1.4.10. */
export function tokensOf(type: string): ((value: unknown, into: TokenKey[]) => void) | undefined {
  return table[type];
}

/** True when the type has a system of its own beside the code. */
export function hasSystem(type: string): boolean {
  return type === 'Coding' || type === 'CodeableConcept' || type === 'Identifier';
}

const bare = (value: unknown, into: TokenKey[]): void => {
  if (typeof value === 'object') return;
  into.push([implied, codeKey(String(value))]);
};

const coding = (value: unknown, into: TokenKey[]): void => {
  const { system, code } = value as Json;
  if (typeof code === 'string') into.push([systemKey(text(system) ?? ''), codeKey(code)]);
  else if (typeof system === 'string') into.push([systemKey(system)]);
};

const table: Readonly<Record<string, (value: unknown, into: TokenKey[]) => void>> = {
  Coding: coding,
  CodeableConcept(value, into) {
    const { coding: codings } = value as Json;
    if (Array.isArray(codings)) for (const one of codings) if (one !== null) coding(one, into);
  },
  Identifier(value, into) {
    const { system, value: number, type } = value as Json;
    const key = systemKey(text(system) ?? '');
    if (typeof number !== 'string') {
      if (key !== '') into.push([key]);
      return;
    }
    const types = objects((type as Json | undefined)?.coding).map((one) => typeKey(text(one.system) ?? '', text(one.code) ?? ''));
    into.push([key, codeKey(number), ...types]);
  },
  ContactPoint(value, into) {
    const { value: address } = value as Json;
    if (typeof address === 'string') into.push([implied, codeKey(contactKey(address))]);
  },
  boolean: bare,
  canonical: bare,
  code: bare,
  date: bare,
  dateTime: bare,
  decimal: bare,
  id: bare,
  instant: bare,
  integer: bare,
  markdown: bare,
  oid: bare,
  positiveInt: bare,
  string: bare,
  unsignedInt: bare,
  uri: bare,
  url: bare,
  uuid: bare,
};

/** Mail addresses without case, telephone numbers without what people put between the digits. */
export function contactKey(address: string): string {
  return address.includes('@') ? address.trim().toLowerCase() : address.replace(/[\s().\-/]/g, '').toLowerCase();
}
