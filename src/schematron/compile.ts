import { namespaceAt, type XmlDocument } from '#xml';
import { filesAsked } from './asked.ts';
import { runRules } from './check.ts';
import { expand, type Let, type PatternOfRules, type Rule, type Schema, type Written } from './expand.ts';
import { Files } from './files.ts';
import type { Finding } from './finding.ts';
import { Loader } from './load.ts';
import { Names } from './names.ts';
import { unsupported } from './refusals.ts';
import type { CompiledCheck, CompiledPattern, CompiledRule, RuleSet } from './rules.ts';
import { compile } from './xpath/compile.ts';
import type { Initial } from './xpath/environment.ts';
import type { Compiled } from './xpath/expressions.ts';
import { Unsupported } from './xpath/lexer.ts';
import { parse } from './xpath/parser.ts';
import { patternsOf, Questions } from './xpath/pattern.ts';

export interface Limits {
  readonly steps?: number;
  readonly stop?: () => boolean;
}

/** A set of rules ready to be tried on documents. */
export interface Schematron {
  /** For {@link together}. */
  readonly set: RuleSet;
  /** How many rules and tests it holds, abstract ones unfolded. */
  readonly rules: number;
  readonly tests: number;
  /**
   * Files that the rules open or ask after and that are not there: the tests that open them will say so in each document. `*` in one
   * stands for what a document tells (a code system): whether those are there is not known; an absent one is a no of doc-available().
   */
  readonly missing: readonly string[];
  /**
   * What a document fails; in the order of the patterns, then of the document. At most 5,000 findings.
   * Refuses `schematron.too-long` beyond `steps` (10,000,000: a second or two, forty times what the largest example takes) or when
   * `stop`, asked every 50,000 steps, answers true.
   */
  check(document: XmlDocument, limits?: Limits): readonly Finding[];
}

/**
 * Makes an ISO schematron with the query binding xslt2 ready to run.
 *
 * In: the path of its file, and how to read a file by its path from there (`../` where one leaves the package); a phase, or all patterns.
 * Refuses `schematron.unsupported` (an expression outside the subset of XPath 2.0: file and expression named),
 * `schematron.missing-file` (an include), `schematron.malformed`, and what `readXml` refuses.
 *
 * Does not run XSLT: no xsl:key, no function of a stylesheet. A test that cannot be worked out for a document (a file
 * that is not there, values of two types) is a finding of role `unevaluated`, never a pass.
 * Source: ISO/IEC 19757-3:2016; XPath 2.0.
 */
export function compileSchematron(entry: string, read: (path: string) => Uint8Array | undefined, phase?: string): Schematron {
  const loader = new Loader(read);
  const schema = expand(loader, loader.entry(entry), phase);
  const files = new Files(entry, read);
  const build = new Build(schema.prefixes);
  const top = new Names(build.initial);
  const own = build.documentLets(schema, top);
  const patterns = schema.patterns.map((pattern, i) => build.pattern(pattern, own[i] ?? top, i + 1));
  const rules = patterns.flatMap((pattern) => pattern.rules);
  const set = { patterns, files, initial: build.initial };
  let alone: ReturnType<typeof runRules> | undefined;
  return {
    set,
    rules: rules.length,
    tests: rules.reduce((sum, rule) => sum + rule.checks.length, 0),
    missing: [...build.named].filter((uri) => uri !== '*' && (uri.includes('*') || !files.has(uri))).sort(),
    check(document, limits) {
      alone ??= runRules([set]);
      return alone(document, limits)[0] ?? [];
    },
  };
}

/** What a document fails of several schematrons, in one walk of the document. Limits and refusals are those of each. */
export function together(schematrons: readonly Schematron[]): Together {
  const run = runRules(schematrons.map(({ set }) => set));
  return (document, limits) => {
    const found = run(document, limits);
    return new Map(schematrons.map((each, i) => [each, found[i] ?? []]));
  };
}

