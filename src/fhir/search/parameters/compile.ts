import { createHash } from 'node:crypto';
import type { Model } from '../../model/index.ts';
import type { Path } from '../expression/path.ts';
import { addedColumns, type Column, columnsFor, type User } from './columns.ts';
import type { Definition } from './definition.ts';
import { type ColumnUse, type Component, ownParameter, type Parameter, type ParameterType } from './parameter.ts';
import { type FindDefinition, type Plan, planOf } from './plan.ts';
import type { UnitUse } from './units.ts';

/** The search parameters of one resource type and the columns in which their values stand. */
export interface TypeParameters {
  readonly byCode: ReadonlyMap<string, Parameter>;
  readonly columns: readonly Column[];
  /** Changes when any definition of the type does, or the shape of keys; 4 characters. */
  readonly stamp: string;
}

/** Grows when the shape of keys changes: what is stored is then extracted anew. */
const shape = 1;

/** What every resource has in table columns of its own. */
const own = [ownParameter('_id', 'token', 'Resource'), ownParameter('_lastUpdated', 'date', 'Resource')];

export function compileType(
  type: string,
  definitions: readonly Definition[],
  find: FindDefinition,
  model: Model,
): TypeParameters {
  const written = definitions.filter(({ code }) => !own.some((one) => one.code === code));
  const plans = written.map((definition) => planOf(definition, type, find, model));
  const core = columnsFor(plans.filter(({ definition }) => definition.core).flatMap(({ users }) => users));
  const columns = new Map(core.map((column) => [column.key, column]));
  const place = ({ definition }: Plan, { name, uses }: User): readonly ColumnUse[] => {
    const found = definition.core ? core : addedColumns(core, `${definition.url} ${name}`, uses);
    for (const column of found) columns.set(column.key, column);
    return usesOf(found, uses);
  };
  const byCode = new Map(own.map((parameter) => [parameter.code, { ...parameter, on: type }]));
  for (const plan of plans) byCode.set(plan.definition.code, parameterOf(plan, type, find, place, model));
  return { byCode, columns: [...columns.values()], stamp: stampOf(definitions) };
}

function usesOf(columns: readonly Column[], uses: readonly UnitUse[]): readonly ColumnUse[] {
  const found = uses.flatMap(({ unit, only }) => {
    const column = columns.find(({ units }) => units.some(({ name }) => name === unit.name));
    return column === undefined ? [] : [{ key: column.key, hashed: column.kind === 'profile', only }];
  });
  return [...new Map(found.map((use) => [`${use.key}:${use.only ?? ''}`, use])).values()];
}

function parameterOf(
  plan: Plan,
  type: string,
  find: FindDefinition,
  place: (plan: Plan, user: User) => readonly ColumnUse[],
  model: Model,
): Parameter {
  const { definition, users, parts, unusable } = plan;
  const placed = new Map(users.map((user) => [user.name, place(plan, user)]));
  const main = users.find(({ name }) => name === definition.code)?.uses ?? [];
  const paths = main.flatMap(({ unit }) => (unit.source.by === 'path' ? [unit.source.path] : []));
  const components = parts.map((part, i): Component => {
    const of = find(definition.components[i]?.definition ?? '');
    return {
      code: (of?.type === part.kind ? of.code : definition.components[i]?.expression) ?? '',
      type: part.kind as Component['type'],
      targets: targetsOf(part.kind, of?.targets ?? [], part.paths, model),
      paths: part.paths,
      columns: placed.get(`${definition.code}/${i}`) ?? [],
    };
  });
  return {
    code: definition.code,
    type: definition.type,
    on: type,
    url: definition.url,
    expression: definition.expression,
    columns: placed.get(definition.code) ?? [],
    paths,
    targets: targetsOf(definition.type, definition.targets, paths, model),
    components,
    unusable,
  };
}

/** What the definition says, else what the elements say. */
function targetsOf(type: ParameterType, targets: readonly string[], paths: readonly Path[], model: Model): readonly string[] {
  if (type !== 'reference') return [];
  const said = targets.length > 0 ? targets : [...new Set(paths.flatMap(({ element }) => element?.targets ?? []))];
  return said.includes('Resource') ? model.resources : said;
}

function stampOf(definitions: readonly Definition[]): string {
  const all = definitions.map(({ url, code, type, expression, components }) =>
    JSON.stringify([url, code, type, expression, components]),
  );
  return createHash('sha256').update(`${shape}${all.sort().join()}`).digest('base64url').slice(0, 4);
}
