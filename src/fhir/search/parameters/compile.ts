import { createHash } from 'node:crypto';
import type { Model } from '../../model/index.ts';
import type { Column } from './columns.ts';
import { columnsFor, type User } from './columns.ts';
import type { Definition } from './definition.ts';
import { type ColumnUse, type Component, ownParameter, type Parameter, type ParameterType } from './parameter.ts';
import { type Composite, compositeOf, partsUnit, type UnitUse, unitsOf, usedUnit } from './units.ts';

/** The search parameters of one resource type and the columns in which their values stand. */
export interface TypeParameters {
  readonly byCode: ReadonlyMap<string, Parameter>;
  readonly columns: readonly Column[];
  /** Changes when any definition of the type does, or the shape of keys; 6 characters. */
  readonly stamp: string;
}

/** Grows when the shape of keys changes: what is stored is then extracted anew. */
const shape = 1;

/** What every resource has in columns of its own, and what is asked of its whole text. */
const own = [ownParameter('_id', 'token', 'Resource'), ownParameter('_lastUpdated', 'date', 'Resource')];

/** Finds a definition by its canonical address, for the parts of a composite. */
export type FindDefinition = (url: string) => Definition | undefined;

export function compileType(
  type: string,
  definitions: readonly Definition[],
  find: FindDefinition,
  model: Model,
): TypeParameters {
  const written = definitions.filter(({ code }) => !own.some((one) => one.code === code));
  const plans = written.map((definition) => planOf(definition, type, find, model));
  const { columns, keyOf } = columnsFor(plans.flatMap(({ users }) => users));
  const usesOf = (name: string, uses: readonly UnitUse[]): readonly ColumnUse[] => {
    const found = uses.map(({ unit, only }) => ({ key: keyOf.get(unit.name) ?? name, only }));
    return [...new Map(found.map((use) => [`${use.key}:${use.only ?? ''}`, use])).values()];
  };
  const byCode = new Map(own.map((parameter) => [parameter.code, { ...parameter, on: type }]));
  for (const { definition, users, composite, kinds, unusable } of plans) {
    const uses = users.find(({ name }) => name === definition.code)?.uses ?? [];
    const components = (composite?.parts ?? []).map((part, i): Component => {
      const of = find(definition.components[i]?.definition ?? '');
      return {
        code: of?.code ?? '',
        type: kinds[i] as Component['type'],
        targets: of?.targets ?? [],
        paths: part.paths,
        columns: usesOf(definition.code, users.find(({ name }) => name === `${definition.code}/${i}`)?.uses ?? []),
      };
    });
    byCode.set(definition.code, {
      code: definition.code,
      type: definition.type,
      on: type,
      url: definition.url,
      expression: definition.expression,
      columns: usesOf(definition.code, uses),
      paths: uses.flatMap(({ unit }) => (unit.source.by === 'path' ? [unit.source.path] : [])),
      targets: definition.targets,
      components,
      unusable,
    });
  }
  return { byCode, columns, stamp: stampOf(definitions) };
}

interface Plan {
  readonly definition: Definition;
  readonly users: readonly User[];
  readonly composite: Composite | undefined;
  readonly kinds: readonly ParameterType[];
  readonly unusable: string | undefined;
}

function planOf(definition: Definition, type: string, find: FindDefinition, model: Model): Plan {
  const none = { definition, users: [], composite: undefined, kinds: [] };
  if (definition.type === 'special') return { ...none, unusable: 'it needs a calculation of its own' };
  if (definition.type !== 'composite') {
    const uses = unitsOf(definition.type, definition.expression, type, model);
    return { ...none, users: [{ name: definition.code, uses }], unusable: undefined };
  }
  const kinds = definition.components.map((component) => find(component.definition)?.type);
  const known = kinds.filter((kind) => kind !== undefined && kind !== 'composite' && kind !== 'special') as ParameterType[];
  const composite = known.length === kinds.length ? compositeOf(definition, known, type, model) : undefined;
  if (composite === undefined) return { ...none, unusable: 'its parts are not known or not paths' };
  const tuples = composite.around.map((around) => ({ unit: partsUnit(around, composite.parts), only: undefined }));
  const whole = composite.whole
    ? composite.parts.map(({ kind, paths }, i) => ({
        name: `${definition.code}/${i}`,
        uses: paths.map((path) => usedUnit(kind, path)),
      }))
    : [];
  return {
    definition,
    users: [{ name: definition.code, uses: tuples }, ...whole],
    composite,
    kinds: known,
    unusable: undefined,
  };
}

function stampOf(definitions: readonly Definition[]): string {
  const all = JSON.stringify([shape, definitions.map(({ code, type, expression, components }) => [code, type, expression, components])]);
  return createHash('sha256').update(all).digest('base64url').slice(0, 6);
}
