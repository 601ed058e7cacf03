import { generateSnapshot, snapshotOf, typeDefinition } from '../../../definitions/snapshot.ts';
import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Focus, Rule } from '../rule.ts';

const rule = 'structure-definition';

/**
 * A StructureDefinition fits the definition on which it stands: same type for a constraint, another one for a specialization; a snapshot can
 * be made of its differential; what the base fixes stays fixed, what it requires stays required; an extension has the url that its
 * `url` element fixes, and only extensions have a context. Source: FHIR R4 §5.3, §5.1.0.
 */
export const structureDefinition: Rule = function* (focus) {
  const { resource, at, ground } = focus;
  const canonical = text(resource.baseDefinition);
  const base =
    canonical === undefined ? undefined : (snapshotOf(ground.shelf, canonical) ?? typeDefinition(ground.shelf, canonical));
  if (resource.type !== 'Extension' && objects(resource.context).length > 0) {
    yield error(rule, 'invalid', `${at}.context`, 'Only an extension has a context');
  }
  if (base === undefined) {
    if (canonical !== undefined) {
      yield warning(
        rule,
        'not-found',
        at,
        `The base definition '${canonical}' is not known here, so the differential was not checked`,
      );
    }
    return;
  }
  yield* typeRules(resource, base, at);
  yield* elementRules(focus, base);
};

function* typeRules(definition: Json, base: Json, at: string): Iterable<Issue> {
  const constraint = definition.derivation === 'constraint';
  if (constraint && definition.type !== base.type) {
    yield error(rule, 'invalid', `${at}.type`, `A constraint of ${base.type} is of that type, not of type ${definition.type}`);
  }
  if (constraint && definition.kind !== base.kind) {
    yield warning(rule, 'invalid', `${at}.kind`, `A constraint has the kind of its base, ${base.kind}, not ${definition.kind}`);
  }
  if (definition.derivation === 'specialization' && definition.type === base.type && definition.url !== base.url) {
    yield error(rule, 'invalid', `${at}.type`, `A specialization has a type of its own, not that of its base (${base.type})`);
  }
}

function* elementRules({ resource, at, ground }: Focus, base: Json): Iterable<Issue> {
  const differential = isObject(resource.differential) ? resource.differential : {};
  const { elements, problems } = generateSnapshot(ground.shelf, resource);
  for (const problem of problems) {
    yield error(rule, 'invalid', at, `Error generating the snapshot: ${problem} (this usually comes from the differential)`);
  }
  if (resource.derivation !== 'constraint') return;
  const before = byId(isObject(base.snapshot) ? objects(base.snapshot.element) : []);
  for (const [i, element] of indexed(differential.element)) {
    const inherited = before.get(idOf(element));
    if (inherited !== undefined) yield* loosened(element, inherited, `${at}.differential.element[${i}]`);
  }
  if (resource.type === 'Extension') yield* extensionUrl(resource, elements, at);
}

const idOf = (element: Json): string => text(element.id) ?? text(element.path) ?? '';
const byId = (elements: readonly Json[]): ReadonlyMap<string, Json> =>
  new Map(elements.map((element) => [idOf(element), element]));

/** FHIR R4 §5.1.0.3: a profile only narrows. */
function* loosened(element: Json, base: Json, at: string): Iterable<Issue> {
  const path = String(element.path);
  if (typeof element.min === 'number' && typeof base.min === 'number' && element.min < base.min && !path.includes(':')) {
    yield error(rule, 'business-rule', at, `${path}: the minimum (${element.min}) is below that of the base (${base.min})`);
  }
  if (most(element.max) > most(base.max)) {
    yield error(rule, 'business-rule', at, `${path}: the maximum (${element.max}) is above that of the base (${base.max})`);
  }
  for (const [name, fixed] of Object.entries(base)) {
    if (!/^fixed[A-Z]/.test(name) || element[name] === undefined) continue;
    if (JSON.stringify(element[name]) === JSON.stringify(fixed)) continue;
    yield error(rule, 'business-rule', at, `${path}: the value must be the one that the base fixes (${JSON.stringify(fixed)})`);
  }
}

const most = (max: unknown): number => (max === '*' ? Number.POSITIVE_INFINITY : max === undefined ? 0 : Number(max));

function* extensionUrl(definition: Json, elements: readonly Json[], at: string): Iterable<Issue> {
  const url = text(definition.url);
  const fixed = text(elements.find(({ path }) => path === 'Extension.url')?.fixedUri);
  if (url === undefined || fixed === url) return;
  const message =
    fixed === undefined
      ? `An extension fixes its url to its own address, '${url}'`
      : `The url is fixed to '${fixed}', the extension is '${url}'`;
  yield error(rule, 'business-rule', at, message);
}
