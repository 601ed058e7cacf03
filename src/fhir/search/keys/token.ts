import { type Json, objects, text } from '../../json.ts';
import { systemKey } from './system.ts';

/** The systems of what has none (`-`) and of what implies one (`~`: `code`, `boolean` …) in a token of the keys, `system=code`. */
export const noSystem = '-';
export const impliedSystem = '~';

/** No system key has an equals sign: the first one ends it. Without a code, the system stands alone. */
export function tokenKey(system: string, code: string): string {
  return `${system === '' ? noSystem : systemKey(system)}=${code}`;
}

/** `=code` of `system=code`, '' of a system alone. */
export function codeOfToken(token: string): string {
  const at = token.indexOf('=');
  return at < 0 ? '' : token.slice(at);
}

type Tokens = (value: unknown, into: string[]) => void;

/** Gives the tokens of one value of this FHIR type; undefined when the type has none. Source: FHIR R4 §3.1.1.4.10. */
export function tokensOf(type: string): Tokens | undefined {
  return table[type];
}

/** True when the type has a system of its own beside the code. */
export function hasSystem(type: string): boolean {
  return type === 'Coding' || type === 'CodeableConcept' || type === 'Identifier';
}

/** An identifier under the types that it says it is of, as `:of-type` asks for it. */
export function typedTokens(value: unknown, into: string[]): void {
  const { value: number, type } = value as Json;
  if (typeof number !== 'string') return;
  for (const one of objects((type as Json | undefined)?.coding))
    into.push(typedToken(text(one.system) ?? '', text(one.code) ?? '', number));
}

export function typedToken(system: string, code: string, number: string): string {
  return `${tokenKey(system, code)}\n${number}`;
}

const bare: Tokens = (value, into) => {
  if (typeof value !== 'object') into.push(`${impliedSystem}=${value}`);
};

const coding: Tokens = (value, into) => {
  const { system, code } = value as Json;
  if (typeof code === 'string') into.push(tokenKey(text(system) ?? '', code));
  else if (typeof system === 'string') into.push(systemKey(system));
};

const table: Readonly<Record<string, Tokens>> = {
  Coding: coding,
  CodeableConcept(value, into) {
    const { coding: codings } = value as Json;
    if (Array.isArray(codings)) for (const one of codings) if (one !== null) coding(one, into);
  },
  Identifier(value, into) {
    const { system, value: number } = value as Json;
    coding({ system, code: number }, into);
  },
  ContactPoint(value, into) {
    const { value: address } = value as Json;
    if (typeof address === 'string') into.push(`${impliedSystem}=${contactKey(address)}`);
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
