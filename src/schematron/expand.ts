import { attributeOf, type XmlElement } from '#xml';
import type { Loader, Placed } from './load.ts';
import { wrongSchema } from './refusals.ts';

/** An expression and where it is written. */
export interface Written {
  readonly text: string;
  readonly file: string;
  readonly element: XmlElement;
}

export interface Let {
  readonly kind: 'let';
  readonly name: string;
  readonly value: Written;
}

/** A test: an assert must hold, a report must not. `message` alternates texts and expressions. */
export interface Check {
  readonly kind: 'assert' | 'report';
  readonly test: Written;
  readonly id: string | undefined;
  readonly role: string | undefined;
  readonly message: readonly (string | Written)[];
}

export interface Rule {
  readonly context: Written;
  readonly role: string | undefined;
  /** In the order of the file: a let serves what follows it. */
  readonly content: readonly (Let | Check)[];
}

export interface PatternOfRules {
  readonly id: string;
  readonly lets: readonly Let[];
  readonly rules: readonly Rule[];
}

/** A schema with nothing abstract left in it. */
export interface Schema {
  readonly prefixes: ReadonlyMap<string, string>;
  readonly lets: readonly Let[];
  readonly patterns: readonly PatternOfRules[];
}

type Fill = (text: string) => string;
const asWritten: Fill = (text) => text;

/** Follows includes, fills abstract patterns, unfolds abstract rules, keeps the patterns of a phase (all without one). */
export function expand(loader: Loader, entry: Placed, phase: string | undefined): Schema {
  const parts = loader.parts(entry);
  const named = (name: string) => parts.filter(({ element }) => element.name === name);
  const all = named('pattern');
  const abstract = all.filter(isAbstract);
  const abstractRules = new Map<string, Placed>();
  for (const pattern of all)
    for (const rule of loader.parts(pattern)) if (rule.element.name === 'rule' && isAbstract(rule)) addOnce(abstractRules, rule);
  const active = phase === undefined ? undefined : activeOf(loader, named('phase'), phase, entry);
  const patterns = all
    .filter((pattern) => !isAbstract(pattern) && (active === undefined || active.has(attributeOf(pattern.element, 'id') ?? '')))
    .map((pattern, i) => patternOf(loader, pattern, abstract, abstractRules, `pattern-${i + 1}`));
  return {
    prefixes: new Map(
      named('ns').map(({ element }) => [attributeOf(element, 'prefix') ?? '', attributeOf(element, 'uri') ?? '']),
    ),
    lets: named('let').map((each) => letOf(each, asWritten)),
    patterns,
  };
}

const isAbstract = ({ element }: Placed): boolean => attributeOf(element, 'abstract') === 'true';

function addOnce(rules: Map<string, Placed>, rule: Placed): void {
  const id = required(rule, 'id');
  if (!rules.has(id)) rules.set(id, rule);
}

function required({ element, file }: Placed, name: string): string {
  const value = attributeOf(element, name);
  if (value === undefined)
    throw wrongSchema(`« ${element.name} » sans « ${name} »`, `"${element.name}" without "${name}"`, file, element.line);
  return value;
}

function activeOf(loader: Loader, phases: readonly Placed[], id: string, entry: Placed): ReadonlySet<string> {
  const phase = phases.find(({ element }) => attributeOf(element, 'id') === id);
  if (phase === undefined)
    throw wrongSchema('la phase demandée n’y est pas', 'it does not have the phase asked for', entry.file, entry.element.line);
  const active = loader.parts(phase).filter(({ element }) => element.name === 'active');
  return new Set(active.map((each) => required(each, 'pattern')));
}

function patternOf(
  loader: Loader,
  pattern: Placed,
  abstract: readonly Placed[],
  abstractRules: ReadonlyMap<string, Placed>,
  fallback: string,
): PatternOfRules {
  const id = attributeOf(pattern.element, 'id') ?? fallback;
  const isA = attributeOf(pattern.element, 'is-a');
  if (isA === undefined) return contentOf(loader, pattern, abstractRules, asWritten, id);
  const template = abstract.find(({ element }) => attributeOf(element, 'id') === isA);
  if (template === undefined)
    throw wrongSchema(
      `le motif abstrait ${isA} manque`,
      `the abstract pattern ${isA} is missing`,
      pattern.file,
      pattern.element.line,
    );
  const params = new Map<string, string>();
  for (const part of loader.parts(pattern))
    if (part.element.name === 'param') params.set(required(part, 'name'), required(part, 'value'));
  // A parameter stands for its text, as ISO/IEC 19757-3 §6.3 has it; a name that is none is left for the lets.
  const fill: Fill = (text) => text.replace(/\$([\p{L}_][\p{L}\p{N}_.-]*)/gu, (whole, name: string) => params.get(name) ?? whole);
  return contentOf(loader, template, abstractRules, fill, id);
}

function contentOf(
  loader: Loader,
  pattern: Placed,
  abstractRules: ReadonlyMap<string, Placed>,
  fill: Fill,
  id: string,
): PatternOfRules {
  const parts = loader.parts(pattern);
  const own = new Map(abstractRules);
  for (const part of parts) if (part.element.name === 'rule' && isAbstract(part)) own.set(required(part, 'id'), part);
  const rules = parts.filter((part) => part.element.name === 'rule' && !isAbstract(part));
  return {
    id,
    lets: parts.filter(({ element }) => element.name === 'let').map((each) => letOf(each, fill)),
    rules: rules.map((rule) => ({
      context: written(rule, 'context', fill),
      role: attributeOf(rule.element, 'role'),
      content: ruleContent(loader, rule, own, fill, 0),
    })),
  };
}

function ruleContent(
  loader: Loader,
  rule: Placed,
  abstractRules: ReadonlyMap<string, Placed>,
  fill: Fill,
  depth: number,
): readonly (Let | Check)[] {
  return loader.parts(rule).flatMap((part) => {
    const { name } = part.element;
    if (name === 'let') return [letOf(part, fill)];
    if (name === 'assert' || name === 'report') return [checkOf(part, name, fill)];
    if (name !== 'extends') return [];
    const id = required(part, 'rule');
    const base = abstractRules.get(id);
    if (base === undefined || depth > 16)
      throw wrongSchema(`la règle abstraite ${id} manque`, `the abstract rule ${id} is missing`, part.file, part.element.line);
    return ruleContent(loader, base, abstractRules, fill, depth + 1);
  });
}

function letOf(part: Placed, fill: Fill): Let {
  return { kind: 'let', name: required(part, 'name').trim(), value: written(part, 'value', fill) };
}

function written(part: Placed, attribute: string, fill: Fill): Written {
  return { text: fill(required(part, attribute)), file: part.file, element: part.element };
}

function checkOf(part: Placed, kind: 'assert' | 'report', fill: Fill): Check {
  const { element, file } = part;
  return {
    kind,
    test: written(part, 'test', fill),
    id: attributeOf(element, 'id'),
    role: attributeOf(element, 'role'),
    message: messageOf(element, file, fill),
  };
}

function messageOf(element: XmlElement, file: string, fill: Fill): readonly (string | Written)[] {
  return element.children.flatMap((child): readonly (string | Written)[] => {
    if (child.kind === 'text') return [child.value];
    if (child.kind !== 'element') return [];
    if (child.name === 'value-of') return [{ text: fill(attributeOf(child, 'select') ?? '.'), file, element: child }];
    if (child.name === 'name') return [{ text: `name(${fill(attributeOf(child, 'path') ?? '.')})`, file, element: child }];
    return messageOf(child, file, fill);
  });
}
