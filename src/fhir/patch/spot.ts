import { type FoundNode, isFoundNode, nodesAt } from '../fhirpath/asked.ts';
import { plain } from '../json/index.ts';
import type { ElementModel, Model } from '../model/index.ts';
import type { Holder } from './content.ts';
import { holds, itemsAt, type Place } from './place.ts';
import { malformedPatch, notApplicable } from './refusals.ts';
import { type Branch, isBranch } from './tree.ts';

/** Where one element stands in a tree: a member of `parent`, or an item of that member's list. */
export interface Spot extends Place {
  /** Of `parent`, in the model. */
  readonly type: string;
  readonly index: number | undefined;
}

/** An operator of FHIRPath and an element of Narrative: people write `Patient.text.div`. */
const narrative = /\.div\b/g;

/**
 * The elements that a FHIRPath expression selects in a resource, in the order of the path. Refuses `fhir.patch-malformed` an expression
 * that cannot be read, `fhir.patch-not-applicable` what selects no elements but computed values.
 */
export class Finder {
  readonly #model: Model;
  readonly #root: Branch;
  readonly #at: string;

  constructor(model: Model, root: Branch, at: string) {
    this.#model = model;
    this.#root = root;
    this.#at = at;
  }

  /** The one object at the path, to add to. */
  holder(path: string): Holder {
    const [only, second] = this.#nodes(path);
    if (only === undefined || second !== undefined) throw this.#notOne();
    if (only.parentResNode === null) return { branch: this.#root, type: String(this.#root.resourceType) };
    const spot = this.#spotOf(only);
    const value = valueAt(spot);
    if (!isBranch(value)) throw notApplicable(this.#at, 'path ne mène pas à un objet', 'path does not lead to an object');
    return { branch: value, type: typeAt(spot, value) };
  }

  /** The element at the path; undefined when there is none. Refuses several. */
  one(path: string): Spot | undefined {
    const [only, second] = this.#nodes(path);
    if (second !== undefined) throw this.#notOne();
    return only === undefined ? undefined : this.#spotOf(only);
  }

  /** The one list whose items, all of them, are at the path. */
  list(path: string): Spot & { readonly length: number } {
    const nodes = this.#nodes(path);
    const spots = nodes.map((node) => this.#spotOf(node));
    const [first] = spots;
    const same = spots.every(({ parent, element }) => parent === first?.parent && element.name === first.element.name);
    if (first === undefined || !same || first.index === undefined || itemsAt(first).length !== spots.length)
      throw notApplicable(
        this.#at,
        'path doit mener à une liste entière, non vide',
        'path must lead to one whole list that is not empty',
      );
    return { ...first, length: spots.length };
  }

  #nodes(path: string): readonly FoundNode[] {
    let found: readonly unknown[];
    try {
      found = nodesAt(plain(this.#root), path.replace(narrative, '.`div`'));
    } catch {
      throw malformedPatch(
        this.#at,
        'path n’est pas une expression FHIRPath acceptée',
        'path is not an accepted FHIRPath expression',
      );
    }
    if (found.every(isFoundNode)) return found;
    throw notApplicable(this.#at, 'path mène à une valeur calculée', 'path leads to a computed value');
  }

  #spotOf(node: FoundNode): Spot {
    const steps: FoundNode[] = [];
    for (let one = node; one.parentResNode !== null; one = one.parentResNode) steps.unshift(one);
    let holder: Holder = { branch: this.#root, type: String(this.#root.resourceType) };
    let spot: Spot | undefined;
    for (const { propName, index } of steps) {
      if (spot !== undefined) {
        const value = valueAt(spot);
        if (!isBranch(value)) break;
        holder = { branch: value, type: typeAt(spot, value) };
      }
      const element = this.#elementIn(holder, propName ?? '');
      if (element === undefined) break;
      spot = { parent: holder.branch, type: holder.type, element, index: element.list ? (index ?? 0) : undefined };
    }
    if (spot === undefined) throw notApplicable(this.#at, 'path mène à la ressource entière', 'path leads to the whole resource');
    return spot;
  }

  /** fhirpath names a choice by its base: the type is that of the member which is there. */
  #elementIn({ branch, type }: Holder, name: string): ElementModel | undefined {
    for (const element of this.#model.type(type)?.elements.values() ?? [])
      if (element.base === name && holds(branch, element)) return element;
    return undefined;
  }

  #notOne() {
    return notApplicable(this.#at, 'path doit mener à un élément et un seul', 'path must lead to one element and one only');
  }
}

export function valueAt({ parent, element, index }: Spot): unknown {
  const value = parent[element.name];
  return index === undefined || !Array.isArray(value) ? value : value[index];
}

const typeAt = ({ element }: Spot, value: Branch): string =>
  element.type === 'Resource' ? String(value.resourceType) : element.type;
