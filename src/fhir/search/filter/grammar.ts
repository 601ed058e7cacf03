import { fhirRefusal } from '../../refusals.ts';

export const operators = [
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'lt',
  'ge',
  'le',
  'ap',
  'sa',
  'eb',
  'pr',
  'po',
  'ss',
  'sb',
  'in',
  'ni',
  're',
] as const;
export type Operator = (typeof operators)[number];

/** A `_filter` as it is written. */
export type Filter =
  | { readonly is: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly is: 'not'; readonly of: Filter }
  | { readonly is: 'compare'; readonly path: readonly FilterStep[]; readonly operator: Operator; readonly value: string };

/** `name` or `name[filter]`, with more behind it or not. */
export interface FilterStep {
  readonly name: string;
  readonly where: Filter | undefined;
}

const deepest = 20;
const longest = 4000;

/**
 * Reads a `_filter`. `and` and `or` have the same rank and go from left to right; parentheses say otherwise. A value is a JSON string or runs to the
 * next space, `)` or `]`. Refuses `fhir.bad-filter` with the place. Source: FHIR R4 §3.1.3.
 */
export function parseFilter(text: string): Filter {
  if (text.length > longest) throw badFilter(longest, `${longest} caractères au plus`, `${longest} characters at most`);
  return new Reader(text).whole();
}

class Reader {
  #at = 0;
  #depth = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Filter {
    const read = this.#filter();
    this.#space();
    if (this.#at < this.#text.length) throw badFilter(this.#at, '« and » ou « or » attendu', '“and” or “or” expected');
    return read;
  }

  #filter(): Filter {
    this.#depth += 1;
    if (this.#depth > deepest) throw badFilter(this.#at, `au plus ${deepest} niveaux`, `${deepest} levels at most`);
    let left = this.#term();
    for (;;) {
      const is = this.#word(/(?:and|or)(?=[\s(])/y);
      if (is !== 'and' && is !== 'or') break;
      left = { is, left, right: this.#term() };
    }
    this.#depth -= 1;
    return left;
  }

  #term(): Filter {
    const not = this.#word(/not(?=\s*\()/y) !== undefined;
    if (this.#word(/\(/y) === undefined) return this.#comparison();
    const of = this.#filter();
    if (this.#word(/\)/y) === undefined) throw badFilter(this.#at, '« ) » attendu', '“)” expected');
    return not ? { is: 'not', of } : of;
  }

  #comparison(): Filter {
    const path = [this.#step()];
    while (this.#takes('.')) path.push(this.#step());
    this.#space();
    const at = this.#at;
    const word = this.#word(/[a-z]+(?=\s)/y);
    const operator = operators.find((one) => one === word);
    if (operator === undefined) {
      const names = operators.join(', ');
      throw badFilter(at, `opérateur attendu (${names})`, `operator expected (${names})`);
    }
    return { is: 'compare', path, operator, value: this.#value() };
  }

  #step(): FilterStep {
    const name = this.#word(/[A-Za-z_][\w:-]*/y);
    if (name === undefined) throw badFilter(this.#at, 'paramètre attendu', 'parameter expected');
    if (!this.#takes('[')) return { name, where: undefined };
    const where = this.#filter();
    if (this.#word(/\]/y) === undefined) throw badFilter(this.#at, '« ] » attendu', '“]” expected');
    return { name, where };
  }

  #value(): string {
    const at = this.#at;
    const string = this.#word(/"(?:[^"\\]|\\.)*"/y);
    if (string === undefined) {
      const token = this.#word(/[^\s)\]"][^\s)\]]*/y);
      if (token !== undefined) return token;
      throw badFilter(this.#at, 'valeur attendue', 'value expected');
    }
    try {
      return String(JSON.parse(string));
    } catch {
      throw badFilter(at, 'texte JSON attendu', 'JSON string expected');
    }
  }

  /** What a shape finds here after any space; nothing is read when it finds nothing. */
  #word(shape: RegExp): string | undefined {
    this.#space();
    shape.lastIndex = this.#at;
    const found = shape.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}

function badFilter(at: number, fr: string, en: string) {
  return fhirRefusal(
    'bad-filter',
    `_filter : ${fr}, au caractère ${at + 1}.`,
    `_filter: ${en}, at character ${at + 1}.`,
    '_filter',
  );
}
