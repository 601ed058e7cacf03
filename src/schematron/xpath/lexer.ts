/** Thrown while an expression is read or compiled; the compiler makes a refusal of it that names file and expression. */
export class Unsupported extends Error {}

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'sign' | 'end';
  /** A name as it is written (`p:n`, `*:n`, `p:*`, `n`), the value of a string or the sign itself. */
  readonly text: string;
}

/** The longest expression that is read, in characters. */
const lengthLimit = 65_536;

const word = '[\\p{L}_][\\p{L}\\p{N}\\p{M}_.·-]*';
const pattern = new RegExp(
  [
    '(?<space>\\s+)',
    '(?<comment>\\(:)',
    `(?<name>\\*:${word}|${word}:\\*|${word}(?::${word})?(?!:(?!:)))`,
    `(?<axis>${word}(?=\\s*::))`,
    '(?<string>"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\')',
    '(?<number>(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)',
    '(?<sign>::|<<|>>|<=|>=|!=|//|\\.\\.|[()\\[\\]@,./|$+=<>*?-])',
  ].join('|'),
  'uy',
);

/** Cuts an expression into tokens; the last one is `end`. Source: XPath 2.0 §A.2. */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > lengthLimit) throw new Unsupported(`an expression of more than ${lengthLimit} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new Unsupported(`a sign that is not known at character ${at + 1}`);
    at = pattern.lastIndex;
    const { name, axis, string, number, sign } = groups;
    if (groups.comment !== undefined) at = endOfComment(text, at);
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (axis !== undefined) tokens.push({ kind: 'name', text: axis });
    else if (string !== undefined) {
      const quote = string.charAt(0);
      tokens.push({ kind: 'string', text: string.slice(1, -1).replaceAll(quote + quote, quote) });
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

/** Comments nest: `(: a (: b :) :)`. */
function endOfComment(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const two = text.slice(at, at + 2);
    if (two === '(:') depth++;
    else if (two === ':)') depth--;
    else continue;
    at++;
    if (depth === 0) return at + 1;
  }
  throw new Unsupported('a comment that is not closed');
}
