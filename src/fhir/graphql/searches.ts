import { text } from '../json.ts';
import { fault } from './ask.ts';
import type { Field } from './fields.ts';
import { type Found, type Path, type Run, type Thing, thingOf } from './run.ts';

/** A field that searches: `PatientList(…)`, `PatientConnection(…)`. */
export interface SearchField {
  readonly type: string;
  readonly kind: 'List' | 'Connection';
}

export function searchField(run: Run, name: string): SearchField | undefined {
  const [, type, kind] = /^([A-Za-z]+)(List|Connection)$/.exec(name) ?? [];
  if (type === undefined || kind === undefined || !run.model.resources.includes(type)) return undefined;
  return { type, kind: kind === 'List' ? 'List' : 'Connection' };
}

/**
 * Carries out the search of a field; undefined when it is refused, which becomes an error of the answer. `_reference` names the search
 * parameter by which what is found refers to the resource that the field is asked of.
 */
export async function searched(
  run: Run,
  field: Field,
  type: string,
  from: Thing | undefined,
  path: Path,
): Promise<Found | undefined> {
  const parameters = parametersOf(field, from);
  return (await run.reached(field.node, path, () => run.search(type, parameters, field.node)))?.value;
}

export function thingsOf(found: Found): Thing[] {
  return found.bodies.flatMap((body) => thingOf(body) ?? []);
}

function parametersOf(field: Field, from: Thing | undefined): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of field.arguments) {
    if (name === '_reference') continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!['string', 'number', 'boolean'].includes(typeof one))
        throw fault(`"${name}" is a value or a list of values`, field.node);
      parameters.append(parameterName(name), String(one));
    }
  }
  const by = field.arguments.get('_reference');
  if ((by === undefined) !== (from === undefined))
    throw fault(`"_reference" is given inside a resource, and only there: "${field.name}"`, field.node);
  if (from === undefined) return parameters;
  const id = text(from.resource.id);
  if (typeof by !== 'string' || id === undefined || from.value !== from.resource)
    throw fault('"_reference" names a search parameter, in a resource that has an id', field.node);
  parameters.append(parameterName(by), `${from.type}/${id}`);
  return parameters;
}

/** GraphQL has no `-` in names: `address_city` stands for `address-city`. */
const parameterName = (name: string): string => name.slice(0, 1) + name.slice(1).replaceAll('_', '-');
