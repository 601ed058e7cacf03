import type { Shelf } from '#packages';
import type { Terminology } from '#terminology';
import type { Binding } from '../definitions/element.ts';
import type { Json } from '../json.ts';
import type { Issue } from './issue.ts';
import type { RuleGround } from './rules/rule.ts';

/** One value under validation. */
export interface Spot {
  /** As in JSON; undefined for a primitive that has extensions only. */
  readonly value: unknown;
  /** The sibling `_name` of a primitive. */
  readonly extra: unknown;
  /** The name of its shape: `Quantity`, `code`, `Observation.component`, or the type of the resource. */
  readonly type: string;
  /** FHIRPath place. */
  readonly at: string;
}

/** The resource in which a value stands. */
export interface Scope {
  readonly ground: Ground;
  readonly run: Run;
  readonly resource: Json;
  /** The place of the resource: `Bundle.entry[2].resource`. */
  readonly at: string;
  /** The resource that holds this one: a Bundle for its entries, a DomainResource for what it contains. */
  readonly outer: Scope | undefined;
  readonly contained: boolean;
  readonly issues: Issue[];
  /** The issues answer a question and are told to nobody. */
  readonly trial: boolean;
}

/** Where a reference leads. `scope` and `at` when it stands in what is being validated; undefined when it was found outside. */
export interface Target {
  readonly resource: Json;
  readonly at: string | undefined;
  readonly scope: Scope | undefined;
}

/** One call of the validator. */
export interface Run {
  readonly root: Json;
  /** Whether a value conforms to a profile, once known; taken as true while it is being found out, which ends circles. */
  readonly conforms: Map<unknown, Map<string, boolean>>;
  /** The resources in each Bundle and Parameters, by the references that lead to them; the contained resources of each other by `#id`. */
  readonly neighbours: Map<Json, ReadonlyMap<string, Target>>;
}

/** The definitions as closures, made when first asked for. */
export interface Ground {
  readonly shelf: Shelf;
  readonly terminology: Terminology;
  /** As the caller gave them. */
  readonly outside: RuleGround;
  readonly strict: Strictness;
  /** Profiles that every resource of a type must meet, by type. */
  readonly globals: ReadonlyMap<string, readonly string[]>;
  shape(type: string): Shape | undefined;
  /** Undefined when the definition is not on the shelf or has no snapshot and none can be made. */
  profile(canonical: string): Profile | undefined;
}

/** How serious it is that something is not known here. HL7's validator, which knows every guide in use, refuses. */
export interface Strictness {
  /** Extensions and profiles that are not on the shelf. */
  readonly unknown: 'error' | 'warning';
  /** A display that is none of the code's. */
  readonly displays: 'error' | 'warning';
}

/** What a type, or a backbone inside it, is made of. */
export interface Shape {
  readonly name: string;
  readonly kind: 'resource' | 'complex' | 'primitive' | 'backbone';
  /** By the name in JSON, each type of a choice under its own. */
  readonly parts: ReadonlyMap<string, Part>;
  /** The parts of an element by its name in the definition, without `[x]`. */
  readonly choices: ReadonlyMap<string, readonly Part[]>;
  /** Elements that must be there: each a list of parts of which one must be. */
  readonly required: readonly (readonly Part[])[];
  readonly invariants: readonly Invariant[];
  /** Type names from this one up to Element or Resource. */
  readonly ancestors: ReadonlySet<string>;
}

/** One element as it stands in JSON. */
export interface Part {
  /** `valueQuantity` */
  readonly name: string;
  /** `value` */
  readonly base: string;
  /** As a step of a FHIRPath place: `value.ofType(Quantity)`. */
  readonly step: string;
  readonly choice: boolean;
  readonly list: boolean;
  readonly min: number;
  readonly max: number;
  /** The name of the shape of its values; `Resource` when any resource may stand there. */
  readonly type: string;
  readonly primitive: boolean;
  /** Profiles of the type, of which a value must meet one. */
  readonly profiles: readonly string[];
  /** Profiles of the targets of a Reference or canonical. */
  readonly targets: readonly string[];
  readonly binding: Binding | undefined;
  readonly invariants: readonly Invariant[];
}

/** An invariant ready to run. */
export interface Invariant {
  readonly key: string;
  readonly expression: string;
  readonly severity: Issue['severity'];
  readonly human: string;
  /** Undefined when it cannot be evaluated. */
  holds(value: unknown, type: string, scope: Scope): boolean | undefined;
}

/** Checks one value beyond what its type asks. */
export type Check = (spot: Spot, scope: Scope) => void;

export interface Profile {
  /** `url|version` when it has a version: what messages name. */
  readonly name: string;
  readonly url: string;
  /** The type it constrains. */
  readonly type: string;
  /** That a value of the right type, already checked against its type, meets the profile. */
  readonly check: Check;
  readonly definition: Json;
  /** The base definition that it stands on and that is not here: what it asks is known in part, and refuses nothing. */
  readonly missing: string | undefined;
}

/** So many issues help nobody; errors are still kept when warnings alone have filled the list. */
const mostIssues = 10_000;
/** A message may quote what was sent, which may be long. */
const longestMessage = 1000;

export function report(
  scope: Scope,
  severity: Issue['severity'],
  code: string,
  at: string,
  message: string,
  rule?: string,
): void {
  const { issues } = scope;
  if (issues.length >= (severity === 'error' ? 2 * mostIssues : mostIssues)) return;
  const words = message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
  issues.push({ severity, code, message: words, at, ...(rule === undefined ? {} : { rule }) });
}

export function fault(scope: Scope, code: string, at: string, message: string, rule?: string): void {
  report(scope, 'error', code, at, message, rule);
}
