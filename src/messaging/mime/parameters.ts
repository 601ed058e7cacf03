import { decoded } from './charset.ts';
import { mostParameters } from './limits.ts';
import { decodedWords, oneLine } from './words.ts';

/** A field like Content-Type: a value and parameters as they were written, in order. */
export interface Structured {
  /** Lower case, without white space: `text/plain`, `attachment`. */
  readonly value: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const isSpace = (c: string | undefined): boolean => c === ' ' || c === '\t' || c === '\r' || c === '\n';

/** Reads `value; name=value; name="value"` (RFC 2045 §5.1), with comments; what is written wrongly is passed over. At most 50 parameters. */
export function structured(text: string): Structured {
  const clean = text.includes('(') ? withoutComments(text) : text;
  const semicolon = clean.indexOf(';');
  const value = (semicolon < 0 ? clean : clean.slice(0, semicolon)).replace(/\s+/g, '').toLowerCase();
  const parameters: (readonly [string, string])[] = [];
  let at = semicolon < 0 ? clean.length : semicolon + 1;
  while (at < clean.length && parameters.length < mostParameters) {
    const equals = clean.indexOf('=', at);
    if (equals < 0) break;
    const name = clean.slice(at, equals).split(';').at(-1)?.trim().toLowerCase() ?? '';
    let start = equals + 1;
    while (isSpace(clean[start])) start += 1;
    const [read, after] = clean[start] === '"' ? quotedAt(clean, start) : tokenAt(clean, start);
    if (name !== '' && name.length <= 100) parameters.push([name, read]);
    const next = clean.indexOf(';', after);
    at = next < 0 ? clean.length : next + 1;
  }
  return { value, parameters };
}

/** A quoted string from its first quote (RFC 5322 §3.2.4) and the place after its last; one that never ends goes to the end. */
export function quotedAt(text: string, start: number): readonly [string, number] {
  let at = start + 1;
  let escapes = false;
  for (let c = text.charCodeAt(at); at < text.length && c !== 34; c = text.charCodeAt(at)) {
    if (c === 92) escapes = true;
    at += c === 92 ? 2 : 1;
  }
  const inside = text.slice(start + 1, at);
  return [escapes ? inside.replace(/\\([\s\S])/g, '$1') : inside, at + 1];
}

function tokenAt(text: string, start: number): readonly [string, number] {
  const semicolon = text.indexOf(';', start);
  const end = semicolon < 0 ? text.length : semicolon;
  return [text.slice(start, end).trim(), end];
}

/** Comments may be nested (RFC 5322 §3.2.2); inside a quoted string a parenthesis is itself. One that never ends hides the rest. */
export function withoutComments(text: string): string {
  let out = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at] ?? '';
    if (c === '\\' && (quoted || depth > 0)) {
      if (depth === 0) out += c + (text[at + 1] ?? '');
      at += 1;
    } else if (quoted) {
      out += c;
      quoted = c !== '"';
    } else if (c === '(') depth += 1;
    else if (c === ')' && depth > 0) depth -= 1;
    else if (depth === 0) {
      out += c;
      quoted = c === '"';
    }
  }
  return out;
}

/** Parameters as a person reads them: continuations joined and charsets read (RFC 2231), encoded words too, which many programs write. */
export function readParameters(parameters: Structured['parameters']): Readonly<Record<string, string>> {
  const read: Record<string, string> = Object.create(null);
  const pieces = new Map<string, Map<number, readonly [value: string, extended: boolean]>>();
  for (const [name, value] of parameters) {
    const continued = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(name);
    const base = continued?.[1];
    if (base === undefined) continue;
    if (!name.includes('*')) {
      if (!(base in read)) read[base] = decodedWords(value);
      continue;
    }
    const list = pieces.get(base) ?? new Map<number, readonly [string, boolean]>();
    list.set(Number(continued?.[2] ?? 0), [value, continued?.[3] !== undefined]);
    pieces.set(base, list);
  }
  // The extended form is preferred where both are written (RFC 6266 §4.3 says why; mail programs write both likewise).
  for (const [name, list] of pieces) read[name] = joined(list);
  return read;
}

function joined(list: ReadonlyMap<number, readonly [value: string, extended: boolean]>): string {
  let charset: string | undefined;
  const bytes: Buffer[] = [];
  for (let n = 0; list.has(n); n += 1) {
    const [value = '', extended = false] = list.get(n) ?? [];
    let rest = value;
    if (n === 0 && extended) {
      const marked = /^([^']{0,60})'[^']{0,60}'/.exec(value);
      charset = marked?.[1];
      rest = value.slice(marked?.[0].length ?? 0);
    }
    bytes.push(extended ? percent(rest) : Buffer.from(rest, 'utf8'));
  }
  return oneLine(decoded(Buffer.concat(bytes), charset));
}

function percent(text: string): Buffer {
  const raw = Buffer.from(text, 'utf8').toString('latin1');
  return Buffer.from(
    raw.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