export type Together = (document: XmlDocument, limits?: Limits) => ReadonlyMap<Schematron, readonly Finding[]>;

class Build {
  readonly initial: (Initial | undefined)[] = [];
  /** The files that tests name. */
  readonly named = new Set<string>();
  readonly #prefixes: ReadonlyMap<string, string>;
  readonly #questions = new Questions();
  /** The slots of lets of rules: one for what is worked out alike. */
  readonly #lets = new Map<Initial['compute'], number>();

  constructor(prefixes: ReadonlyMap<string, string>) {
    this.#prefixes = prefixes;
  }

  /**
   * Lets of the schema and of its patterns: worked out from the document. Those of a pattern are seen by all patterns, as in
   * the XSLT made of a schematron, where they are global variables: the CI-SIS counts on it. Its own go first.
   */
  documentLets(schema: Schema, top: Names): readonly Names[] {
    const declared = schema.lets.map((each) => ({ each, names: top, slot: top.declare(each.name, this.#literal(each)) }));
    const slots = schema.patterns.map(({ lets }) => lets.map((each) => [each, top.newSlot()] as const));
    for (const [each, slot] of slots.flat())
      if (top.slotOf(each.name) === undefined) top.bind(each.name, slot, this.#literal(each));
    const own = slots.map((pairs) => {
      const names = top.copy();
      for (const [each, slot] of pairs) {
        names.bind(each.name, slot, this.#literal(each));
        declared.push({ each, names, slot });
      }
      return names;
    });
    for (const { each, names, slot } of declared)
      this.initial[slot] = { ofDocument: true, compute: this.expression(each.value, names).items };
    return own;
  }

  pattern(pattern: PatternOfRules, names: Names, number: number): CompiledPattern {
    return { id: pattern.id, rules: pattern.rules.map((rule, i) => this.#rule(rule, names, `${number}.${i + 1}`)) };
  }

  #rule(rule: Rule, outer: Names, number: string): CompiledRule {
    const names = outer.copy();
    const checks: CompiledCheck[] = [];
    const contexts = this.#guard(rule.context, (text, prefixes) =>
      patternsOf(parse(text, prefixes), (expression) => compile(expression, outer), this.#questions),
    );
    for (const each of rule.content) {
      if (each.kind === 'let') {
        const compute = this.expression(each.value, names).items;
        const slot = this.#lets.get(compute) ?? names.newSlot();
        this.#lets.set(compute, slot);
        names.bind(each.name, slot, this.#literal(each));
        this.initial[slot] = { ofDocument: false, compute };
      } else
        checks.push({
          id: each.id,
          role: each.role ?? rule.role ?? 'error',
          failsWhen: each.kind === 'report',
          written: each.test.text,
          number: `${number}.${checks.length + 1}`,
          test: this.expression(each.test, names),
          message: each.message.map((part) => (typeof part === 'string' ? part : this.expression(part, names))),
        });
    }
    return { contexts, written: rule.context.text, number: `${number}.0`, checks };
  }

  expression(written: Written, names: Names): Compiled {
    return this.#guard(written, (text, prefixes) => {
      const parsed = parse(text, prefixes);
      for (const uri of filesAsked(parsed, names)) this.named.add(uri);
      return names.shared(JSON.stringify(parsed), () => compile(parsed, names));
    });
  }

  /** The text of a variable that is always the same. */
  #literal({ value }: Let): string | undefined {
    const parsed = this.#guard(value, (text, prefixes) => parse(text, prefixes));
    return parsed.kind === 'literal' && typeof parsed.value === 'string' ? parsed.value : undefined;
  }

  #guard<T>(written: Written, make: (text: string, prefixes: (prefix: string) => string | undefined) => T): T {
    const { text, file, element } = written;
    try {
      return make(text, (prefix) => this.#prefixes.get(prefix) ?? namespaceAt(element, prefix));
    } catch (error) {
      if (error instanceof Unsupported) throw unsupported(text, error.message, file, element.line);
      throw error;
    }
  }
}
