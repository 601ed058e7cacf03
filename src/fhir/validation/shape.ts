import { type Element, elementsOf, typesBase } from '../definitions/element.ts';
import { type Json, text } from '../json.ts';
import { isBindable } from './binding.ts';
import type { Part, Shape } from './ground.ts';
import { invariantsOf } from './invariants/invariant.ts';
import { primitiveChecks } from './primitive.ts';

/** What `Element` is to a backbone: R4 names the type of each in its element. */
export type AncestorsOf = (type: string) => ReadonlySet<string>;

/** The shapes that a base StructureDefinition describes: the type itself, under its name, and each backbone, under its path. */
export function shapesOf(definition: Json, ancestorsOf: AncestorsOf): Map<string, Shape> {
  const name = text(definition.type) ?? '';
  const kind = definition.kind === 'resource' ? 'resource' : definition.kind === 'primitive-type' ? 'primitive' : 'complex';
  const elements = elementsOf(definition);
  const byParent = new Map<string, Element[]>();
  const byPath = new Map<string, Element>();
  for (const element of elements) {
    // A base definition slices nothing but extensions by url, which needs no telling apart here.
    if (element.slice !== undefined) continue;
    byPath.set(element.path, element);
    const parent = element.path.slice(0, Math.max(0, element.path.lastIndexOf('.')));
    byParent.set(parent, [...(byParent.get(parent) ?? []), element]);
  }
  const shapes = new Map<string, Shape>();
  for (const [path, children] of byParent) {
    if (path === '') continue;
    const holder = byPath.get(path);
    const own = path === name;
    const ancestors = own ? ancestorsOf(name) : ancestorsOf(holder?.types[0]?.code ?? 'BackboneElement');
    const values = children.filter((child) => !(kind === 'primitive' && child.path === `${name}.value`) && child.max > 0);
    const parts = values.flatMap((child) => partsOf(child, byParent));
    shapes.set(path, {
      name: path,
      kind: own ? kind : 'backbone',
      parts: new Map(parts.map((part) => [part.name, part])),
      choices: grouped(parts),
      required: [...grouped(parts.filter(({ min }) => min > 0)).values()],
      invariants: invariantsOf(holder?.constraints ?? []),
      ancestors: own ? ancestors : new Set([...ancestors, path]),
    });
  }
  return shapes;
}

function grouped(parts: readonly Part[]): Map<string, readonly Part[]> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) groups.set(part.base, [...(groups.get(part.base) ?? []), part]);
  return groups;
}

function partsOf(element: Element, byParent: ReadonlyMap<string, readonly Element[]>): Part[] {
  const choice = element.name.endsWith('[x]');
  const base = choice ? element.name.slice(0, -3) : element.name;
  const inner = element.contentReference ?? (byParent.has(element.path) ? element.path : undefined);
  const shared = { base, choice, list: element.max > 1, min: element.min, max: element.max };
  if (inner !== undefined) {
    // The invariants of a backbone are those of its shape.
    return [
      {
        ...shared,
        name: base,
        step: base,
        type: inner,
        primitive: false,
        profiles: [],
        targets: [],
        binding: undefined,
        invariants: [],
      },
    ];
  }
  const invariants = invariantsOf(element.constraints);
  return element.types.map(({ code, profiles, targets }) => ({
    ...shared,
    name: choice ? `${base}${code.slice(0, 1).toUpperCase()}${code.slice(1)}` : base,
    step: choice ? `${base}.ofType(${code})` : base,
    type: code,
    primitive: primitiveChecks[code] !== undefined,
    profiles,
    targets: targets.map((target) => (target === `${typesBase}Resource` ? 'Resource' : target)),
    binding: isBindable(code, choice) ? element.binding : undefined,
    invariants,
  }));
}
