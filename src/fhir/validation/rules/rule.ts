import type { Shelf } from '#packages';
import type { Terminology } from '#terminology';
import type { Json } from '../../json.ts';
import type { Issue } from '../issue.ts';

/** What a rule may ask of the outside. */
export interface RuleGround {
  readonly shelf: Shelf;
  readonly terminology: Terminology;
  /** The resource a reference leads to when it is neither contained nor in the same Bundle; undefined when it is not known here. */
  readonly resolve?: (reference: string) => Json | undefined;
}

/** One value under a rule. Its shape has been checked, but a fault found there does not stop the rule: read it with care. */
export interface Focus {
  /** The resource, or the value of the datatype for a rule of a datatype. */
  readonly resource: Json;
  /** Its FHIRPath place: `Questionnaire`, `Bundle.entry[2].resource`, `Patient.name[0]`. */
  readonly at: string;
  /** The resource type, or the datatype's name. */
  readonly type: string;
  /** The outermost resource, the one that was handed over: a Bundle for what stands in its entries. */
  readonly root: Json;
  readonly ground: RuleGround;
}

/** A rule that StructureDefinitions do not say. It never throws, whatever it is given. */
export type Rule = (focus: Focus) => Iterable<Issue>;
