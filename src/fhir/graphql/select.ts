import type { SelectionSetNode } from 'graphql';
import { isObject, type Json, objects, text } from '../json.ts';
import type { ElementModel } from '../model/index.ts';
import { fault } from './ask.ts';
import { type Field, fieldsOf, graphqlName } from './fields.ts';
import { Gathered } from './gathered.ts';
import { chosen, type Items, sliceNames } from './items.ts';
import type { Found, Path, Run, Thing } from './run.ts';
import { type SearchField, searched, searchField, thingsOf } from './searches.ts';

/** Where the answers to fields go: the object that gathers them, its place, and whether a list above it was flattened away. */
interface Into {
  readonly gathered: Gathered;
  readonly path: Path;
  readonly many: boolean;
}

const deepest = 20;

/** The object that answers selection sets asked of a thing; of the server itself when there is none. */
export async function answered(run: Run, sets: readonly SelectionSetNode[], thing: Thing | undefined, path: Path): Promise<Json> {
  const gathered = new Gathered();
  await select(run, sets, thing, { gathered, path, many: false });
  return gathered.written();
}

async function select(run: Run, sets: readonly SelectionSetNode[], thing: Thing | undefined, into: Into): Promise<void> {
  for (const field of fieldsOf(run.model, run.asked, sets, thing?.type ?? 'Query')) {
    run.countField(field.node);
    const inner = { ...into, path: [...into.path, field.key] };
    if (inner.path.filter((step) => typeof step === 'string').length > deepest)
      throw fault(`More than ${deepest} levels`, field.node);
    const search = thing === undefined || thing.value === thing.resource ? searchField(run, field.name) : undefined;
    if (field.name === '__typename' || (field.name === 'resourceType' && thing?.value.resourceType !== undefined))
      put(field, inner, false, [graphqlName(thing?.type ?? 'Query')]);
    else if (search !== undefined) await answerSearch(run, field, search, thing, inner);
    else if (thing === undefined) await answerRead(run, field, inner);
    else if (field.name === 'resource' && thing.type === 'Reference') await answerReference(run, field, thing, inner);
    else await answerElement(run, field, thing, inner);
  }
}

/** `Patient(id: "…")` of the server itself. */
async function answerRead(run: Run, field: Field, into: Into): Promise<void> {
  const id = field.arguments.get('id');
  if (!run.model.resources.includes(field.name)) throw noField(field, 'Query');
  if (typeof id !== 'string' || !/^[A-Za-z0-9.-]{1,64}$/.test(id) || field.arguments.size !== 1)
    throw fault(`"${field.name}" takes one argument, id`, field.node);
  const reached = await run.reached(field.node, into.path, () => run.resolve(`${field.name}/${id}`, field.node));
  if (reached !== undefined && reached.value === undefined) run.fail('There is no such resource', field.node, into.path);
  await putThings(run, field, into, false, reached?.value === undefined ? [] : [reached.value]);
}

async function answerSearch(run: Run, field: Field, { type, kind }: SearchField, from: Thing | undefined, into: Into) {
  const found = await searched(run, field, type, from, into.path);
  if (kind === 'List') await putThings(run, field, into, true, found === undefined ? [] : thingsOf(found));
  else if (found === undefined) put(field, into, false, []);
  else await answerConnection(run, field, found, into);
}

/** The pages of a search. Source: FHIR R4, GraphQL, connections. */
async function answerConnection(run: Run, field: Field, found: Found, into: Into): Promise<void> {
  const page = new Gathered();
  for (const inner of fieldsOf(run.model, run.asked, field.selections, field.name)) {
    const at = { gathered: page, path: [...into.path, inner.key], many: false };
    if (inner.name === 'count') put(inner, at, false, [found.total]);
    else if (['pageSize', 'pagesize'].includes(inner.name)) put(inner, at, false, [found.bodies.length]);
    else if (inner.name === 'next') put(inner, at, false, found.next === undefined ? [] : [found.next]);
    else if (['offset', 'first', 'previous', 'last'].includes(inner.name)) put(inner, at, false, []);
    else if (inner.name === 'edges') put(inner, at, true, await edges(run, inner, found, at.path));
    else throw noField(inner, field.name);
  }
  put(field, into, false, [page.written()]);
}

