import type { Json, Shelf } from '#packages';
import { type CodeSystem, isInactive, jsonList, text } from './codeSystem.ts';
import { type CodeSystems, codeSystemsOf } from './codeSystems.ts';
import { type ExpandOptions, expansionOf } from './expand.ts';
import { has, hasInAny, type Membership } from './members.ts';
import { cyclicValueSet, unknownValueSet } from './refusals.ts';
import { type TranslateAsk, type Translation, translatorOf } from './translate.ts';
import { type ValidateAsk, type Validated, validate } from './validateCode.ts';
import { type ValueSets, valueSetsOf } from './valueSets.ts';

/** A concept as `$lookup` gives it. */
export interface Looked {
  /** Of the code system. */
  readonly name: string;
  readonly version?: string;
  readonly display: string;
  /** As in `CodeSystem.concept.designation`. */
  readonly designation: readonly Json[];
  /** As in `CodeSystem.concept.property`; parents, children and `inactive` are told whether written there or not. */
  readonly property: readonly Json[];
}

export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

/** Questions about codes, answered from what is loaded; what is not loaded is `unknown` or undefined, never guessed. */
export interface Terminology {
  /** O(1) for a code that is listed. Without system: in, when any system of the set has the code (an element of type `code`). */
  membership(valueSet: string, coding: { readonly system?: string | undefined; readonly code: string }): Membership;
  validateCode(ask: ValidateAsk): Validated;
  lookup(system: string, code: string, version?: string): Looked | undefined;
  /** Refuses `terminology.unknown-value-set` for an address under which, in that version, nothing is loaded. */
  requireValueSet(canonical: string): void;
  /**
   * The ValueSet with its expansion. Refuses `terminology.unknown-value-set`, `terminology.not-expandable`, `terminology.cyclic` and
   * `terminology.too-costly`.
   */
  expand(valueSet: string | Json, options?: ExpandOptions): Json;
  /** Undefined when a code is not known here. Of a hierarchy that is no is-a (parts, groups) only equality is told. */
  subsumes(system: string, a: string, b: string): Subsumption | undefined;
  /** Undefined when the ConceptMap that was asked for is not loaded. */
  translate(ask: TranslateAsk): Translation | undefined;
  /** Undefined when the set cannot be listed here. */
  codesOf(valueSet: string): Iterable<{ readonly system: string; readonly code: string }> | undefined;
  /** The code and all that is below it; undefined when the system is not here whole or has no such code. */
  below(system: string, code: string): readonly string[] | undefined;
  /** The code and all that is above it; undefined likewise. */
  above(system: string, code: string): readonly string[] | undefined;
}

const made = new WeakMap<Shelf, Terminology>();

/** The terminology of a shelf, one for each; what is compiled is let go when the shelf changes. */
export function terminologyOf(shelf: Shelf): Terminology {
  let found = made.get(shelf);
  if (found === undefined) {
    found = openTerminology(shelf);
    made.set(shelf, found);
  }
  return found;
}

interface Compiled {
  readonly generation: number;
  readonly systems: CodeSystems;
  readonly sets: ValueSets;
  readonly translate: (ask: TranslateAsk) => Translation | undefined;
}

function openTerminology(shelf: Shelf): Terminology {
  let compiled = compile(shelf);
  const now = (): Compiled => {
    if (compiled.generation !== shelf.generation) compiled = compile(shelf);
    return compiled;
  };
  const wholeSystem = (url: string, code: string): CodeSystem | undefined => {
    const system = now().systems.find(url);
    return system?.complete === true && system.concepts.has(system.canonicalCode(code)) ? system : undefined;
  };
  const requireSet = (canonical: string): Json => {
    const found = now().sets.findExact(canonical);
    if (found === undefined) throw unknownValueSet(canonical);
    return found;
  };
  return {
    requireValueSet: (canonical) => void requireSet(canonical),
    membership(valueSet, { system, code }) {
      const members = now().sets.members(valueSet);
      return system === undefined ? hasInAny(members, code) : has(members, system, code);
    },
    validateCode(ask) {
      const { sets, systems } = now();
      return validate(ask, ask.valueSet === undefined ? undefined : sets.members(ask.valueSet), systems);
    },
    lookup(url, code, version) {
      const system = now().systems.find(url, version);
      const concept = system?.concepts.get(system.canonicalCode(code));
      return system === undefined || concept === undefined ? undefined : looked(system, concept);
    },
    expand(valueSet, options = {}) {
      const { sets, systems } = now();
      if (typeof valueSet !== 'string') return expansionOf(valueSet, sets.membersOf(valueSet), systems, options);
      const found = requireSet(valueSet);
      const members = sets.members(valueSet);
      if (sets.isCyclic(valueSet)) throw cyclicValueSet(valueSet);
      return expansionOf(found, members, systems, options);
    },
    subsumes(url, a, b) {
      const system = now().systems.find(url);
      const [left, right] = [system?.canonicalCode(a) ?? a, system?.canonicalCode(b) ?? b];
      if (system === undefined || !system.concepts.has(left) || !system.concepts.has(right)) return undefined;
      if (left === right) return 'equivalent';
      if (!system.isA) return undefined;
      if (system.descendants(left).has(right)) return 'subsumes';
      if (system.descendants(right).has(left)) return 'subsumed-by';
      return system.complete ? 'not-subsumed' : undefined;
    },
    translate: (ask) => now().translate(ask),
    codesOf(valueSet) {
      const { systems, open } = now().sets.members(valueSet);
      if (open || [...systems.values()].some(({ beyond }) => beyond !== undefined)) return undefined;
      return [...systems].flatMap(([system, { listed }]) => [...listed.keys()].map((code) => ({ system, code })));
    },
    below(url, code) {
      const system = wholeSystem(url, code);
      const written = system?.canonicalCode(code) ?? code;
      return system && [written, ...system.descendants(written)];
    },
    above(url, code) {
      const system = wholeSystem(url, code);
      const written = system?.canonicalCode(code) ?? code;
      return system && [written, ...system.ancestors(written)];
    },
  };
}

function compile(shelf: Shelf): Compiled {
  const systems = codeSystemsOf(shelf);
  return { generation: shelf.generation, systems, sets: valueSetsOf(shelf, systems), translate: translatorOf(shelf) };
}

function looked(system: CodeSystem, concept: Json): Looked {
  const code = text(concept.code) ?? '';
  const written = jsonList(concept.property);
  const related = (name: string, codes: readonly string[]): Json[] =>
    codes
      .filter((other) => !written.some((one) => one.code === name && one.valueCode === other))
      .map((other) => ({ code: name, valueCode: other }));
  const inactive = written.some((one) => one.code === 'inactive')
    ? []
    : [{ code: 'inactive', valueBoolean: isInactive(concept) }];
  return {
    name: system.name,
    ...(system.version === undefined ? {} : { version: system.version }),
    display: text(concept.display) ?? code,
    designation: jsonList(concept.designation),
    property: [...written, ...inactive, ...related('parent', system.parents(code)), ...related('child', system.children(code))],
  };
}
