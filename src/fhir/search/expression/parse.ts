import type { Expression } from './expression.ts';

const token = /\s*(?:('(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|(%?[A-Za-z_][\w-]*|`[^`]*`|\$this)|(!=|[=|.()[\],]))/y;
const deepest = 40;

/**
 * Reads an expression of the subset that search parameters use: paths, unions, `as`, `is`, `where()`, `ofType()`, `extension()`, `first()`,
 * `[0]`, `exists()`, `empty()`, `not()`, `resolve() is`, `=`, `!=`, `and`, `or`, `%resource`. Undefined when it is anything else; whether it is
 * FHIRPath at all is then for the FHIRPath engine to say.
 */
export function parseExpression(text: string): Expression | undefined {
  const words = wordsOf(text);
  if (words === undefined) return undefined;
  try {
    return new Reader(words).whole();
  } catch (error) {
    if (error instanceof Outside) return undefined;
    throw error;
  }
}

class Outside extends Error {}

function wordsOf(text: string): string[] | undefined {
  const words: string[] = [];
  const end = text.trimEnd().length;
  for (token.lastIndex = 0; token.lastIndex < end; ) {
    const m = token.exec(text);
    if (m === null) return undefined;
    words.push(m[1] ?? m[2] ?? m[3] ?? m[4] ?? '');
  }
  return words;
}

/** Recursive descent, loosest operator first: or, and, equality, union, `is`/`as`, path. */
class Reader {
  #at = 0;
  #depth = 0;
  readonly #words: readonly string[];

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  whole(): Expression {
    const read = this.#or();
    if (this.#at < this.#words.length) throw new Outside();
    return read;
  }

  #or(): Expression {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Outside();
    let left = this.#and();
    while (this.#takes('or')) left = { is: 'or', left, right: this.#and() };
    this.#depth -= 1;
    return left;
  }

  #and(): Expression {
    let left = this.#equality();
    while (this.#takes('and')) left = { is: 'and', left, right: this.#equality() };
    return left;
  }

  #equality(): Expression {
    const left = this.#union();
    if (this.#takes('=')) return { is: '=', left, right: this.#union() };
    if (this.#takes('!=')) return { is: '!=', left, right: this.#union() };
    return left;
  }

  #union(): Expression {
    const of = [this.#typed()];
    while (this.#takes('|')) of.push(this.#typed());
    return of.length === 1 && of[0] !== undefined ? of[0] : { is: 'union', of };
  }

  #typed(): Expression {
    let of = this.#path();
    for (;;) {
      if (this.#takes('as')) of = { is: 'ofType', of, type: this.#typeName() };
      else if (this.#takes('is')) of = isType(of, this.#typeName());
      else return of;
    }
  }

  #path(): Expression {
    let of = this.#start();
    for (;;) {
      if (this.#takes('.')) of = this.#step(of);
      else if (this.#takes('[')) {
        of = { is: 'at', of, index: this.#count() };
        this.#expect(']');
      } else return of;
    }
  }

  #start(): Expression {
    if (this.#takes('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const word = this.#peek();
    if (word === undefined) throw new Outside();
    if (/^['\d]/.test(word) || word === 'true' || word === 'false') return this.#literal();
    if (word === '$this') return this.#skip({ is: 'self' });
    if (word === '%resource' || word === '%context' || word === '%rootResource') return this.#skip({ is: 'resource' });
    if (/^[A-Z]/.test(word) && this.#words[this.#at + 1] !== '(') return this.#skip({ is: 'type', name: word });
    return this.#step({ is: 'self' });
  }

  #step(of: Expression): Expression {
    const name = this.#name();
    if (!this.#takes('(')) return { is: 'member', of, name };
    const made = this.#call(of, name);
    this.#expect(')');
    return made;
  }

  #call(of: Expression, name: string): Expression {
    switch (name) {
      case 'where':
        return { is: 'where', of, test: this.#or() };
      case 'ofType':
      case 'as':
        return { is: 'ofType', of, type: this.#typeName() };
      case 'is':
        return isType(of, this.#typeName());
      case 'extension':
        return { is: 'extension', of, url: this.#string() };
      case 'first':
        return { is: 'at', of, index: 0 };
      case 'exists':
        return { is: 'exists', of: this.#peek() === ')' ? of : { is: 'where', of, test: this.#or() } };
      case 'empty':
      case 'not':
        return { is: name, of };
      case 'resolve':
        return { is: 'member', of, name: resolved };
      default:
        throw new Outside();
    }
  }

  #literal(): Expression {
    const word = this.#next();
    if (word.startsWith("'")) return { is: 'literal', value: unquoted(word) };
    return { is: 'literal', value: /^\d/.test(word) ? Number(word) : word === 'true' };
  }

  #string(): string {
    const word = this.#next();
    if (!word.startsWith("'")) throw new Outside();
    return unquoted(word);
  }

  #count(): number {
    const word = this.#next();
    if (!/^\d{1,4}$/.test(word)) throw new Outside();
    return Number(word);
  }

  /** `Quantity`, `FHIR.Quantity`. */
  #typeName(): string {
    const name = this.#name();
    return (name === 'FHIR' || name === 'System') && this.#takes('.') ? this.#name() : name;
  }

  #name(): string {
    const word = this.#next();
    if (word.startsWith('`')) return word.slice(1, -1);
    if (!/^[A-Za-z_]\w*$/.test(word)) throw new Outside();
    return word;
  }

  #peek(): string | undefined {
    return this.#words[this.#at];
  }

  #next(): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw new Outside();
    this.#at += 1;
    return word;
  }

  #takes(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #expect(word: string): void {
    if (!this.#takes(word)) throw new Outside();
  }

  #skip(made: Expression): Expression {
    this.#at += 1;
    return made;
  }
}

/** Stands for `resolve()` until the `is` that must follow it; no element has such a name. */
const resolved = '()';

function isType(of: Expression, type: string): Expression {
  if (of.is === 'member' && of.name === resolved) return { is: 'hasType', of: of.of, type, resolved: true };
  return { is: 'hasType', of, type, resolved: false };
}

function unquoted(word: string): string {
  return word.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) => escapes[code] ?? escaped(code));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };
const escaped = (code: string): string => (code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : code);
