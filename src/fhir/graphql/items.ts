import { forEachOf } from '../fhirpath/asked.ts';
import { isWrittenNumber, plain } from '../json/index.ts';
import { isObject } from '../json.ts';
import { fault } from './ask.ts';
import type { Field } from './fields.ts';
import type { Run } from './run.ts';

/** The elements of one name of an object, before and after a field's arguments have chosen among them. */
export interface Items {
  /** Their type in the model. */
  readonly type: string;
  readonly list: boolean;
  readonly values: readonly unknown[];
}

/**
 * Of a list, the items that a field's arguments and `@first` ask for: `fhirpath`, the value of an element (`use: official`), then
 * `_offset` and `_count`. Throws GraphQLError for an argument that does not exist, and on what is no list. Source: FHIR R4, GraphQL.
 */
export function chosen(run: Run, field: Field, items: Items): Items {
  let { values } = items;
  const [argument] = field.arguments.keys();
  if (argument !== undefined && !items.list)
    throw fault(`"${field.name}" is no list and takes no argument "${argument}"`, field.node);
  for (const [name, value] of field.arguments) {
    if (name === 'fhirpath') {
      const keep = evaluated(run, field, { ...items, values }, value, 'truth');
      values = values.filter((_, i) => keep[i] === true);
    } else if (name !== '_count' && name !== '_offset') {
      if (!run.model.type(items.type)?.elements.has(name)) throw fault(`"${field.name}" takes no argument "${name}"`, field.node);
      values = values.filter((item) => isObject(item) && holds(item[name], value));
    }
  }
  const offset = wholeNumber(field, '_offset') ?? 0;
  const count = field.directives.has('first') ? 1 : wholeNumber(field, '_count');
  if (field.directives.has('first') && !items.list) throw fault(`@first: "${field.name}" is no list`, field.node);
  return { ...items, values: values.slice(offset, count === undefined ? undefined : offset + count) };
}

/** What `@slice(path:)` adds to the key of each item. */
export function sliceNames(run: Run, field: Field, items: Items, path: unknown): readonly unknown[] {
  return evaluated(run, field, items, path, 'string');
}

function evaluated(run: Run, field: Field, { values, type }: Items, expression: unknown, want: 'truth' | 'string') {
  if (values.length === 0) return [];
  run.countExpression(field.node);
  try {
    return forEachOf(values.map(plain), type, String(expression), want);
  } catch {
    throw fault(`"${field.name}": the FHIRPath expression cannot be evaluated here`, field.node);
  }
}

function holds(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item, wanted));
  if (Array.isArray(wanted)) return wanted.some((one) => holds(value, one));
  return isWrittenNumber(value) ? Number(value.rawJSON) === wanted : value === wanted;
}

function wholeNumber(field: Field, name: string): number | undefined {
  const value = field.arguments.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw fault(`"${name}" is a whole number`, field.node);
  return value;
}
