import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import type { Json } from '#packages';

/** Something that a FHIRPath expression found. */
export interface Element {
  /** FHIR type without its namespace: `Quantity`, `dateTime`, `boolean`. */
  readonly type: string;
  /** As it stands in the JSON. */
  readonly value: unknown;
  /** Path of its definition, `Patient.contact.gender`, or inside of a datatype `Address.use`; undefined for what was computed. */
  readonly path: string | undefined;
  /** The library's own, from which a composite goes on. */
  readonly node: unknown;
}

/** As much as is looked at of the library's node. */
interface Node {
  readonly data: unknown;
  readonly propName: string | null;
  readonly parentResNode: { readonly path: string | null } | null;
}

type Compiled = (input: unknown) => unknown[];
const compiled = new Map<string, Compiled>();
const seen = new WeakMap<Json, Map<string, readonly Element[]>>();

/** What an expression finds in a resource. Elements that hold an extension and no value are left out. */
export function elementsIn(resource: Json, expression: string): readonly Element[] {
  const known = seen.get(resource) ?? new Map<string, readonly Element[]>();
  seen.set(resource, known);
  const found = known.get(expression) ?? evaluate(sidesOn(expression, String(resource.resourceType)), resource);
  known.set(expression, found);
  return found;
}

/** What an expression finds from an element of a resource. */
export function elementsFrom(element: Element, expression: string): readonly Element[] {
  return evaluate(expression.split(' | '), element.node);
}

/** The alternatives of an expression but for those that begin at another type, which find nothing: they are most of it. */
function sidesOn(expression: string, type: string): readonly string[] {
  const other = new RegExp(`^\\(*(?!(${type}|Resource|DomainResource)\\b)[A-Z]`);
  return expression.split(' | ').filter((side) => !other.test(side));
}

/** Each side of `|` alone: in R4's parameters it is always outermost, and the library cannot tell apart quantities with comparators. */
function evaluate(sides: readonly string[], from: unknown): readonly Element[] {
  return sides.flatMap((side) => evaluateSide(side, from));
}

function evaluateSide(expression: string, from: unknown): readonly Element[] {
  if (expression === '') return [];
  const run = compiled.get(expression) ?? compile(expression);
  compiled.set(expression, run);
  const nodes = run(from);
  const types = fhirpath.types(nodes);
  return nodes.flatMap((node, i) => elementOf(node, types[i] ?? ''));
}

function elementOf(node: unknown, type: string): readonly Element[] {
  const name = type.replace(/^\w+\./, '');
  if (typeof node === 'boolean') return [{ type: 'boolean', value: node, path: undefined, node }];
  const { data, propName, parentResNode } = node as Node;
  if (data === undefined || data === null) return [];
  return [{ type: name, value: data, path: `${parentResNode?.path}.${propName}`, node }];
}

function compile(expression: string): Compiled {
  return fhirpath.compile(expression, r4, {
    resolveInternalTypes: false,
    userInvocationTable: { resolve: { fn: (found: (Node | Json)[]) => found.flatMap(resolved), arity: { 0: [] } } },
  });
}

/** `resolve() is Patient` asks for the type only: the reference's own text says it, else its `type`. */
function resolved(node: Node | Json): unknown[] {
  const { reference, type } = ('data' in node ? node.data : node) as { reference?: unknown; type?: unknown };
  const named = /(?:^|\/)([A-Z][A-Za-z]+)\/[^/]+(?:\/_history\/[^/]+)?$/.exec(String(reference))?.[1] ?? type;
  return named === undefined ? [] : compile('$this')({ resourceType: named });
}
