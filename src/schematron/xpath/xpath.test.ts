import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readXml } from '#xml';
import { Files } from '../files.ts';
import { compile } from './compile.ts';
import { Environment } from './environment.ts';
import type { Compiled, Scope } from './expressions.ts';
import { Unsupported } from './lexer.ts';
import { parse } from './parser.ts';
import { stringOf, Unevaluated } from './values.ts';

interface Case {
  readonly section: string;
  readonly name: string;
  readonly xpath: string;
  /** The items, as texts. */
  readonly gives?: readonly string[];
  /** The code of the dynamic error. */
  readonly fails?: string;
  /** Refused when it is compiled. */
  readonly refuses?: true;
}
interface Cases {
  readonly source: string;
  readonly document: string;
  readonly cases: readonly Case[];
}

const list = '<l><i k="a" v="1"/><i k="b" v="2"/><o><i k="x" v="9"/></o><i k="y" v="8"/></l>';
const prefixes: Readonly<Record<string, string>> = { p: 'urn:p', xs: 'http://www.w3.org/2001/XMLSchema' };

/** A scope with no variable but those that the expression binds. */
class Bare implements Scope {
  readonly #names: ReadonlyMap<string, number>;
  readonly #count: { slots: number };
  constructor(names: ReadonlyMap<string, number> = new Map(), count = { slots: 0 }) {
    this.#names = names;
    this.#count = count;
  }
  slotOf(name: string): number | undefined {
    return this.#names.get(name);
  }
  keptSlot(): number {
    return this.newSlot();
  }
  shared(_: string, make: () => Compiled): Compiled {
    return make();
  }
  literalOf(): undefined {
    return undefined;
  }
  newSlot(): number {
    return this.#count.slots++;
  }
  within(name: string, slot: number): Scope {
    return new Bare(new Map([...this.#names, [name, slot]]), this.#count);
  }
}

const prepared = (xpath: string): Compiled =>
  compile(
    parse(xpath, (prefix) => prefixes[prefix]),
    new Bare(),
  );

for (const file of ['expressions', 'functions']) {
  const text = readFileSync(new URL(`../../../spec/xpath/${file}.json`, import.meta.url), 'utf8');
  const { source, document, cases } = JSON.parse(text) as Cases;
  const node = { kind: 'document', document: readXml(Buffer.from(document)) } as const;
  const run = (xpath: string): string[] => {
    const files = new Files('rules.sch', (path) => (path === 'list.xml' ? Buffer.from(list) : undefined));
    const env = new Environment(node, files, new Array(24).fill(undefined), { steps: 100_000, stop: undefined });
    const compiled = prepared(xpath);
    const items = compiled.items(node, env);
    if (items.length < 2)
      assert.equal(
        compiled.test(node, env),
        compiled.items(node, env).length > 0 && booleanOf(items),
        'the truth is that of the items',
      );
    return items.map(stringOf);
  };
  for (const c of cases)
    test(`${source}, ${c.section}: ${c.name}`, () => {
      assert.equal([c.gives, c.fails, c.refuses].filter((each) => each !== undefined).length, 1, 'one outcome');
      if (c.gives !== undefined) assert.deepEqual(run(c.xpath), c.gives);
      else if (c.refuses) assert.throws(() => prepared(c.xpath), Unsupported);
      else
        assert.throws(
          () => run(c.xpath),
          (error) => error instanceof Unevaluated && error.code === c.fails,
        );
    });
}

function booleanOf(items: ReturnType<Compiled['items']>): boolean {
  const [item] = items;
  if (typeof item === 'object') return stringOf(item) !== '' || 'kind' in item;
  return Boolean(item);
}
