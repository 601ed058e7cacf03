import { splitCanonical } from '#packages';
import { snapshotOf } from '../../../definitions/snapshot.ts';
import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Focus, Rule } from '../rule.ts';

const rule = 'operation-definition';

/**
 * An OperationDefinition does not stand on itself, and its inputProfile and outputProfile are profiles of Parameters that do not conflict
 * with its parameters: they may narrow them, so that only what no call could meet is refused. Source: FHIR R4 §5.5, inputProfile.
 */
export const operationDefinition: Rule = function* (focus) {
  const { resource, at, ground } = focus;
  const seen = new Set([text(resource.url)]);
  for (let base = text(resource.base); base !== undefined; base = text(ground.shelf.find('OperationDefinition', base)?.base)) {
    const { url } = splitCanonical(base);
    if (seen.has(url)) {
      yield error(rule, 'business-rule', `${at}.base`, `The definition of the operation is circular: it depends on ${url} twice`);
      break;
    }
    seen.add(url);
  }
  yield* profileOf('in', text(resource.inputProfile), `${at}.inputProfile`, focus);
  yield* profileOf('out', text(resource.outputProfile), `${at}.outputProfile`, focus);
};

function* profileOf(
  use: 'in' | 'out',
  canonical: string | undefined,
  at: string,
  { resource, at: top, ground }: Focus,
): Iterable<Issue> {
  if (canonical === undefined) return;
  const profile = snapshotOf(ground.shelf, canonical);
  if (profile === undefined) {
    yield warning(rule, 'not-found', at, `The '${use}' profile '${canonical}' is not known here`);
    return;
  }
  if (profile.type !== 'Parameters') {
    yield error(rule, 'invalid', at, `The '${use}' profile '${canonical}' is not a profile of Parameters`);
    return;
  }
  for (const [name, slice] of slicesOf(profile)) {
    const own = indexed(resource.parameter).find(([, parameter]) => parameter.name === name && parameter.use === use);
    if (own === undefined) {
      yield warning(rule, 'not-found', at, `The '${use}' profile has a parameter '${name}', which the operation does not have`);
    } else {
      yield* conflicts(slice, own[1], `${top}.parameter[${own[0]}]`, `parameter '${name}' in the '${use}' profile`);
    }
  }
}

interface Slice {
  readonly element: Json;
  readonly types: readonly string[];
}

/** The slices of Parameters.parameter by the name that they fix. */
function slicesOf(profile: Json): ReadonlyMap<string, Slice> {
  const elements = isObject(profile.snapshot) ? objects(profile.snapshot.element) : [];
  const slices = new Map<string, Slice>();
  for (const element of elements) {
    const id = text(element.id) ?? '';
    if (element.path !== 'Parameters.parameter' || !id.includes(':')) continue;
    const within = (name: string): Json | undefined => elements.find((one) => one.id === `${id}.${name}`);
    const fixed = within('name');
    const name = text(fixed?.fixedString) ?? text(fixed?.patternString);
    if (name !== undefined)
      slices.set(name, { element, types: [...typesOf(within('value[x]')), ...typesOf(within('resource'))] });
  }
  return slices;
}

function typesOf(element: Json | undefined): readonly string[] {
  // Resource and an unrestricted value[x] say nothing of the type
  const types =
    element === undefined || String(element.max) === '0' ? [] : objects(element.type).map(({ code }) => text(code) ?? '');
  return types.length > 20 || types.includes('Resource') ? [] : types;
}

const most = (max: unknown): number => (max === '*' || max === undefined ? Number.POSITIVE_INFINITY : Number(max));

function* conflicts({ element, types }: Slice, parameter: Json, at: string, what: string): Iterable<Issue> {
  const [least, own] = [Number(element.min ?? 0), Number(parameter.min ?? 0)];
  if (least > most(parameter.max) || most(element.max) < own) {
    yield error(
      rule,
      'invalid',
      at,
      `The ${what} must be there ${element.min}..${element.max} times, the operation says ${parameter.min}..${parameter.max}`,
    );
  }
  const type = text(parameter.type);
  if (type === undefined || types.length === 0 || types.includes(type) || general.has(type)) return;
  yield error(rule, 'invalid', at, `The ${what} is of type ${types.join(' or ')}, the operation says ${type}`);
}

/** Types that a more special one may stand for. */
const general = new Set(['Any', 'Element', 'Resource', 'DomainResource', 'Type', 'string', 'uri']);
