import { Unsupported } from './lexer.ts';
import { anchored, choices, partsOf, programOf } from './linear.ts';
import { Machine, type Match } from './machine.ts';
import { Unevaluated } from './values.ts';

/** The longest text a regular expression is tried on, in characters. */
export const regexTextLimit = 20_000;

/** An expression ready to be tried; its time grows with the text and no faster. */
export interface Regex {
  test(text: string): boolean;
  /** All matches, from left to right, none of nothing. */
  all(text: string): Iterable<Match>;
}

const known = new Map<string, Regex>();

/**
 * Reads a regular expression of XPath. Throws `Unsupported` for class subtraction, \i, \c, blocks, backreferences, the flag x.
 *
 * JavaScript's own does the work where it cannot go back far: at most one repetition to go back into, or one place to begin at. Any other runs on
 * a machine that never tries the same twice, as a document must not be able to take the time of all.
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
  const native = nativeOf(source, flags, pattern);
  const { whole, groups } = partsOf(source);
  if (!flags.includes('m') && choices(whole) + (anchored(whole) ? 0 : 1) < 2) return ofNative(native);
  const program = programOf(whole, flags);
  const machine = (text: string) => new Machine(program, groups, short(text), flags);
  return {
    test: (text) => machine(text).find(0) !== undefined,
    *all(text) {
      const matcher = machine(text);
      for (let from = 0; from <= text.length; ) {
        const match = matcher.find(from);
        if (match === undefined) return;
        const [start = 0, end = 0] = match;
        if (end > start) yield match;
        from = end > start ? end : end + 1;
      }
    },
  };
}

function nativeOf(source: string, flags: string, pattern: string): RegExp {
  try {
    return new RegExp(source, `d${flags}u`);
  } catch {
    throw new Unsupported(`the regular expression "${pattern}"`);
  }
}

function ofNative(regex: RegExp): Regex {
  const plain = new RegExp(regex.source, regex.flags.replace('d', ''));
  const every = new RegExp(regex.source, `${regex.flags}g`);
  return {
    test: (text) => plain.test(short(text)),
    *all(text) {
      for (const match of short(text).matchAll(every))
        if (match[0] !== '') yield (match.indices ?? []).flatMap((range) => [...(range ?? [-1, -1])]);
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
  for (const match of regex.all(text)) {
    const [start = 0, end = 0] = match;
    out += text.slice(from, start);
    out += by.replace(/\\([\\$])|\$(\d)/g, (_, sign: string | undefined, digit: string | undefined) => {
      const begins = match[Number(digit) * 2] ?? -1;
      return sign ?? (begins < 0 ? '' : text.slice(begins, match[Number(digit) * 2 + 1]));
    });
    from = end;
  }
  return out + text.slice(from);
}

/** The parts between the matches; groups are not parts. */
export function tokensBetween(text: string, regex: Regex): readonly string[] {
  const found: string[] = [];
  let from = 0;
  for (const [start = 0, end = 0] of regex.all(text)) {
    found.push(text.slice(from, start));
    from = end;
  }
  found.push(text.slice(from));
  return found;
}
