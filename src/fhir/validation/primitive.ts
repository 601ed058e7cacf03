/**
 * Whether a JSON value is one of a FHIR primitive type. Source: FHIR R4 §2.24.0.1, with the limits that the text of each type gives.
 * Out: what is wrong, as a sentence, or undefined. Expressions are linear: none backtracks on hostile text.
 */
export type PrimitiveCheck = (value: unknown) => string | undefined;

const longest = 1024 * 1024;
/** Allowed: tab, line feed, carriage return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const integer = /^-?(0|[1-9][0-9]*)$/;

function ofString(say: (value: string) => string | undefined): PrimitiveCheck {
  return (value) => {
    if (typeof value !== 'string') return `must be a JSON string, not ${kindOf(value)}`;
    return value === '' ? 'cannot be empty' : say(value);
  };
}

function matching(name: string, expression: RegExp): PrimitiveCheck {
  return ofString((value) => (expression.test(value) ? undefined : `is not a valid ${name}: '${brief(value)}'`));
}

function ofInteger(name: string, least: number): PrimitiveCheck {
  return (value) => {
    if (typeof value !== 'number') return `must be a JSON number, not ${kindOf(value)}`;
    if (!Number.isInteger(value) || !integer.test(String(value))) return `is not a valid ${name}: ${value}`;
    if (value > 2147483647) return `is too large for ${name}: ${value}`;
    return value < least ? `is too small for ${name}: ${value}` : undefined;
  };
}

function text(value: string): string | undefined {
  if (value.length > longest) return `is longer than ${longest} characters`;
  if (control.test(value)) return 'contains control characters';
  return /\S/.test(value) ? undefined : 'cannot be white space only';
}

/** The kind of JSON value, for a sentence. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export function brief(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}

function uri(value: string): string | undefined {
  if (/\s/.test(value)) return `is not a valid URI, it contains white space: '${brief(value)}'`;
  if (value.startsWith('urn:oid:') && !oid.test(value)) return `is not a valid OID: '${brief(value)}'`;
  // The type uuid is in lower case; R4 does not ask it of a uri.
  if (value.startsWith('urn:uuid:') && !uuid.test(value.toLowerCase())) return `is not a valid UUID: '${brief(value)}'`;
  return undefined;
}

const oid = /^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/;
const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function base64(value: string): string | undefined {
  const packed = /\s/.test(value) ? value.replace(/\s+/g, '') : value;
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed) ? undefined : `is not valid Base64: '${brief(value)}'`;
}

const dateParts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const timeParts = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?$/;
const zone = /(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

function isDate(value: string): boolean {
  const parts = dateParts.exec(value);
  if (parts === null || parts[1] === '0000') return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A leap second is allowed, midnight as 24:00 is not. */
function isTime(value: string): boolean {
  const parts = timeParts.exec(value);
  return parts !== null && Number(parts[1]) < 24 && Number(parts[2]) < 60 && Number(parts[3]) <= 60;
}

function dateTime(value: string): string | undefined {
  const t = value.indexOf('T');
  if (t < 0) return isDate(value) ? undefined : `is not a valid date or dateTime: '${brief(value)}'`;
  return instant(value);
}

function instant(value: string): string | undefined {
  const t = value.indexOf('T');
  const [day, rest] = [value.slice(0, t), value.slice(t + 1)];
  if (day.length !== 10 || !isDate(day)) return `is not a valid date with a time: '${brief(value)}'`;
  const offset = zone.exec(rest);
  const time = offset === null ? rest : rest.slice(0, offset.index);
  if (!isTime(time)) return `is not a valid date with a time: '${brief(value)}'`;
  return offset === null ? `has a time and no time zone: '${brief(value)}'` : undefined;
}

function decimal(value: unknown): string | undefined {
  if (typeof value !== 'number') return `must be a JSON number, not ${kindOf(value)}`;
  return Number.isFinite(value) ? undefined : 'is too large for a decimal';
}

export const primitiveChecks: Readonly<Record<string, PrimitiveCheck>> = {
  boolean: (value) => (typeof value === 'boolean' ? undefined : `must be true or false, not ${kindOf(value)}`),
  integer: ofInteger('integer', -2147483648),
  unsignedInt: ofInteger('unsignedInt', 0),
  positiveInt: ofInteger('positiveInt', 1),
  decimal,
  string: ofString(text),
  markdown: ofString(text),
  code: matching('code', /^[^\s]+(\s[^\s]+)*$/),
  id: ofString(id),
  uri: ofString(uri),
  url: ofString(uri),
  canonical: ofString(uri),
  oid: matching('OID', oid),
  uuid: matching('UUID, which is in lower case', uuid),
  base64Binary: ofString(base64),
  date: ofString((value) => (isDate(value) ? undefined : `is not a valid date: '${brief(value)}'`)),
  dateTime: ofString(dateTime),
  instant: ofString(instant),
  time: ofString((value) => (isTime(value) ? undefined : `is not a valid time: '${brief(value)}'`)),
  xhtml: ofString((value) => (value.length > longest ? `is longer than ${longest} characters` : undefined)),
};

function id(value: string): string | undefined {
  if (value.length > 64) return `is too long for an id: ${value.length} characters, 64 at most`;
  return /^[A-Za-z0-9.-]+$/.test(value) ? undefined : `has characters that an id may not have: '${brief(value)}'`;
}
