import { type Functions, onSequences, onTexts, onTextsTest, textOfAny, textOfArgument } from './definitions.ts';
import { type Compiled, ofItems, ofTest, traitsOf } from './expressions.ts';
import { Unsupported } from './lexer.ts';
import { type Regex, regexOf, replaced, tokensBetween } from './regex.ts';
import { atMostOne, numberOf, type Sequence, stringOf, Unevaluated } from './values.ts';

const focusByDefault = { focusByDefault: true } as const;

/** Texts. Source: XPath and XQuery Functions 2.0 §7. */
export const textFunctions: Functions = {
  string: onSequences([0, 1], 'string', ([a = []]) => [textOfAny(a, 'string()')], focusByDefault),
  concat: onSequences([2, 1000], 'string', (args) => [args.map((arg) => textOfAny(arg, 'concat()')).join('')]),
  'string-join': onSequences([2, 2], 'string', ([items = [], between = []]) => [
    items.map(stringOf).join(textOfArgument(between)),
  ]),
  contains: onTextsTest([2, 2], (a = '', b = '') => a.includes(b)),
  'starts-with': onTextsTest([2, 2], (a = '', b = '') => a.startsWith(b)),
  'ends-with': onTextsTest([2, 2], (a = '', b = '') => a.endsWith(b)),
  'substring-before': onTexts([2, 2], 'string', (a = '', b = '') => a.slice(0, Math.max(0, a.indexOf(b)))),
  'substring-after': onTexts([2, 2], 'string', (a = '', b = '') => (a.includes(b) ? a.slice(a.indexOf(b) + b.length) : '')),
  'string-length': onTexts([0, 1], 'number', (a = '') => lengthOf(a), focusByDefault),
  'normalize-space': onTexts([0, 1], 'string', (a = '') => normalized(a), focusByDefault),
  translate: onTexts([3, 3], 'string', (a = '', from = '', to = '') => translated(a, [...from], [...to])),
  'upper-case': onTexts([1, 1], 'string', (a = '') => a.toUpperCase()),
  'lower-case': onTexts([1, 1], 'string', (a = '') => a.toLowerCase()),
  'iri-to-uri': onTexts([1, 1], 'string', (a = '') => escapedIri(a)),
  substring: onSequences([2, 3], 'string', ([text = [], start = [], length]) => [
    part(textOfArgument(text), argumentNumber(start), length === undefined ? Number.POSITIVE_INFINITY : argumentNumber(length)),
  ]),
  matches: {
    arity: [2, 3],
    make: (args) => {
      const regex = regexOfArguments(args, 2);
      const [text] = args;
      return ofTest({ ...traitsOf(...args), constant: false }, (focus, env) =>
        regex(focus, env).test(text === undefined ? '' : textOfArgument(text.items(focus, env))),
      );
    },
  },
  replace: {
    arity: [3, 4],
    make: (args) => {
      const regex = regexOfArguments(args, 3);
      const [text, , replacement] = args;
      return ofItems({ ...traitsOf(...args), constant: false, kind: 'string' }, (focus, env) => {
        const found = regex(focus, env);
        if (found.test('')) throw new Unevaluated('FORX0003', 'replace() with an expression that matches nothing');
        const by = textOfArgument(replacement?.items(focus, env) ?? []);
        return [replaced(textOfArgument(text?.items(focus, env) ?? []), found, by)];
      });
    },
  },
  tokenize: {
    arity: [2, 3],
    make: (args) => {
      const regex = regexOfArguments(args, 2);
      const [text] = args;
      return ofItems({ ...traitsOf(...args), constant: false }, (focus, env) => {
        const found = regex(focus, env);
        if (found.test('')) throw new Unevaluated('FORX0003', 'tokenize() with an expression that matches nothing');
        const input = textOfArgument(text?.items(focus, env) ?? []);
        return input === '' ? [] : tokensBetween(input, found);
      });
    },
  },
};

/** A literal expression is read once, at compile time, where it can still be refused. */
function regexOfArguments(args: readonly Compiled[], flagsAt: number): (...at: Parameters<Compiled['items']>) => Regex {
  const pattern = args[1];
  const flags = args[flagsAt];
  if (typeof pattern?.literal === 'string' && (flags === undefined || typeof flags.literal === 'string')) {
    const fixed = regexOf(pattern.literal, typeof flags?.literal === 'string' ? flags.literal : '');
    return () => fixed;
  }
  return (focus, env) => {
    try {
      return regexOf(textOfArgument(pattern?.items(focus, env) ?? []), textOfArgument(flags?.items(focus, env) ?? []));
    } catch (error) {
      if (error instanceof Unsupported) throw new Unevaluated('FORX0002', error.message);
      throw error;
    }
  };
}

/** Most texts have no space too many. */
function normalized(text: string): string {
  if (!/[\t\n\r]|^ | $| {2}/.test(text)) return text;
  return text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '');
}

const astral = /[\ud800-\udfff]/;
const lengthOf = (text: string): number => (astral.test(text) ? [...text].length : text.length);

function argumentNumber(sequence: Sequence): number {
  const item = atMostOne(sequence, 'substring()');
  if (item === undefined || typeof item === 'string')
    throw new Unevaluated('XPTY0004', 'substring() takes numbers for its places');
  return numberOf(item);
}

/** XPath's substring: characters from 1, places rounded, halves up. */
function part(text: string, start: number, length: number): string {
  const from = Math.floor(start + 0.5);
  const to = length === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : from + Math.floor(length + 0.5);
  if (Number.isNaN(from) || Number.isNaN(to)) return '';
  const characters = astral.test(text) ? [...text] : undefined;
  const begin = Math.max(0, from - 1);
  const end = Math.max(begin, to - 1);
  return characters === undefined ? text.slice(begin, end) : characters.slice(begin, end).join('');
}

function translated(text: string, from: readonly string[], to: readonly string[]): string {
  let out = '';
  for (const char of text) {
    const at = from.indexOf(char);
    out += at < 0 ? char : (to[at] ?? '');
  }
  return out;
}

/** What a URI may not hold is percent-encoded, the rest left: fn:iri-to-uri, §7.4.11. */
function escapedIri(text: string): string {
  return text.replace(/[^\u0021-\u007e]|[<>"{}|\\^`]/gu, (char) => {
    let out = '';
    for (const byte of Buffer.from(char)) out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    return out;
  });
}
