import { elementsOf } from '../definitions/element.ts';
import { isObject, type Json, objects, text } from '../json.ts';
import { applyProfile } from './conformance.ts';
import { fault, type Part, type Profile, report, type Scope, type Shape } from './ground.ts';
import { expressionOf, selects } from './invariants/expression.ts';
import type { Host } from './walk.ts';

/**
 * Holds an extension to the definition that its url names, to where that definition allows it, and to being a modifier or not.
 * An extension whose definition is not on the shelf is told of. Source: FHIR R4 §2.5.
 */
export function checkExtension(value: Json, part: Part, at: string, scope: Scope, host: Host): void {
  const url = text(value.url);
  if (url === undefined) return;
  checkContent(value, at, scope);
  const nested = host.shape.name === 'Extension';
  // Inside a complex extension the url is a name that the outer definition gives, and its slices are checked there.
  if (!/[:/]/.test(url)) {
    if (!nested) fault(scope, 'value', at, `The extension URL '${url}' must be an absolute URL`, 'extension-url');
    return;
  }
  const bar = url.indexOf('|');
  if (bar >= 0) fault(scope, 'value', at, 'The extension URL must not contain a version', 'extension-url');
  const profile = scope.ground.profile(url);
  if (profile === undefined) {
    const severity = ofLaterVersions.test(url) ? 'information' : scope.ground.strict.unknown;
    report(scope, severity, 'extension', at, `The extension ${url} is not known here and was not checked`, 'extension');
    return;
  }
  if (profile.type !== 'Extension') {
    fault(scope, 'extension', at, `${url} is the definition of ${profile.type}, not of an extension`, 'extension');
    return;
  }
  checkModifier(profile, url, part, at, scope);
  checkContext(profile, url, at, scope, host);
  applyProfile(url, { value, extra: undefined, type: 'Extension', at }, scope);
}

/**
 * Extensions that HL7 defines beyond R4: elements of later versions (`…/5.0/StructureDefinition/extension-…`) and the pack of extensions
 * that came after R4 under the address of its own. That they are not on the shelf says nothing about them.
 */
const ofLaterVersions = /^http:\/\/hl7\.org\/fhir\/(?:[1-9]\.\d\/StructureDefinition\/extension-|StructureDefinition\/)/;

/** ext-1, which every definition repeats: a value or extensions, one of the two. */
function checkContent(value: Json, at: string, scope: Scope): void {
  const hasValue = Object.keys(value).some((key) => key.startsWith('value') || key.startsWith('_value'));
  const hasExtensions = value.extension !== undefined;
  if (hasValue === hasExtensions)
    fault(scope, 'invariant', at, "Constraint failed: ext-1: 'Must have either extensions or value[x], not both'", 'ext-1');
}

function checkModifier(profile: Profile, url: string, part: Part, at: string, scope: Scope): void {
  const modifier = elementsOf(profile.definition)[0]?.modifier === true;
  if (modifier && part.name === 'extension')
    fault(
      scope,
      'structure',
      at,
      `The extension ${url} must not be used as an extension: it is a modifierExtension`,
      'extension-modifier',
    );
  if (!modifier && part.name === 'modifierExtension')
    fault(
      scope,
      'structure',
      at,
      `The extension ${url} must not be used as a modifierExtension: it is a regular extension`,
      'extension-modifier',
    );
}

/** Source: FHIR R4 §5.1.0.15, StructureDefinition.context and .contextInvariant. */
function checkContext({ definition }: Profile, url: string, at: string, scope: Scope, host: Host): void {
  const contexts = objects(definition.context);
  if (contexts.length > 0 && !contexts.some((context) => allows(context, scope, host))) {
    const list = contexts.map(({ type, expression }) => `${type}: ${expression}`).join(', ');
    fault(
      scope,
      'structure',
      at,
      `The extension ${url} is not allowed on ${placesOf(scope, host).at(0)} (allowed: ${list})`,
      'extension-context',
    );
  }
  const invariants = Array.isArray(definition.contextInvariant) ? definition.contextInvariant : [];
  for (const expression of invariants)
    if (typeof expression === 'string' && expressionOf(expression)(host.value, host.shape.name, scope) === false)
      fault(scope, 'invariant', at, `The extension ${url} asks of where it stands that ${expression}`, 'extension-context');
}

function allows(context: Json, scope: Scope, host: Host): boolean {
  const expression = text(context.expression) ?? '';
  switch (context.type) {
    case 'extension':
      return host.shape.name === 'Extension' && isObject(host.value) && host.value.url === expression.replace(/#.*$/, '');
    case 'fhirpath':
      return selects(expression, host.value, scope) !== false;
    default: {
      const place = expression.replace(/^.*#/, '').replaceAll('[x]', '');
      // R4 writes Element where it means any element or resource, and type.code for an extension that every snapshot has on type; the later
      // names of groups of resources are used by newer definitions.
      if (place === '*' || place === 'Element') return true;
      if (place === 'ElementDefinition.type.code' && host.shape.name === 'ElementDefinition.type') return true;
      if (place === 'CanonicalResource' || place === 'MetadataResource') return isCanonicalResource(host.shape);
      return placesOf(scope, host).includes(place);
    }
  }
}

function isCanonicalResource({ kind, parts }: Shape): boolean {
  return kind === 'resource' && parts.has('url') && parts.has('status');
}

/**
 * Every way in which a definition can name the element that bears an extension: `Patient.contact.name`, `HumanName`, `Element`; and for an
 * element inside a datatype also `HumanName.family`.
 */
function placesOf(scope: Scope, { shape, at }: Host): readonly string[] {
  const paths: string[] = [];
  let holders: readonly string[] = [String(scope.resource.resourceType)];
  let current = scope.ground.shape(String(scope.resource.resourceType));
  for (const step of stepsIn(at.slice(scope.at.length + 1))) {
    const part = partAt(current, step);
    if (part === undefined) break;
    const above = [...holders, ...(current?.ancestors ?? []), current?.name ?? ''];
    holders = [...new Set(above.map((path) => `${path}.${part.base}`))];
    current = scope.ground.shape(part.type);
    if (part.type.includes('.')) holders = [...holders, part.type];
  }
  paths.push(...holders, shape.name, ...shape.ancestors);
  return paths;
}

interface PlaceStep {
  readonly base: string;
  readonly type: string | undefined;
}

/** `contact[0].value.ofType(Quantity)` → contact, value as Quantity. */
function stepsIn(place: string): PlaceStep[] {
  const steps: PlaceStep[] = [];
  for (const name of place.split('.')) {
    const type = /^ofType\((\w+)\)/.exec(name)?.[1];
    const last = steps.pop();
    if (type === undefined) {
      if (last !== undefined) steps.push(last);
      if (name !== '') steps.push({ base: name.replace(/\[\d+\]$/, ''), type: undefined });
    } else if (last !== undefined) steps.push({ base: last.base, type });
  }
  return steps;
}

function partAt(shape: Shape | undefined, { base, type }: PlaceStep): Part | undefined {
  const parts = shape?.choices.get(base);
  return type === undefined ? parts?.[0] : parts?.find((part) => part.type === type);
}
