import type { XmlElement } from '#xml';
import type { Files } from './files.ts';
import type { Environment, Initial } from './xpath/environment.ts';
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
  readonly checks: readonly CompiledCheck[];
}

export interface CompiledPattern {
  readonly id: string;
  readonly rules: readonly CompiledRule[];
}

/** One schematron, made ready. */
export interface RuleSet {
  readonly patterns: readonly CompiledPattern[];
  readonly files: Files;
  readonly initial: readonly (Initial | undefined)[];
}

/** A rule that an element of some name may fire, with the alternatives of its context that may hold. */
export interface Candidate {
  readonly rule: CompiledRule;
  readonly contexts: readonly Pattern[];
}

export interface Candidates {
  /** Which set of rules the pattern is of, and which pattern of all it is. */
  readonly set: number;
  readonly pattern: CompiledPattern;
  readonly rank: number;
  readonly rules: readonly Candidate[];
}

/** Places that are remembered from one document to the next, and combinations of keys of one place: four times those of the examples of one kind. */
const rememberedLimit = 3_000;

/** One alternative of a context and where its rule stands. */
interface Entry {
  readonly context: Pattern;
  readonly rule: CompiledRule;
  readonly set: number;
  readonly pattern: CompiledPattern;
  readonly rank: number;
  /** Its place among all. */
  readonly at: number;
}

/** An element as rules may tell it from others: its name and those above it. Names that no rule speaks of count as one. */
export class Place {
  readonly name: string;
  readonly above: Place | undefined;
  readonly asksKeys: boolean;
  readonly below = new Map<string, Place>();
  readonly known = new Map<string | number, readonly Candidates[]>();

  constructor(name: string, above: Place | undefined, asksKeys: boolean) {
    this.name = name;
    this.above = above;
    this.asksKeys = asksKeys;
  }
}

function fits({ above }: Pattern, below: Place | undefined): boolean {
  let place = below;
  for (const name of above) {
    if (name !== undefined && name !== place?.name) return false;
    place = place?.above;
  }
  return true;
}

/** Finds the rules that may apply to an element by its place, and the values that contexts ask for (templateId…). */
export class RuleIndex {
  /** By the name that a context asks for, '' for those that ask for none. */
  readonly #byName: ReadonlyMap<string, readonly Entry[]>;
  /** Those that rules speak of. */
  readonly #names: ReadonlySet<string>;
  readonly #keys: string[] = [];
  /** The number of each key, by the name of the child that it is about ('' for the element itself), its attribute and value. */
  readonly #holders = new Map<string, Map<string, Map<string, number>>>();
  readonly #ofDocument: readonly Candidates[];
  readonly #ofAttributes: readonly Candidates[];
  #top = new Place('', undefined, false);
  #places = 0;

  constructor(sets: readonly RuleSet[]) {
    const patterns = sets.flatMap((each, set) => each.patterns.map((pattern) => ({ set, pattern })));
    const all: readonly Entry[] = patterns
      .flatMap(({ set, pattern }, rank) =>
        pattern.rules.flatMap((rule) => rule.contexts.map((context) => ({ context, rule, set, pattern, rank }))),
      )
      .map((each, at) => ({ ...each, at }));
    for (const { context } of all) for (const key of context.keys ?? []) this.#addKey(key);
    const elements = all.filter(({ context }) => !context.attribute && !context.document);
    this.#byName = Map.groupBy(elements, ({ context }) => context.name ?? '');
    this.#names = new Set(elements.flatMap(({ context: { name, above } }) => [name ?? '', ...above.map((each) => each ?? '')]));
    this.#ofDocument = grouped(all.filter(({ context }) => context.document));
    this.#ofAttributes = grouped(all.filter(({ context }) => context.attribute));
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
      this.#top = new Place('', undefined, false);
      this.#places = 0;
    }
    return this.#top;
  }

  /** The place of an element below another's. */
  placeOf(element: XmlElement, above: Place, env: Environment): Place {
    const known = above.below.get(element.name);
    if (known !== undefined) return known;
    const name = this.#names.has(element.name) ? element.name : '';
    const other = above.below.get(name);
    if (other !== undefined) return other;
    const entries = this.#entriesAt(name, above, env);
    const asksKeys = entries.some(({ context }) => context.keys !== undefined);
    const place = new Place(name, above, asksKeys);
    if (this.#places++ <= rememberedLimit) above.below.set(name, place);
    return place;
  }

  /** What may apply at a place whatever the keys, in the order of the rules. */
  #entriesAt(name: string, above: Place | undefined, env: Environment): readonly Entry[] {
    const any = this.#byName.get('') ?? [];
    const named = name === '' ? [] : (this.#byName.get(name) ?? []);
    env.spend(any.length + named.length + 16);
    return [...any, ...named].filter(({ context }) => fits(context, above)).sort((a, b) => a.at - b.at);
  }

  ofElement(element: XmlElement, place: Place, env: Environment): readonly Candidates[] {
    const keys = place.asksKeys ? this.#keysOf(element, env) : none;
    const combination = keys.length > 1 ? keys.join() : (keys[0] ?? '');
    const known = place.known.get(combination);
    if (known !== undefined) return known;
    const written = new Set(keys.map((key) => this.#keys[key]));
    const entries = this.#entriesAt(place.name, place.above, env);
    const found = grouped(entries.filter(({ context }) => context.keys?.some((key) => written.has(key)) ?? true));
    if (place.known.size > rememberedLimit) place.known.clear();
    place.known.set(combination, found);
    return found;
  }

  #addKey(key: string): void {
    const equals = key.indexOf('=');
    const [child = '', attribute = ''] = key.slice(0, equals).split('@');
    const attributes = made(this.#holders, child, () => new Map<string, Map<string, number>>());
    const values = made(attributes, attribute, () => new Map<string, number>());
    made(values, key.slice(equals + 1), () => this.#keys.push(key) - 1);
  }

  /** The numbers of the keys that an element carries, each once, in their order. */
  #keysOf(element: XmlElement, env: Environment): readonly number[] {
    let found: number[] | undefined;
    const collect = (of: XmlElement, child: string): void => {
      const holders = this.#holders.get(child);
      if (holders === undefined) return;
      for (const { name, value } of of.attributes) {
        const key = holders.get(name)?.get(value);
        if (key === undefined) continue;
        if (found === undefined) found = [key];
        else found.push(key);
      }
    };
    collect(element, '');
    env.spend(element.children.length >> 2);
    for (const child of element.children) if (child.kind === 'element') collect(child, child.name);
    if (found === undefined) return none;
    return found.length === 1 ? found : [...new Set<number>(found)].sort((a, b) => a - b);
  }
}

const none: readonly number[] = [];

function made<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** By pattern, then by rule, as they stand in the rules. */
function grouped(entries: readonly Entry[]): readonly Candidates[] {
  const found: (Omit<Candidates, 'rules'> & { readonly rules: { rule: CompiledRule; contexts: Pattern[] }[] })[] = [];
  for (const { context, rule, set, pattern, rank } of entries) {
    let last = found.at(-1);
    if (last?.rank !== rank) {
      last = { set, pattern, rank, rules: [] };
      found.push(last);
    }
    const of = last.rules.at(-1);
    if (of?.rule === rule) of.contexts.push(context);
    else last.rules.push({ rule, contexts: [context] });
  }
  return found;
}
