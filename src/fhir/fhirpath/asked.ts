import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { isObject, objects } from '../json.ts';

const longest = 1000;

/**
 * Functions that select among what is there, or look at one value. The others can be made to cost what their author wants (regular
 * expressions, repetition, lists that grow) or leave the resource.
 */
const allowed = new Set(
  `where exists empty not hasValue first last tail single skip take count ofType as is extension startsWith endsWith contains
  indexOf substring length upper lower trim toString toInteger toDecimal all iif`.split(/\s+/),
);

/** An element that an expression selects: where it stands below `parentResNode`. A choice has the name of its base. */
export interface FoundNode {
  readonly parentResNode: FoundNode | null;
  readonly propName: string | null;
  readonly index: number | null;
}

/**
 * Evaluates an expression that a caller sends. In: a resource as JSON.parse gives it. Out: elements ({@link FoundNode}) and computed
 * values. Throws an Error, whose message may quote the resource, when the expression cannot be read or evaluated, is longer than 1000
 * characters, or uses what is not allowed here: functions outside of the list above, `%` variables.
 */
export function nodesAt(resource: unknown, expression: string): readonly unknown[] {
  return fhirpath.evaluate(resource, checked(expression), undefined, r4, { resolveInternalTypes: false });
}

export const isFoundNode = (value: unknown): value is FoundNode => isObject(value) && 'parentResNode' in value;

/**
 * What an expression gives for each item of a list of elements of one type (`HumanName`, `Patient.contact`): its truth, or its first
 * value as a string, empty when there is none. `$index` is the place in the list. Throws as {@link nodesAt} does.
 */
export function forEachOf(
  items: readonly unknown[],
  type: string,
  expression: string,
  want: 'truth' | 'string',
): readonly unknown[] {
  const asked = checked(expression);
  const one = want === 'truth' ? `iif(${asked}, true, false)` : `iif((${asked}).exists(), (${asked}).first().toString(), '')`;
  const given: readonly unknown[] = fhirpath.evaluate(
    [...items],
    { base: type, expression: `select(${one})` },
    undefined,
    r4,
    {},
  );
  // An expression with a bracket too many closes ours.
  if (given.length !== items.length) throw new Error('not one value for each item');
  return given;
}

function checked(expression: string): string {
  if (expression.length > longest) throw new Error('too long');
  refuseOthers(fhirpath.parse(expression));
  return expression;
}

function refuseOthers(node: unknown): void {
  if (!isObject(node)) return;
  if (node.type === 'ExternalConstant' || (node.type === 'Functn' && !allowed.has(String(node.text))))
    throw new Error('not allowed here');
  for (const child of objects(node.children)) refuseOthers(child);
}
