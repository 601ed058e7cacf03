import type { CodedValue } from '#kernel';
import { conceptOf } from '#terminology';
import { backwards, malformed, toCome, tooLong, unknownCode } from './refusals.ts';
import { object, optional, type Read, type Reader } from './shape.ts';

const controls = /\p{Cc}|[\uFFFE\uFFFF]/u;

/** Words on one line, blanks made one, at most `most` characters. */
export const text =
  (most: number): Reader<string> =>
  (value, { at }) => {
    const said = typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() : '';
    if (said === '' || controls.test(said) || !said.isWellFormed()) throw malformed(at, 'un texte', 'a text');
    if (said.length > most) throw tooLong(at, most);
    return said;
  };

/** Words on several lines, given as their paragraphs; at most 20,000 characters. */
export const paragraphs: Reader<readonly string[]> = (value, spot) => {
  if (typeof value !== 'string') throw malformed(spot.at, 'un texte', 'a text');
  if (value.length > 20_000) throw tooLong(spot.at, 20_000);
  const lines = value.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) throw malformed(spot.at, 'un texte', 'a text');
  return lines.map((line) => text(20_000)(line, spot));
};

export const flag: Reader<boolean> = (value, { at }) => {
  if (typeof value !== 'boolean') throw malformed(at, 'vrai ou faux', 'true or false');
  return value;
};

export const whole =
  (low: number, high: number): Reader<number> =>
  (value, { at }) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < low || value > high)
      throw malformed(at, `un nombre entier de ${low} à ${high}`, `a whole number from ${low} to ${high}`);
    return value;
  };

/** A decimal number as text with a point or a comma, or as a number; kept as text, so that `1.50` stays so. */
export const decimal: Reader<string> = (value, { at }) => {
  const said = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim().replace(',', '.') : '';
  if (!/^-?\d{1,12}(\.\d{1,9})?$/.test(said)) throw malformed(at, 'un nombre décimal', 'a decimal number');
  return said;
};

/** A positive {@link decimal}. */
export const amount: Reader<string> = (value, spot) => {
  const said = decimal(value, spot);
  if (!(Number(said) > 0)) throw malformed(spot.at, 'un nombre plus grand que zéro', 'a number above zero');
  return said;
};

/** A day, `YYYY-MM-DD`. */
export const anyDay: Reader<string> = (value, { at }) => {
  const wanted = () => malformed(at, 'une date AAAA-MM-JJ', 'a date YYYY-MM-DD');
  if (typeof value !== 'string' || !/^(19|20|21)\d\d-\d\d-\d\d$/.test(value)) throw wanted();
  const day = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value) throw wanted();
  return value;
};

/** A day that is not to come. A day has begun in some zone of France 14 hours before it does in UTC. Refuses `documents.future-date`. */
export const pastDay: Reader<string> = (value, spot) => {
  const day = anyDay(value, spot);
  if (Date.parse(day) > spot.now.getTime() + 14 * 3_600_000) throw toCome(spot.at);
  return day;
};

/** A moment with its zone, RFC 3339, not to come. Refuses `documents.future-date`. */
export const pastMoment: Reader<Date> = (value, { at, now }) => {
  const rfc = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
  const moment = value instanceof Date ? value : new Date(typeof value === 'string' && rfc.test(value) ? value : Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw malformed(at, 'une date et heure avec son décalage', 'a date and time with its offset');
  if (moment > now) throw toCome(at);
  return moment;
};

/** One word of a small table. Refuses `documents.unknown-code`. */
export const oneOf =
  <const T extends Readonly<Record<string, unknown>>>(table: T): Reader<keyof T & string> =>
  (value, { at }) => {
    if (typeof value !== 'string' || !Object.hasOwn(table, value)) throw unknownCode(at, String(value));
    return value;
  };

/** A code that can be told by its form alone. Refuses `documents.unknown-code`. */
export const code =
  (form: RegExp): Reader<string> =>
  (value, { at }) => {
    if (typeof value !== 'string' || !form.test(value)) throw unknownCode(at, String(value));
    return value;
  };

/** A code of one system and its label; the code is judged by its form, whether it exists is for the terminology of the caller. */
export const coded =
  (system: string, form: RegExp): Reader<CodedValue> =>
  (value, spot) => ({ ...object({ code: code(form), display: text(500) })(value, spot), system });

/** Throws `documents.form-backwards` when the second day comes before the first. */
export function inOrder(at: string, from: string | undefined, to: string | undefined): void {
  if (from !== undefined && to !== undefined && to < from) throw backwards(at);
}

const ii = object({ root: code(/^([0-2](\.(0|[1-9]\d*))+|[0-9A-Fa-f-]{36})$/), extension: optional(text(100)) });
/** An identifier: an OID or a UUID, and what it numbers. */
export const identifierForm: Reader<Read<typeof ii>> = ii;

/** A type of document, by its code in JDV_J07. */
export const documentTypeForm: Reader<CodedValue> = (value, { at }) => {
  const type = typeof value === 'string' ? conceptOf('documentType', value) : undefined;
  if (type === undefined) throw unknownCode(at, String(value));
  return type;
};
