import type { Json } from '../json.ts';
import { checkCoding } from './coding.ts';
import { applyProfiles } from './conformance.ts';
import { checkExtension } from './extension.ts';
import { fault, type Part, report, type Scope, type Shape } from './ground.ts';
import { narrativeFaults } from './narrative.ts';
import { brief } from './primitive.ts';
import { containerOf, resolveIn } from './reference.ts';
import { ruleTable } from './rules/table.ts';
import { checkTargets } from './targets.ts';
import type { Host } from './walk.ts';

/** What a value of a complex type must be beyond its elements, by type. Run for each, so it looks before it works. */
export function checkComplex(value: Json, part: Part, at: string, scope: Scope, host: Host): void {
  switch (part.type) {
    case 'Extension':
      checkExtension(value, part, at, scope, host);
      break;
    case 'Reference':
      checkReference(value, part, at, scope);
      break;
    case 'Coding':
      checkCoding(value, at, scope);
      break;
  }
  if (part.profiles.length > 0) applyProfiles(part.profiles, { value, extra: undefined, type: part.type, at }, scope);
  const rules = ruleTable[part.type];
  if (rules === undefined) return;
  const focus = { resource: value, at, type: part.type, root: scope.run.root, ground: scope.ground.outside };
  for (const rule of rules) for (const issue of rule(focus)) scope.issues.push(issue);
}

function checkReference(value: Json, part: Part, at: string, scope: Scope): void {
  const { reference } = value;
  if (typeof reference === 'string' && reference.startsWith('#') && resolveIn(scope, reference) === undefined)
    fault(scope, 'not-found', at, `Unable to resolve resource with reference '${reference}'`, 'reference');
  checkTargets(part.targets, [], { value, extra: undefined, type: 'Reference', at }, scope);
}

/** A canonical that names a resource known here, of another type than the element allows. */
export function checkCanonical(value: string, part: Part, at: string, scope: Scope): void {
  if (value.startsWith('#')) {
    const container = containerOf(scope);
    if (resolveIn(container, value.replace(/\|.*$/, '')) === undefined)
      fault(scope, 'not-found', at, `Unable to resolve resource with reference '${value}'`, 'reference');
    return;
  }
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(value))
    report(scope, 'warning', 'value', at, `The canonical URL '${brief(value)}' is not absolute`, 'canonical');
  const names = part.targets.map((target) => target.slice(target.lastIndexOf('/') + 1));
  if (names.length === 0 || names.includes('Resource')) return;
  const { shelf } = scope.ground;
  if (names.some((name) => isKindOnShelf(name) && shelf.find(name, value) !== undefined)) return;
  const other = kindsOnShelf.find((kind) => !names.includes(kind) && shelf.find(kind, value) !== undefined);
  if (other !== undefined)
    fault(
      scope,
      'invalid',
      at,
      `Canonical URL '${value}' refers to a resource that has the wrong type. Found ${other} expecting one of [${names.join(', ')}]`,
      'canonical',
    );
}

const kindsOnShelf = ['StructureDefinition', 'ValueSet', 'CodeSystem', 'ConceptMap', 'Questionnaire'] as const;
type KindOnShelf = (typeof kindsOnShelf)[number];
const isKindOnShelf = (name: string): name is KindOnShelf => kindsOnShelf.includes(name as KindOnShelf);

export function checkNarrative(xhtml: string, at: string, scope: Scope): void {
  for (const message of narrativeFaults(xhtml)) fault(scope, 'invalid', at, message, 'txt-1');
}

/** The shape of the resource that stands somewhere, or what is wrong with it. */
export function resourceShape(value: Json, scope: Pick<Scope, 'ground'>): Shape | string {
  const { resourceType } = value;
  if (typeof resourceType !== 'string') return 'The resource has no resourceType';
  const shape = scope.ground.shape(resourceType);
  if (shape?.kind !== 'resource') return `This resource type is not known: '${resourceType}'`;
  if (resourceType === 'Resource' || resourceType === 'DomainResource') return `No resource can be a bare ${resourceType}`;
  return shape;
}
