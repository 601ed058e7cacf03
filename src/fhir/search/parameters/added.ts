import type { Json } from '#packages';
import { fhirRefusal } from '../../refusals.ts';
import { parseExpression } from '../expression/parse.ts';
import { engineOf } from '../keys/engine.ts';
import { kindOf } from '../keys/kind.ts';
import { compileType } from './compile.ts';
import { type Definition, definitionOf } from './definition.ts';
import type { Parameters } from './parameters.ts';
import { unitsOf } from './units.ts';

const code = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/**
 * Whether a SearchParameter that somebody adds can become one here: a name of its own among those of its types, a type, resource types, an expression that
 * this server reads and that leads to values of the type. Refuses `fhir.bad-search-parameter` with the reason. What is stored already is found by it once
 * the keys are made anew, see {@link Parameters.stamp}. Source: FHIR R4 §5.6.
 */
export function refuseUnusable(resource: Json, parameters: Parameters): void {
  const definition = definitionOf(resource, false);
  if (definition === undefined)
    throw bad('code, url, type, base et expression sont attendus', 'code, url, type, base and expression are expected');
  if (!code.test(definition.code))
    throw bad('code : des lettres, des chiffres et des tirets', 'code: letters, digits and hyphens');
  if (definition.type === 'special') throw bad('type : special n’est pas calculé ici', 'type: special is not calculated here');
  const { resources } = parameters.model;
  const wrong = definition.base.find((base) => !resources.includes(base) && base !== 'Resource' && base !== 'DomainResource');
  if (wrong !== undefined || definition.base.length === 0)
    throw bad(`base : « ${wrong ?? ''} » n’est pas un type de ressource`, `base: “${wrong ?? ''}” is no resource type`);
  for (const base of definition.base) refuseOn(base, definition, parameters);
}

function refuseOn(base: string, definition: Definition, parameters: Parameters): void {
  const before = parameters.of(base === 'DomainResource' ? 'Resource' : base).get(definition.code);
  if (before !== undefined && before.url !== definition.url) {
    throw bad(
      `« ${definition.code} » existe déjà pour ${base} (${before.url})`,
      `“${definition.code}” exists already on ${base} (${before.url})`,
    );
  }
  // What all resources have is the same on each of them.
  const on = base === 'Resource' || base === 'DomainResource' ? 'Patient' : base;
  if (definition.type === 'composite') refuseComposite(on, definition, parameters);
  else refuseExpression(on, definition, parameters);
}

function refuseExpression(on: string, definition: Definition, parameters: Parameters): void {
  const units = unitsOf(definition.type, definition.expression, on, parameters.model);
  if (units.length === 0) {
    throw bad(`expression : elle ne mène à rien dans ${on}`, `expression: it leads to nothing in ${on}`);
  }
  const kind = kindOf(definition.type);
  const useful = units.some(({ unit: { source } }) => source.by !== 'path' || kind.valuesOf(source.path.type) !== undefined);
  if (!useful) {
    const types = units.flatMap(({ unit: { source } }) => (source.by === 'path' ? [source.path.type] : []));
    const found = [...new Set(types)].join(', ');
    throw bad(
      `expression : ${found} ne se cherche pas comme ${definition.type}`,
      `expression: ${found} cannot be searched as ${definition.type}`,
    );
  }
  if (units.some(({ unit }) => unit.source.by === 'engine')) refuseUnread(definition.expression);
}

function refuseComposite(on: string, definition: Definition, parameters: Parameters): void {
  const compiled = compileType(on, [definition], parameters.find, parameters.model).byCode.get(definition.code);
  if (compiled?.unusable === undefined) return;
  throw bad(
    'component : chaque partie nomme un paramètre connu et un chemin simple',
    'component: each part names a known parameter and a plain path',
  );
}

/** What is beyond plain paths must at least be FHIRPath. */
function refuseUnread(expression: string): void {
  if (parseExpression(expression) !== undefined) return;
  try {
    engineOf(expression);
  } catch {
    throw bad('expression : ce n’est pas du FHIRPath lisible', 'expression: this is no readable FHIRPath');
  }
}

function bad(fr: string, en: string) {
  return fhirRefusal('bad-search-parameter', `SearchParameter, ${fr}.`, `SearchParameter, ${en}.`, 'SearchParameter');
}
