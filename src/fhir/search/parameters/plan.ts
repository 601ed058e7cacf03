import type { Model } from '../../model/index.ts';
import type { User } from './columns.ts';
import type { Definition } from './definition.ts';
import type { ParameterType } from './parameter.ts';
import { compositeOf, type Part, partsUnit, unitsOf, usedUnit } from './units.ts';

/** Finds a definition by its canonical address, for the parts of a composite. */
export type FindDefinition = (url: string) => Definition | undefined;

/** What a definition takes from the resources of one type. */
export interface Plan {
  readonly definition: Definition;
  readonly users: readonly User[];
  /** The parts of a composite. */
  readonly parts: readonly Part[];
  readonly unusable: string | undefined;
}

export function planOf(definition: Definition, type: string, find: FindDefinition, model: Model): Plan {
  const { code, expression } = definition;
  const none = { definition, users: [], parts: [] };
  if (definition.type === 'special') return { ...none, unusable: 'it needs a calculation of its own' };
  if (definition.type === 'composite') return compositePlan(definition, type, find, model);
  // Profiles are long; see the kind `hashed`.
  const uses = unitsOf(code === '_profile' && definition.core ? 'profile' : definition.type, expression, type, model);
  return { ...none, users: [{ name: code, uses }], unusable: undefined };
}

/** Around the whole resource the parts are searched each in its own columns; around an element they are kept together. */
function compositePlan(definition: Definition, type: string, find: FindDefinition, model: Model): Plan {
  const kinds = definition.components.map((component) => find(component.definition)?.type);
  const known = kinds.filter((kind): kind is ParameterType => kind !== undefined && kind !== 'composite' && kind !== 'special');
  const composite = known.length === kinds.length && known.length > 0 ? compositeOf(definition, known, type, model) : undefined;
  if (composite === undefined)
    return { definition, users: [], parts: [], unusable: 'its parts are not known, or more than plain paths' };
  const { whole, around, parts } = composite;
  const tuples = around.map((one) => ({ unit: partsUnit(one, parts), only: undefined }));
  const each = parts.map(({ kind, paths }, i) => ({
    name: `${definition.code}/${i}`,
    uses: paths.map((path) => usedUnit(kind, path)),
  }));
  const users = [{ name: definition.code, uses: tuples }, ...(whole ? each : [])];
  return { definition, users, parts, unusable: undefined };
}
