import type { Json, Shelf } from '#packages';
import { objects, text } from '../json.ts';
import { type TypeModel, typeModels } from './typeModel.ts';

/** What every FHIR R4 type is made of. */
export interface Model {
  /** A resource, a datatype, a primitive, or a backbone by its path (`Observation.component`); undefined when R4 has none. */
  type(name: string): TypeModel | undefined;
  /** The types of which a resource can be made: all of R4 without the abstract `Resource` and `DomainResource`. */
  readonly resources: readonly string[];
}

const models = new WeakMap<Shelf, Model>();
const abstract = new Set(['Resource', 'DomainResource']);

/**
 * The model of the base definitions on a shelf, made type by type as they are asked for; the same object for the same shelf.
 * Packages that are loaded later do not change it: profiles constrain types and add none.
 */
export function modelOf(shelf: Shelf): Model {
  const known = models.get(shelf);
  if (known !== undefined) return known;
  const made = makeModel(shelf);
  models.set(shelf, made);
  return made;
}

function makeModel(shelf: Shelf): Model {
  const types = new Map<string, TypeModel>();
  let resources: readonly string[] | undefined;
  return {
    type(name) {
      const found = types.get(name);
      const whole = name.split('.', 1)[0] ?? '';
      if (found !== undefined || types.has(whole)) return found;
      const definition = definitionOf(shelf, whole);
      if (definition !== undefined) for (const [path, type] of typeModels(definition)) types.set(path, type);
      return types.get(name);
    },
    get resources() {
      resources ??= resourceNames(shelf);
      return resources;
    },
  };
}

/** A type is its own base definition; a profile that bears the address of one is no type. */
function definitionOf(shelf: Shelf, name: string): Json | undefined {
  const found = shelf.find('StructureDefinition', `http://hl7.org/fhir/StructureDefinition/${name}|4.0`);
  return found?.type === name && found.derivation !== 'constraint' ? found : undefined;
}

function resourceNames(shelf: Shelf): readonly string[] {
  const system = shelf.find('CodeSystem', 'http://hl7.org/fhir/resource-types|4.0');
  return objects(system?.concept)
    .map((concept) => text(concept.code) ?? '')
    .filter((code) => !abstract.has(code))
    .sort();
}
