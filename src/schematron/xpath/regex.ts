import { Unsupported } from './lexer.ts';

/** The longest text a regular expression is tried on, in characters: its time may grow faster than the text. */
export const regexTextLimit = 20_000;

const known = new Map<string, RegExp>();

/**
 * A regular expression of XPath as one of JavaScript. Throws `Unsupported` for class subtraction, \i, \c, blocks, the flag x.
 *
 * Source: XPath and XQuery Functions 2.0 §7.6.1.
 */
export function regexOf(pattern: string, flags: string): RegExp {
  const key = `${flags}/${pattern}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (!/^[smi]*$/.test(flags)) throw new Unsupported(`the flags "${flags}" of a regular expression`);
  let regex: RegExp;
  try {
    regex = new RegExp(translated(pattern), `${[...new Set(flags)].join('')}u`);
  } catch (error) {
    if (error instanceof Unsupported) throw error;
    throw new Unsupported(`the regular expression "${pattern}"`);
  }
  if (known.size > 2_000) known.clear();
  known.set(key, regex);
  return regex;
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
      if (/[nrt\\|.?*+(){}[\]^$pP1-9]/.test(c)) return `\\${c}`;
  }
  throw new Unsupported(`\\${c} in the regular expression "${pattern}"`);
}

/** A replacement text of XPath, as a function for `String.replace`. */
export function replacementOf(text: string): (...groups: (string | undefined)[]) => string {
  return (...groups) =>
    text.replace(/\\([\\$])|\$(\d)/g, (_, sign: string | undefined, digit: string | undefined) => {
      if (sign !== undefined) return sign;
      const group = groups[Number(digit)];
      return typeof group === 'string' ? group : '';
    });
}
