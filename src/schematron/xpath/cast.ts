import { type Atom, Instant, QName, stringOf, Unevaluated } from './values.ts';

const readers: Readonly<Record<string, (text: string, from: Atom) => Atom | undefined>> = {
  'xs:string': (text) => text,
  'xs:anyURI': (text) => text,
  'xs:boolean': (text, from) => (typeof from === 'number' ? from !== 0 && !Number.isNaN(from) : booleanOf(text.trim())),
  'xs:integer': (text, from) => (typeof from === 'number' && Number.isFinite(from) ? Math.trunc(from) : read(/^[+-]?\d+$/, text)),
  'xs:decimal': (text, from) =>
    typeof from === 'number' && Number.isFinite(from) ? from : read(/^[+-]?(\d+(\.\d*)?|\.\d+)$/, text),
  'xs:double': (text) => special(text.trim()) ?? read(/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/, text),
  'xs:dateTime': (text) => instantOf(text.trim()),
  'xs:date': (text) => dateOf(text.trim()),
};

export function isCastTarget(type: string): boolean {
  return Object.hasOwn(readers, type);
}

/** The value read as the type; throws `Unevaluated` when it is none. xs:decimal and xs:integer are held as doubles. */
export function castTo(type: string, atom: Atom): Atom {
  const found = castOf(type, atom);
  if (found === undefined) throw new Unevaluated('FORG0001', `a value cannot be read as ${type}`);
  return found;
}

/** The value read as the type, undefined when it is none. */
export function castOf(type: string, atom: Atom): Atom | undefined {
  if (atom instanceof QName && type !== 'xs:string') return undefined;
  return readers[type]?.(stringOf(atom), typeof atom === 'boolean' ? Number(atom) : atom);
}

function read(lexical: RegExp, text: string): number | undefined {
  const t = text.trim();
  return lexical.test(t) ? Number(t) : undefined;
}

function special(text: string): number | undefined {
  if (text === 'NaN') return Number.NaN;
  if (text === 'INF') return Number.POSITIVE_INFINITY;
  return text === '-INF' ? Number.NEGATIVE_INFINITY : undefined;
}

function booleanOf(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

const zone = '(Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)?';
const day = '(-?(?:[1-9]\\d{3,}|0\\d{3}))-(\\d\\d)-(\\d\\d)';
const dateTime = new RegExp(`^${day}T(\\d\\d):(\\d\\d):(\\d\\d)(\\.\\d+)?${zone}$`);
const date = new RegExp(`^${day}${zone}$`);

function instantOf(text: string): Instant | undefined {
  const m = dateTime.exec(text);
  if (m === null) return undefined;
  const [, y, mo, d, h, mi, s, fraction, z] = m;
  const midnight = h === '24' && mi === '00' && s === '00' && Number(fraction ?? 0) === 0;
  if ((Number(h) > 23 && !midnight) || Number(mi) > 59 || Number(s) > 59) return undefined;
  const start = dayOf(Number(y), Number(mo), Number(d));
  if (start === undefined) return undefined;
  const seconds = Number(h) * 3600 + Number(mi) * 60 + Number(s) + Number(fraction ?? 0);
  return new Instant(start + (seconds - offsetOf(z)) * 1000, text);
}

function dateOf(text: string): Instant | undefined {
  const m = date.exec(text);
  if (m === null) return undefined;
  const start = dayOf(Number(m[1]), Number(m[2]), Number(m[3]));
  return start === undefined ? undefined : new Instant(start - offsetOf(m[4]) * 1000, text);
}

/** There is a year 0000, as in XML Schema 1.1: it is the one before 0001. */
function dayOf(year: number, month: number, dayOfMonth: number): number | undefined {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, dayOfMonth);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === dayOfMonth && dayOfMonth > 0 ? at.getTime() : undefined;
}

function offsetOf(written: string | undefined): number {
  if (written === undefined || written === 'Z') return 0;
  const minutes = Number(written.slice(1, 3)) * 60 + Number(written.slice(4));
  return (written.startsWith('-') ? -minutes : minutes) * 60;
}
