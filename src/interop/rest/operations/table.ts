import type { Ask, Told, Verb } from '../ask.ts';
import { resourceOf } from '../body.ts';
import type { RestDesk } from '../desk.ts';
import { interactions, interactionsOn } from '../interactions/table.ts';
import { checkDocument } from './checkDocument.ts';
import { depositXdm } from './depositXdm.ts';
import { everything } from './everything.ts';
import { expand } from './expand.ts';
import { exportGroup, exportPatients, exportSystem } from './export.ts';
import { facts } from './facts.ts';
import { graphql } from './graphql.ts';
import { indexing } from './indexing.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { lastn } from './lastn.ts';
import { lookup } from './lookup.ts';
import { match } from './match.ts';
import { meta, metaAdd, metaDelete } from './meta.ts';
import type { Level, Operation } from './operation.ts';
import { pix } from './pix.ts';
import { series } from './series.ts';
import { subscriptionEvents, subscriptionStatus, subscriptionToken } from './subscription.ts';
import { subsumes } from './subsumes.ts';
import { summary } from './summary.ts';
import { translate } from './translate.ts';
import { validate } from './validate.ts';
import { validateCodeInSystem, validateCodeInValueSet } from './validateCode.ts';
import { xdm } from './xdm.ts';

/** Every operation of this server, as its CapabilityStatement tells them. */
export const operations: readonly Operation[] = [
  validate,
  checkDocument,
  meta,
  metaAdd,
  metaDelete,
  expand,
  lookup,
  validateCodeInValueSet,
  validateCodeInSystem,
  translate,
  subsumes,
  everything,
  lastn,
  facts,
  series,
  summary,
  indexing,
  graphql,
  exportSystem,
  exportPatients,
  exportGroup,
  subscriptionStatus,
  subscriptionEvents,
  subscriptionToken,
  depositXdm,
  xdm,
  pix,
  match,
];

/** Those offered on one type or its instances. */
export function operationsOn(type: string): readonly Operation[] {
  const codes = new Set(interactionsOn(type).flatMap((one) => one.codes));
  return operations.filter(
    ({ types, levels, takes }) =>
      (types === undefined || types.includes(type)) &&
      levels.some((level) => level !== 'system') &&
      (takes === undefined || codes.has(takes)),
  );
}

/** One address at which an operation answers. */
export interface OperationRoute {
  readonly operation: Operation;
  readonly level: Level;
  readonly verb: Verb;
  readonly path: string;
  /** The type that the address fixes; absent where it is a parameter of it, and at the level of the system. */
  readonly type?: string;
}

export function operationRoutes(): OperationRoute[] {
  return operations.flatMap((operation) => {
    const verbs: Verb[] = operation.onlyGet ? ['GET'] : ['GET', 'POST'];
    return operation.levels.flatMap((level) =>
      placesOf(operation, level).flatMap((place) => verbs.map((verb) => ({ operation, level, verb, ...place }))),
    );
  });
}

/** Types with addresses of their own: `/List/:id` would take the `$meta` of `/List/$meta` for an id. */
const apart = [...new Set(interactions.flatMap(({ type }) => type ?? []))];

function placesOf(operation: Operation, level: Level): { path: string; type?: string }[] {
  const { name, types } = operation;
  if (level === 'system') return [{ path: `/$${name}` }];
  const rest = level === 'type' ? `$${name}` : `:id/$${name}`;
  const fixed = types ?? (level === 'type' ? apart.filter((type) => operationsOn(type).includes(operation)) : []);
  const places = fixed.map((type) => ({ path: `/${type}/${rest}`, type }));
  return types === undefined ? [{ path: `/:type/${rest}` }, ...places] : places;
}

export async function answerOperation(desk: RestDesk, ask: Ask, { operation, type: fixed }: OperationRoute): Promise<Told> {
  const type = fixed ?? ask.place.type;
  const { id } = ask.place;
  const inputs = operation.ownParameters ? readInputs([], new URLSearchParams(), undefined) : inputsOf(desk, ask, operation);
  return operation.answer({ desk, ask, inputs, ...(type === undefined ? {} : { type }), ...(id === undefined ? {} : { id }) });
}

/** From the address, from a Parameters resource, or from the one resource that the operation is about. Source: FHIR R4 §3.2.0.2. */
function inputsOf({ model }: RestDesk, ask: Ask, operation: Operation): Inputs {
  if (ask.body === undefined || ask.body.bytes.length === 0) return readInputs(operation.in, ask.query, undefined);
  const { json } = resourceOf(model, ask.body);
  if (json.resourceType === 'Parameters') return readInputs(operation.in, ask.query, json);
  const parameter = [{ name: operation.bodyIs ?? 'resource', resource: json }];
  return readInputs(operation.in, ask.query, { resourceType: 'Parameters', parameter });
}
