import { hexOfRecordId, type RecordId } from '#kernel';
import type { Json, Shelf } from '#packages';
import type { Model } from '../../model/index.ts';
import { modelOf } from '../../model/index.ts';
import { type Extract, extractorOf, type Keys } from '../keys/extract.ts';
import { compileType, type TypeParameters } from './compile.ts';
import { type Definition, definitionOf, definitionsByType } from './definition.ts';
import type { Parameter } from './parameter.ts';
import type { FindDefinition } from './plan.ts';

/** What search asks of the terminologies; `Terminology` of #terminology is one. */
export interface Codes {
  /** Undefined when the value set is not known or has no end. */
  codesOf(valueSet: string): Iterable<{ readonly system?: string; readonly code: string }> | undefined;
  below(system: string, code: string): readonly string[] | undefined;
  above(system: string, code: string): readonly string[] | undefined;
}

/** The search parameters of every resource type. */
export interface Parameters {
  /** By code, for one resource type; `Resource` gives those that all types have. Empty for what is no resource type. */
  of(type: string): ReadonlyMap<string, Parameter>;
  /**
   * The keys of a resource as it will be stored, in under 60 µs. `base` is this server's FHIR address, without a slash at the end; `record`
   * undefined: it is stored among the shared resources.
   */
  extract(resource: Json, context: { readonly base: string; readonly record: RecordId | undefined }): Keys;
  /** Written into the keys of a type as `#`; keys with another one are stale: they lack what was defined since. */
  stamp(type: string): string;
  /** The shelf's, when this was last looked at. */
  readonly generation: number;
  readonly model: Model;
  readonly codes: Codes;
  /** A definition by its canonical address. */
  readonly find: FindDefinition;
}

interface Compiled extends TypeParameters {
  extract?: Extract;
}

/**
 * The parameters that the definitions on a shelf make, compiled type by type as they are needed and anew when the shelf changes. `added`: other
 * SearchParameters that are there in any case.
 */
export function parametersOf(shelf: Shelf, codes: Codes, added: readonly Json[] = []): Parameters {
  const model = modelOf(shelf);
  const known = new Set([...model.resources, 'Resource']);
  const ours = added.flatMap((resource) => definitionOf(resource, false) ?? []);
  let generation = -1;
  let definitions: ReadonlyMap<string, readonly Definition[]> = new Map();
  let types = new Map<string, Compiled>();
  const find = (url: string): Definition | undefined => {
    const resource = shelf.find('SearchParameter', url);
    return resource === undefined ? ours.find((one) => one.url === url) : definitionOf(resource, false);
  };
  const compiled = (type: string): Compiled => {
    if (generation !== shelf.generation) {
      generation = shelf.generation;
      definitions = definitionsByType(shelf, ours);
      types = new Map();
    }
    const before = types.get(type);
    if (before !== undefined) return before;
    // What all types have comes first, and so has the same columns in each of them.
    const bases = type === 'Resource' ? [type] : ['Resource', 'DomainResource', type];
    const all = bases.flatMap((base) => definitions.get(base) ?? []);
    const made = known.has(type) ? compileType(type, all, find, model) : none;
    if (known.has(type)) types.set(type, made);
    return made;
  };
  return {
    of: (type) => compiled(type).byCode,
    extract(resource, { base, record }) {
      const type = compiled(String(resource.resourceType));
      type.extract ??= extractorOf(type);
      return type.extract(resource, { base, hex: record === undefined ? undefined : hexOfRecordId(record) });
    },
    stamp: (type) => compiled(type).stamp,
    get generation() {
      return shelf.generation;
    },
    model,
    codes,
    find,
  };
}

const none: Compiled = { byCode: new Map(), columns: [], stamp: '' };
