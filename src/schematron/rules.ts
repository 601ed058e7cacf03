import type { XmlElement } from '#xml';
import type { Compiled } from './xpath/expressions.ts';
import type { Pattern } from './xpath/pattern.ts';

export interface CompiledCheck {
  readonly id: string | undefined;
  readonly role: string;
  /** False for an assert, which must hold; true for a report, which must not. */
  readonly failsWhen: boolean;
  readonly written: string;
  readonly test: Compiled;
  readonly message: readonly (string | Compiled)[];
}

export interface CompiledRule {
  readonly contexts: readonly Pattern[];
  readonly written: string;
  /** The slots of its lets, emptied when it fires. */
  readonly lets: readonly number[];
  readonly checks: readonly CompiledCheck[];
}

export interface CompiledPattern {
  readonly id: string;
  readonly rules: readonly CompiledRule[];
}

/** A rule that an element of some name may fire, with the alternatives of its context that may hold. */
export interface Candidate {
  readonly rule: CompiledRule;
  readonly contexts: readonly Pattern[];
}

export interface Candidates {
  readonly pattern: CompiledPattern;
  readonly rank: number;
  readonly rules: readonly Candidate[];
}

/** Combinations of paths and keys that are remembered; beyond, all are found anew. */
const rememberedLimit = 10_000;

/** Finds the rules that may apply to an element by its path, and the values that contexts ask for (templateId…). */
export class RuleIndex {
  readonly #patterns: readonly CompiledPattern[];
  readonly #names = new Set<string>();
  readonly #keys = new Set<string>();
  /** For the name of a child, '' for the element itself: the attributes that keys are made of. */
  readonly #holders = new Map<string, Set<string>>();
  readonly #known = new Map<string, readonly Candidates[]>();
  readonly hasAttributes: boolean;

  constructor(patterns: readonly CompiledPattern[]) {
    this.#patterns = patterns;
    const contexts = patterns.flatMap((pattern) => pattern.rules.flatMap((rule) => rule.contexts));
    for (const { name, above, keys } of contexts) {
      for (const each of [name, ...above]) if (each !== undefined) this.#names.add(each);
      for (const key of keys ?? []) this.#addKey(key);
    }
    this.hasAttributes = contexts.some((context) => context.attribute);
  }

  #addKey(key: string): void {
    this.#keys.add(key);
    const [holder = ''] = key.split('=', 1);
    const [child = '', attribute = ''] = holder.split('@');
    const attributes = this.#holders.get(child) ?? new Set();
    this.#holders.set(child, attributes.add(attribute));
  }

  /** The path of an element below another's; names that no rule speaks of count as one. */
  pathOf(element: XmlElement, parent: string): string {
    return `${parent}/${this.#names.has(element.name) ? element.name : ''}`;
  }

  /** `path` is the element's, as `pathOf` gives it. */
  ofElement(element: XmlElement, path: string): readonly Candidates[] {
    const found: string[] = [];
    this.#collect(element, '', found);
    for (const child of element.children) if (child.kind === 'element') this.#collect(child, child.name, found);
    return this.#of(path, found);
  }

  ofDocument(): readonly Candidates[] {
    return this.#of('', []);
  }

  #collect(element: XmlElement, child: string, found: string[]): void {
    const attributes = this.#holders.get(child);
    if (attributes === undefined) return;
    for (const { name, value } of element.attributes) {
      if (!attributes.has(name)) continue;
      const key = `${child}@${name}=${value}`;
      if (this.#keys.has(key) && !found.includes(key)) found.push(key);
    }
  }

  #of(path: string, keys: string[]): readonly Candidates[] {
    const combination = keys.length === 0 ? path : `${path} ${keys.sort().join(' ')}`;
    const known = this.#known.get(combination);
    if (known !== undefined) return known;
    const [own, ...above] = path.split('/').reverse();
    const found = this.#select(
      (context) =>
        !context.attribute &&
        (context.name === undefined || context.name === own) &&
        context.above.every((name, i) => name === undefined || name === above[i]) &&
        (context.keys === undefined || context.keys.some((key) => keys.includes(key))),
    );
    if (this.#known.size >= rememberedLimit) this.#known.clear();
    this.#known.set(combination, found);
    return found;
  }

  ofAttributes(): readonly Candidates[] {
    return this.#select((context) => context.attribute);
  }

  #select(may: (context: Pattern) => boolean): readonly Candidates[] {
    return this.#patterns.flatMap((pattern, rank) => {
      const rules = pattern.rules.flatMap((rule) => {
        const contexts = rule.contexts.filter(may);
        return contexts.length === 0 ? [] : [{ rule, contexts }];
      });
      return rules.length === 0 ? [] : [{ pattern, rank, rules }];
    });
  }
}
