import { Unsupported } from './lexer.ts';
import { anchored, choices, isDecided, partsOf, programOf } from './linear.ts';
import { Machine, type Match } from './machine.ts';
import { Unevaluated } from './values.ts';

/** The longest text a regular expression is tried on, in characters. */
export const regexTextLimit = 20_000;

/** Beginning anew at each character takes the square of this, where no other choice is left. */
const shortText = 256;

/** An expression ready to be tried; its time grows with the text and no faster. */
export interface Regex {
  test(text: string): boolean;
  /** All matches, from left to right, none of nothing. */
  all(text: string): readonly Found[];
}

/** A match: from where to where, its text, and what each of its groups holds. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly texts: readonly (string | undefined)[];
}

const known = new Map<string, Regex>();

/**
 * Reads a regular expression of XPath. Throws `Unsupported` for class subtraction, \i, \c, blocks, backreferences, the flag x.
 *
 * JavaScript's own does the work where it cannot go back far: at most one repetition to go back into, or one place to begin at, or, from
 * one place or in a short text, no choice that the next character does not decide. Any other runs on a machine that never tries the
 * same twice, as a document must not be able to take the time of all.
 * Source: XPath and XQuery Functions 2.0 §7.6.1.
 */
export function regexOf(pattern: string, flags: string): Regex {
  const key = `${flags}/${pattern}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (!/^[smi]*$/.test(flags)) throw new Unsupported(`the flags "${flags}" of a regular expression`);
  const regex = made(pattern, [...new Set(flags)].join(''));
  if (known.size > 2_000) known.clear();
  known.set(key, regex);
  return regex;
}

function made(pattern: string, flags: string): Regex {
  const source = translated(pattern);
  const native = ofNative(nativeOf(source, flags, pattern));
  const { whole, groups } = partsOf(source);
  const lines = flags.includes('m');
  if (!lines && choices(whole) + (anchored(whole) ? 0 : 1) < 2) return native;
  const program = programOf(whole, flags);
  const decided = !lines && isDecided(program);
  if (decided && anchored(whole)) return native;
  const machine = ofMachine((text) => new Machine(program, groups, short(text), flags));
  if (!decided) return machine;
  const by = (text: string): Regex => (text.length <= shortText ? native : machine);
  return { test: (text) => by(text).test(text), all: (text) => by(text).all(text) };
}

function ofMachine(open: (text: string) => Machine): Regex {
  return {
    test: (text) => open(text).find(0) !== undefined,
    all(text) {
      const matcher = open(text);
      const found: Found[] = [];
      for (let from = 0; from <= text.length; ) {
        const match = matcher.find(from);
        if (match === undefined) break;
        const [start = 0, end = 0] = match;
        if (end > start) found.push({ start, end, texts: textsOf(match, text) });
        from = end > start ? end : end + 1;
      }
      return found;
    },
  };
}

function textsOf(match: Match, text: string): readonly (string | undefined)[] {
  return Array.from({ length: match.length / 2 }, (_, group) => {
    const start = match[group * 2] ?? -1;
    return start < 0 ? undefined : text.slice(start, match[group * 2 + 1]);
  });
}

function nativeOf(source: string, flags: string, pattern: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    throw new Unsupported(`the regular expression "${pattern}"`);
  }
}

function ofNative(regex: RegExp): Regex {
  const every = new RegExp(regex.source, `${regex.flags}g`);
  return {
    test: (text) => regex.test(short(text)),
    all(text) {
      const found: Found[] = [];
      every.lastIndex = 0;
      for (let texts = every.exec(short(text)); texts !== null; texts = every.exec(text)) {
        const end = every.lastIndex;
        if (texts[0] === '') every.lastIndex++;
        else found.push({ start: texts.index, end, texts });
      }
      return found;
    },
  };
}

function short(text: string): string {
  if (text.length > regexTextLimit)
    throw new Unevaluated('SOCLE001', `a text of more than ${regexTextLimit} characters for a regular expression`);
  return text;
}

function translated(pattern: string): string {
  let out = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern.charAt(at);
    if (c === '\\') {
      at++;
      out += escaped(pattern.charAt(at), inClass, pattern);
    } else if (c === '[') {
      if (inClass) throw new Unsupported(`the regular expression "${pattern}"`);
      inClass = true;
      out += c;
    } else {
      if (c === ']') inClass = false;
      // Only XPath's own groups: (?…) is JavaScript's.
      if (c === '(' && !inClass && pattern.charAt(at + 1) === '?') throw new Unsupported(`the regular expression "${pattern}"`);
      // XPath lets an anchor be repeated, JavaScript only a group.
      const anchor = !inClass && (c === '^' || c === '$') && /[*+?{]/.test(pattern.charAt(at + 1));
      out += anchor ? `(?:${c})` : c === '/' ? '\\/' : c;
    }
  }
  return out;
}

function escaped(c: string, inClass: boolean, pattern: string): string {
  switch (c) {
    case 'd':
      return '\\p{Nd}';
    case 'D':
      return '\\P{Nd}';
    case 's':
      return inClass ? ' \\t\\n\\r' : '[ \\t\\n\\r]';
    case 'w':
      return inClass ? '\\p{L}\\p{M}\\p{N}\\p{S}' : '[\\p{L}\\p{M}\\p{N}\\p{S}]';
    case '-':
      return inClass ? '\\-' : '-';
    case 'S':
      if (!inClass) return '[^ \\t\\n\\r]';
      break;
    case 'W':
      if (!inClass) return '[^\\p{L}\\p{M}\\p{N}\\p{S}]';
      break;
    default:
      if (/[nrt\\|.?*+(){}[\]^$pP]/.test(c)) return `\\${c}`;
  }
  throw new Unsupported(`\\${c} in the regular expression "${pattern}"`);
}

/** Each match gives way to the replacement, in which `$1` is a group and `\\$` a dollar. */
export function replaced(text: string, regex: Regex, by: string): string {
  let out = '';
  let from = 0;
  for (const { start, end, texts } of regex.all(text)) {
    out += text.slice(from, start);
    out += by.replace(/\\([\\$])|\$(\d)/g, (_, sign: string | undefined, digit: string) => sign ?? texts[Number(digit)] ?? '');
    from = end;
  }
  return out + text.slice(from);
}

/** The parts between the matches; groups are not parts. */
export function tokensBetween(text: string, regex: Regex): readonly string[] {
  const found: string[] = [];
  let from = 0;
  for (const { start, end } of regex.all(text)) {
    found.push(text.slice(from, start));
    from = end;
  }
  found.push(text.slice(from));
  return found;
}
