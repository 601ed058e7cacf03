import type { Shelf } from '#packages';
import { type Element, elementsOf, type TypeReference } from '../../definitions/element.ts';
import { snapshotOf, typeDefinition } from '../../definitions/snapshot.ts';
import { type Branch, treeOf } from '../../definitions/tree.ts';
import { type Json, text } from '../../json.ts';

/** The elements of profiles as trees, as slicing looks into them. */
export interface Definitions {
  tree(canonical: string): Branch<Element> | undefined;
  firstTree(canonicals: readonly string[]): Branch<Element> | undefined;
  typeTree(types: readonly TypeReference[]): Branch<Element> | undefined;
  /** The type that a profile constrains. */
  typeOf(canonical: string): string | undefined;
  /** The url of the extensions that a slice of `extension` takes, from its type's profile or the value fixed for `url`. */
  extensionUrl(slice: Branch<Element>): string | undefined;
}

export function definitionsOn(shelf: Shelf): Definitions {
  const tree = (canonical: string): Branch<Element> | undefined => treeFor(snapshotOf(shelf, canonical));
  const firstTree = (canonicals: readonly string[]): Branch<Element> | undefined => {
    const [only] = canonicals;
    return canonicals.length === 1 && only !== undefined ? tree(only) : undefined;
  };
  return {
    tree,
    firstTree,
    typeTree: (types) => {
      const [only] = types;
      return types.length === 1 && only !== undefined ? treeFor(typeDefinition(shelf, only.code)) : undefined;
    },
    typeOf: (canonical) => text(shelf.find('StructureDefinition', canonical)?.type),
    extensionUrl(slice) {
      const fixed = slice.children.find(({ name }) => name === 'url')?.definition.fixed?.value;
      if (typeof fixed === 'string') return fixed;
      const [profile] = slice.definition.types.filter(({ code }) => code === 'Extension').flatMap(({ profiles }) => profiles);
      return profile?.replace(/\|.*$/, '');
    },
  };
}

const trees = new WeakMap<Json, Branch<Element>>();

export function treeFor(definition: Json | undefined): Branch<Element> | undefined {
  if (definition === undefined) return undefined;
  let tree = trees.get(definition);
  if (tree === undefined) {
    tree = treeOf(elementsOf(definition), (element) => element);
    if (tree !== undefined) trees.set(definition, tree);
  }
  return tree;
}
