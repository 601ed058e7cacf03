import { generateSnapshot } from '../../../definitions/snapshot.ts';
import { isObject, type Json, objects, text } from '../../../json.ts';
import { type Model, modelOf } from '../../../model/model.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { error } from '../issues.ts';
import type { Rule } from '../rule.ts';

const rule = 'discriminator';

/**
 * The path of a discriminator leads somewhere from the element that is sliced: it is made of names of elements, `$this`, `extension(url)`,
 * `resolve()` and `ofType()`. Behind `resolve()` and in a type that is not of FHIR R4 it is not followed. Source: FHIR R4 §5.1.0.9.
 */
export const discriminators: Rule = function* ({ resource, at, ground }) {
  const differential = isObject(resource.differential) ? indexed(resource.differential.element) : [];
  const sliced = differential.filter(([, { slicing }]) => isObject(slicing) && objects(slicing.discriminator).length > 0);
  if (sliced.length === 0 || resource.kind === 'logical') return;
  const model = modelOf(ground.shelf);
  const elements = new Map(generateSnapshot(ground.shelf, resource).elements.map((element) => [text(element.id), element]));
  for (const [i, element] of sliced) {
    const types = typesOf(elements.get(text(element.id)) ?? element, model);
    yield* slicingRules(element, types, model, `${at}.differential.element[${i}].slicing`);
  }
};

function* slicingRules(element: Json, types: readonly string[], model: Model, at: string): Iterable<Issue> {
  const slicing = isObject(element.slicing) ? element.slicing : {};
  for (const [n, discriminator] of indexed(slicing.discriminator)) {
    const path = text(discriminator.path);
    if (path === undefined || types.length === 0 || leads(path, types, model)) continue;
    const message = `The discriminator path '${path}' leads nowhere from the sliced element '${element.path}'`;
    yield error(rule, 'invalid', `${at}.discriminator[${n}]`, message);
  }
}

/** The types of an element: those it names, or the backbone that its path is in the base definition. */
function typesOf(element: Json, model: Model): readonly string[] {
  const codes = objects(element.type).map(({ code }) => text(code) ?? '');
  const backbone = codes.some((code) => code === 'BackboneElement' || code === 'Element') || codes.length === 0;
  if (!backbone) return codes;
  const base = isObject(element.base) ? text(element.base.path) : undefined;
  const path = base ?? text(element.path) ?? '';
  return model.type(path) === undefined ? [] : [path];
}

function leads(path: string, from: readonly string[], model: Model): boolean {
  let types = from;
  for (const step of path.match(/[^.(]+(?:\([^)]*\))?/g) ?? []) {
    if (step === '$this') continue;
    if (step === 'resolve()' || types.some((type) => model.type(type) === undefined || anything.has(type))) return true;
    const cast = /^(?:ofType|as)\(([^)]*)\)$/.exec(step)?.[1];
    const extension = step.startsWith('extension(');
    if (cast !== undefined) types = [cast];
    else if (extension) types = ['Extension'];
    else if (step.includes('(')) return true;
    else types = types.flatMap((type) => childTypes(type, step, model));
    if (types.length === 0) return false;
  }
  return true;
}

/** Types of which anything may be inside. */
const anything = new Set(['Resource', 'DomainResource', 'xhtml']);

function childTypes(type: string, name: string, model: Model): string[] {
  const plain = name.replace(/\[x\]$/, '');
  return [...(model.type(type)?.elements.values() ?? [])]
    .filter((element) => element.base === plain || element.name === plain)
    .map((element) => element.type);
}
