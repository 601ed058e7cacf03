import type { XmlElement } from '#xml';
import type { Environment } from './xpath/environment.ts';
import type { Compiled } from './xpath/expressions.ts';
import type { Pattern } from './xpath/pattern.ts';

export interface CompiledCheck {
  readonly id: string | undefined;
  readonly role: string;
  /** False for an assert, which must hold; true for a report, which must not. */
  readonly failsWhen: boolean;
  readonly written: string;
  readonly number: string;
  readonly test: Compiled;
  readonly message: readonly (string | Compiled)[];
}

export interface CompiledRule {
  readonly contexts: readonly Pattern[];
  readonly written: string;
  /** As `Finding` has it, of the context itself. */
  readonly number: string;
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

/** Places that are remembered from one document to the next, and combinations of keys of one place. */
const rememberedLimit = 10_000;

/** One alternative of a context and where its rule stands. */
interface Entry {
  readonly context: Pattern;
  readonly rule: CompiledRule;
  readonly pattern: CompiledPattern;
  readonly rank: number;
}

/** An element as rules may tell it from others: its name and those above it. Names that no rule speaks of count as one. */
export class Place {
  readonly name: string;
  readonly above: Place | undefined;
  readonly below = new Map<string, Place>();
  /** What may apply here whatever the keys, in the order of the rules. */
  readonly entries: readonly Entry[];
  readonly asksKeys: boolean;
  readonly known = new Map<string, readonly Candidates[]>();

  constructor(name: string, above: Place | undefined, entries: readonly Entry[]) {
    this.name = name;
    this.above = above;
    this.entries = entries.filter(({ context }) => this.#fits(context));
    this.asksKeys = this.entries.some(({ context }) => context.keys !== undefined);
  }

  #fits(context: Pattern): boolean {
    let place: Place | undefined = this.above;
    for (const name of context.above) {
      if (name !== undefined && name !== place?.name) return false;
      place = place?.above;
    }
    return true;
  }
}

/** Finds the rules that may apply to an element by its place, and the values that contexts ask for (templateId…). */
export class RuleIndex {
  readonly #byName: ReadonlyMap<string, readonly Entry[]>;
  readonly #keys = new Set<string>();
  /** For the name of a child, '' for the element itself: the attributes that keys are made of. */
  readonly #holders = new Map<string, Set<string>>();
  readonly #ofDocument: readonly Candidates[];
  readonly #ofAttributes: readonly Candidates[];
  #top: Place;
  #places = 0;

  constructor(patterns: readonly CompiledPattern[]) {
    const all: Entry[] = patterns.flatMap((pattern, rank) =>
      pattern.rules.flatMap((rule) => rule.contexts.map((context) => ({ context, rule, pattern, rank }))),
    );
    for (const { context } of all) for (const key of context.keys ?? []) this.#addKey(key);
    const elements = all.filter(({ context }) => !context.attribute && !context.document);
    const names = new Set([
      '',
      ...elements.flatMap(({ context: { name, above } }) => [name ?? '', ...above.map((each) => each ?? '')]),
    ]);
    const has = (name: string) => (entry: Entry) => entry.context.name === undefined || entry.context.name === name;
    this.#byName = new Map([...names].map((name) => [name, elements.filter(has(name))]));
    this.#ofDocument = grouped(all.filter(({ context }) => context.document));
    this.#ofAttributes = grouped(all.filter(({ context }) => context.attribute));
    this.#top = new Place('', undefined, []);
  }

  get hasAttributes(): boolean {
    return this.#ofAttributes.length > 0;
  }

  ofAttributes(): readonly Candidates[] {
    return this.#ofAttributes;
  }

  ofDocument(): readonly Candidates[] {
    return this.#ofDocument;
  }

  /** Where a document begins. */
  top(): Place {
    if (this.#places > rememberedLimit) {
      this.#top = new Place('', undefined, []);
      this.#places = 0;
    }
    return this.#top;
  }

  /** The place of an element below another's. */
  placeOf(element: XmlElement, above: Place, env: Environment): Place {
    const entries = this.#byName.get(element.name);
    const name = entries === undefined ? '' : element.name;
    const known = above.below.get(name);
    if (known !== undefined) return known;
    const all = entries ?? this.#byName.get('') ?? [];
    env.spend(all.length + 16);
    const place = new Place(name, above, all);
    if (this.#places++ <= rememberedLimit) above.below.set(name, place);
    return place;
  }

  ofElement(element: XmlElement, place: Place, env: Environment): readonly Candidates[] {
    const combination = place.asksKeys ? this.#keysOf(element, env) : '';
    const known = place.known.get(combination);
    if (known !== undefined) return known;
    env.spend(place.entries.length);
    const keys = combination.split('\0');
    const found = grouped(place.entries.filter(({ context }) => context.keys?.some((key) => keys.includes(key)) ?? true));
    if (place.known.size > rememberedLimit) place.known.clear();
    place.known.set(combination, found);
    return found;
  }

  #addKey(key: string): void {
    this.#keys.add(key);
    const [holder = ''] = key.split('=', 1);
    const [child = '', attribute = ''] = holder.split('@');
    const attributes = this.#holders.get(child) ?? new Set();
    this.#holders.set(child, attributes.add(attribute));
  }

  #keysOf(element: XmlElement, env: Environment): string {
    let found: string[] | undefined;
    const collect = (of: XmlElement, child: string): void => {
      const attributes = this.#holders.get(child);
      if (attributes === undefined) return;
      for (const { name, value } of of.attributes) {
        if (!attributes.has(name)) continue;
        const key = `${child}@${name}=${value}`;
        if (!this.#keys.has(key)) continue;
        if (found === undefined) found = [key];
        else found.push(key);
      }
    };
    collect(element, '');
    env.spend(element.children.length >> 2);
    for (const child of element.children) if (child.kind === 'element') collect(child, child.name);
    if (found === undefined) return '';
    return found.length === 1 ? (found[0] ?? '') : [...new Set<string>(found)].sort().join('\0');
  }
}

/** By pattern, then by rule, as they stand in the rules. */
function grouped(entries: readonly Entry[]): readonly Candidates[] {
  const found: { pattern: CompiledPattern; rank: number; rules: { rule: CompiledRule; contexts: Pattern[] }[] }[] = [];
  for (const { context, rule, pattern, rank } of entries) {
    let last = found.at(-1);
    if (last?.rank !== rank) {
      last = { pattern, rank, rules: [] };
      found.push(last);
    }
    const of = last.rules.at(-1);
    if (of?.rule === rule) of.contexts.push(context);
    else last.rules.push({ rule, contexts: [context] });
  }
  return found;
}
