import fc, { type Arbitrary } from 'fast-check';
import type { Json, Shelf } from '#packages';
import { codesOn } from '../oracle/codes.ts';
import { definitionsOn } from '../oracle/definitions.ts';
import { atLeastOne, datatypes, few, reference } from './datatypes.ts';
import { sharedTypes, texts } from './words.ts';

interface ElementDefinition {
  readonly path: string;
  readonly max: string;
  readonly type?: readonly TypeDefinition[];
}

interface TypeDefinition {
  readonly code: string;
  readonly targetProfile?: readonly string[];
}

/** The random objects of one datatype or backbone element; undefined when no value can be made of it. */
type Maker = (path: string, type: TypeDefinition) => Arbitrary<unknown> | undefined;

/**
 * Random resources of a type: every element that one of its search parameters looks at is there in some and absent from others, of each of
 * its datatypes, once or twice where it may repeat. They have no id, and are otherwise only as valid as a search needs.
 */
export function resourcesOn(shelf: Shelf): (type: string) => Arbitrary<Json> {
  const definitions = definitionsOn(shelf);
  const codes = codesOn(shelf);
  return (type) => {
    const expressions = [...definitions(type).values()].flatMap(({ expression, parts }) => [
      expression,
      ...parts.map((part) => part.expression),
    ]);
    const wanted = pathsOf(expressions);
    const named = new Set(
      expressions.flatMap((expression) => [...expression.matchAll(/ofType\((\w+)\)/g)].map(([, name = '']) => name)),
    );
    const elements = elementsOf(shelf, type).filter(({ path }) => wanted.has(path.replace('[x]', '')));
    const make: Maker = (path, { code, targetProfile = [] }) => {
      if (code === 'BackboneElement')
        return isInside(path, elements) ? atLeastOne(membersOf(path, elements, named, make)) : undefined;
      if (code === 'Reference')
        return reference(
          targetProfile.map((url) => url.split('/').at(-1) ?? ''),
          sharedTypes.includes(type),
        );
      if (code !== 'code') return (datatypes as Partial<Record<string, Arbitrary<unknown>>>)[code];
      return fc.constantFrom(...(codes.boundTo(path)?.slice(0, 3) ?? [{ code: 'fr' }])).map((one) => one.code);
    };
    return fc
      .tuple(membersOf(type, elements, named, make), meta, narrative)
      .map(([body, about, text]) => ({ resourceType: type, ...about, ...text, ...body }));
  };
}

const isInside = (path: string, elements: readonly ElementDefinition[]): boolean =>
  elements.some((one) => one.path.startsWith(`${path}.`));

/** The object at a path: some of its elements, and of a choice one, mostly of the datatypes that parameters name. */
function membersOf(
  path: string,
  elements: readonly ElementDefinition[],
  named: ReadonlySet<string>,
  make: Maker,
): Arbitrary<object> {
  const inside = elements.filter((one) => one.path.startsWith(`${path}.`) && !one.path.slice(path.length + 1).includes('.'));
  const members = inside.flatMap((element) => {
    const choice = (element.type ?? []).flatMap((type) => {
      const value = make(element.path, type);
      if (value === undefined) return [];
      const values = element.max === '1' ? value : element.path === 'List.entry' ? many(value) : few(value);
      const arbitrary = values.map((one): readonly [string, unknown] => [keyOf(element.path, type.code), one]);
      return [{ weight: named.has(type.code) ? 3 : 1, arbitrary }];
    });
    return choice.length === 0 ? [] : [fc.option(fc.oneof(...choice), { nil: undefined, freq: 3 })];
  });
  return fc.tuple(...members).map((pairs) => Object.fromEntries(pairs.filter((pair) => pair !== undefined)));
}

/** A list names much. */
const many = (value: Arbitrary<unknown>): Arbitrary<unknown> => fc.array(value, { minLength: 1, maxLength: 20 });

const meta = fc.option(
  atLeastOne(
    fc.record(
      {
        profile: few(datatypes.canonical),
        source: datatypes.uri,
        tag: few(datatypes.Coding),
        security: few(datatypes.Coding),
      },
      { requiredKeys: [] },
    ),
  ).map((about) => ({ meta: about })),
  { nil: {} },
);

const narrative = fc.option(
  few(fc.constantFrom(...texts)).map((all) => ({
    text: {
      status: 'generated',
      div: `<div xmlns="http://www.w3.org/1999/xhtml">${all.map((one) => `<p>${one}</p>`).join('')}</div>`,
    },
  })),
  { nil: {} },
);

function elementsOf(shelf: Shelf, type: string): readonly ElementDefinition[] {
  const structure = shelf.find('StructureDefinition', `http://hl7.org/fhir/StructureDefinition/${type}`);
  return (structure?.snapshot as { element: ElementDefinition[] } | undefined)?.element ?? [];
}

/** Every path in some expressions, with each path above it: `Observation`, `Observation.component`, `Observation.component.code`. */
function pathsOf(expressions: readonly string[]): ReadonlySet<string> {
  const paths = expressions.flatMap((expression) => expression.match(/[A-Z]\w+(?:\.(?!\w+\()\w+)+/g) ?? []);
  return new Set(paths.flatMap((path) => path.split('.').map((_, i, names) => names.slice(0, i + 1).join('.'))));
}

/** `value[x]` of type Quantity stands as `valueQuantity`. */
function keyOf(path: string, type: string): string {
  const name = path.split('.').at(-1) ?? '';
  return name.replace('[x]', type.charAt(0).toUpperCase() + type.slice(1));
}