async function edges(run: Run, field: Field, found: Found, path: Path): Promise<readonly unknown[]> {
  const made: unknown[] = [];
  for (const thing of thingsOf(found)) {
    const edge = new Gathered();
    for (const inner of fieldsOf(run.model, run.asked, field.selections, field.name)) {
      const at = { gathered: edge, path: [...path, made.length, inner.key], many: false };
      if (inner.name === 'mode') put(inner, at, false, ['match']);
      else if (inner.name === 'score') put(inner, at, false, []);
      else if (inner.name === 'resource') await putThings(run, inner, at, false, [thing]);
      else throw noField(inner, field.name);
    }
    made.push(edge.written());
  }
  return made;
}

/** `resource` of a Reference: what it leads to, if it is of the type asked for. */
async function answerReference(run: Run, field: Field, thing: Thing, into: Into): Promise<void> {
  for (const name of field.arguments.keys())
    if (name !== 'optional' && name !== 'type') throw fault(`"resource" takes no argument "${name}"`, field.node);
  const reference = text(thing.value.reference);
  const reached = reference === undefined ? undefined : await follow(run, field, thing, reference, into);
  const found = reached?.value;
  if (reached !== undefined && found === undefined && field.arguments.get('optional') !== true)
    run.fail('The reference leads to no resource that can be seen', field.node, into.path);
  const type = field.arguments.get('type') ?? found?.type;
  await putThings(run, field, into, false, found === undefined || found.type !== type ? [] : [found]);
}

async function follow(run: Run, field: Field, { resource }: Thing, reference: string, into: Into) {
  if (!reference.startsWith('#')) return await run.reached(field.node, into.path, () => run.resolve(reference, field.node));
  const value = objects(resource.contained).find(({ id }) => id === reference.slice(1));
  const type = value === undefined ? undefined : text(value.resourceType);
  // What is contained refers within the resource that contains it.
  return { value: value === undefined || type === undefined ? undefined : { type, value, resource } };
}

async function answerElement(run: Run, field: Field, thing: Thing, into: Into): Promise<void> {
  const elements = run.model.type(thing.type)?.elements;
  const beside = field.name.startsWith('_') ? elements?.get(field.name.slice(1)) : undefined;
  const element = elements?.get(field.name) ?? (beside?.primitive === true ? { ...beside, primitive: false } : undefined);
  if (element === undefined) throw noField(field, thing.type);
  if (element.primitive !== (field.selections.length === 0))
    throw fault(
      `"${field.name}" ${element.primitive ? 'has no fields to select' : 'needs a selection of its fields'}`,
      field.node,
    );
  const value = thing.value[field.name];
  const values = (Array.isArray(value) ? value : [value]).filter((item) => item !== undefined && item !== null);
  const items = chosen(run, field, { type: element.type, list: element.list, values });
  const slice = field.directives.get('slice')?.get('path');
  if (slice === undefined) return await putItems(run, field, into, element, items, thing.resource);
  const names = sliceNames(run, field, items, slice);
  for (const [i, item] of items.values.entries()) {
    const named = { ...field, key: `${field.key}.${names[i]}` };
    await putItems(run, named, into, element, { ...items, values: [item] }, thing.resource);
  }
}

async function putItems(run: Run, field: Field, into: Into, element: ElementModel, items: Items, resource: Json): Promise<void> {
  if (element.primitive) return put(field, into, items.list, items.values);
  const things = items.values.filter(isObject).map((value): Thing => {
    const type = element.type === 'Resource' ? (text(value.resourceType) ?? 'Resource') : element.type;
    return { type, value, resource: element.type === 'Resource' && field.name !== 'contained' ? value : resource };
  });
  await putThings(run, field, into, items.list, things);
}

async function putThings(run: Run, field: Field, into: Into, list: boolean, things: readonly Thing[]): Promise<void> {
  if (field.selections.length === 0) throw fault(`"${field.name}" needs a selection of its fields`, field.node);
  const flatten = field.directives.has('flatten');
  if (!flatten) put(field, into, list, []);
  for (const [i, thing] of things.entries()) {
    const path = list ? [...into.path, i] : into.path;
    if (flatten) await select(run, field.selections, thing, { ...into, path, many: into.many || list });
    else put(field, into, list, [await answered(run, field.selections, thing, path)]);
  }
}

function put(field: Field, { gathered, many }: Into, list: boolean, values: readonly unknown[]): void {
  const asList = (list || many) && !field.directives.has('singleton');
  if (!gathered.add(field.key, asList, values)) throw fault(`@singleton: "${field.key}" has more than one value`, field.node);
}

const noField = (field: Field, type: string) => fault(`"${type}" has no field "${field.name}"`, field.node);
