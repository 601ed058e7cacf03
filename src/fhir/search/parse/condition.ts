import { fold } from '../keys/fold.ts';
import type { Parameter, ParameterType } from '../parameters/parameter.ts';
import type { ChainTarget, Condition } from '../query.ts';
import type { Ground } from './ground.ts';
import { badModifier, badValue, quoted, tooComplex, unknownParameter, unusableParameter } from './refusals.ts';
import { acceptedModifiers, testOf } from './testOf.ts';
import { splitAt, unescaped } from './values.ts';

const deepestChain = 8;
/** Types that one step of a chain may go through at once when the search does not name one. */
const widestChain = 40;

/**
 * A `name=value` of a search on a type as a condition: `code`, `code:not`, `subject:Patient.name`, `_has:Observation:patient:code`, in any
 * nesting. Refuses `fhir.unknown-parameter`, `fhir.bad-modifier`, `fhir.bad-value`, `fhir.unusable-parameter`, `fhir.search-too-complex`.
 * Source: FHIR R4 §3.1.1.4.13 and §3.1.1.4.14, chaining and reverse chaining.
 */
export function conditionOf(type: string, name: string, value: string, ground: Ground, depth = 0): Condition {
  if (depth > deepestChain) {
    throw tooComplex(
      `Au plus ${deepestChain} enchaînements dans un paramètre.`,
      `${deepestChain} chains at most in one parameter.`,
      name,
    );
  }
  if (name.startsWith('_has:')) return reverse(type, name, value, ground, depth);
  const dot = name.indexOf('.');
  if (dot < 0) return match(type, name, value, ground);
  return chain(type, name.slice(0, dot), name.slice(dot + 1), value, ground, depth);
}

/** What is asked of resources otherwise than by a parameter with a definition: its type as a CapabilityStatement tells it, and who reads it. */
interface Special {
  readonly type: ParameterType;
  readonly read: (on: string, value: string, ground: Ground) => Condition;
}

/** What says of a DocumentReference that it holds a word is the document itself. */
export const document = 'DocumentReference';

export const special: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['_list', { type: 'string', read: listed }],
  ['_text', { type: 'string', read: (on, value, ground) => words(on, 'text', value, ground) }],
  ['_content', { type: 'string', read: (on, value, ground) => words(on, 'content', value, ground) }],
]);

export const isOverWords = (name: string): boolean => name === '_text' || name === '_content';

function match(type: string, name: string, value: string, ground: Ground): Condition {
  const otherwise = special.get(name);
  if (otherwise !== undefined) return otherwise.read(type, value, ground);
  const colon = name.indexOf(':');
  const code = colon < 0 ? name : name.slice(0, colon);
  if (special.has(code)) throw badModifier(code, name.slice(colon + 1), []);
  const parameter = parameterNamed(type, code, ground);
  const { test, negated } = testOf(parameter, colon < 0 ? undefined : name.slice(colon + 1), value, ground);
  const found: Condition = { is: 'match', parameter, test };
  return negated ? { is: 'not', of: found } : found;
}

function listed(_on: string, value: string, ground: Ground): Condition {
  const ids = splitAt(value, ',').map(unescaped);
  ground.count(ids.length);
  const functional = ids.find((id) => id.startsWith('$'));
  if (functional !== undefined)
    throw unusableParameter(
      '_list',
      `pas de liste calculée « ${quoted(functional)} »`,
      `no calculated list “${quoted(functional)}”`,
    );
  return { is: 'listed', parameter: parameterNamed('List', 'item', ground), ids };
}

function words(on: string, over: 'text' | 'content', value: string, ground: Ground): Condition {
  const texts = splitAt(value, ',').map(unescaped);
  const values = texts.map((one) => fold(one).split(' '));
  ground.count(values.length);
  if (values.some((all) => all.includes(''))) throw badValue(`_${over}`, 'des mots sont attendus.', 'words are expected.');
  if (on !== document) return { is: 'words', over, values };
  if (ground.documents) return { is: 'document-words', over, texts };
  throw unusableParameter(
    `_${over}`,
    'les mots d’un document ne sont pas dans sa DocumentReference ; ils se cherchent par une recherche dans un dossier',
    'the words of a document are not in its DocumentReference; they are found by a search in one record',
  );
}

/** Refuses `fhir.unknown-parameter`. */
export function parameterNamed(type: string, code: string, { parameters }: Ground): Parameter {
  const known = parameters.of(type);
  const parameter = known.get(code);
  if (parameter === undefined) throw unknownParameter(code, type, known.keys());
  return parameter;
}

/** Targets that lack the next parameter are left aside, unless all do. */
function chain(type: string, first: string, rest: string, value: string, ground: Ground, depth: number): Condition {
  const [code = '', only, ...more] = first.split(':');
  const parameter = parameterNamed(type, code, ground);
  const targets = chainTargets(parameter, [only, ...more].join(':'), ground);
  const able = only === undefined ? targets.filter((target) => leads(target, rest, ground)) : targets;
  // None is able: the refusal that the first of them gives names what there is.
  const through = able.length === 0 ? targets.slice(0, 1) : able;
  if (through.length > widestChain) {
    throw tooComplex(
      `« ${code} » mène à ${through.length} types : nommez-en un (${code}:Type.…).`,
      `“${code}” leads to ${through.length} types: name one (${code}:Type.…).`,
      code,
    );
  }
  return {
    is: 'chain',
    parameter,
    targets: through.map((target): ChainTarget => {
      ground.step();
      return { type: target, where: conditionOf(target, rest, value, ground, depth + 1) };
    }),
  };
}

/** Refuses `fhir.bad-value` when the parameter is no reference, `fhir.bad-modifier` when it does not lead to the named type. */
export function chainTargets(parameter: Parameter, only: string, ground: Ground): readonly string[] {
  if (parameter.type !== 'reference') {
    throw badValue(
      parameter.code,
      'ce n’est pas une référence : rien ne s’y enchaîne.',
      'it is no reference: nothing can be chained to it.',
    );
  }
  const targets = acceptedModifiers(parameter).filter((one) => ground.model.resources.includes(one));
  if (only === '') return targets;
  if (!targets.includes(only)) throw badModifier(parameter.code, only, targets);
  return [only];
}

/** Whether the rest of a chain, `subject.name` or `_has:…`, can be followed from a type to its end. */
export function leads(type: string, rest: string, ground: Ground): boolean {
  const known = ground.led.get(`${type} ${rest}`);
  if (known !== undefined) return known;
  const found = follows(type, rest, ground);
  ground.led.set(`${type} ${rest}`, found);
  return found;
}

function follows(type: string, rest: string, ground: Ground): boolean {
  const [code = '', from = '', reference = ''] = rest.split(/[.:]/);
  if (code === '_has') return ground.parameters.of(from).get(reference)?.targets.includes(type) ?? true;
  const parameter = ground.parameters.of(type).get(code);
  const dot = rest.indexOf('.');
  if (dot < 0) return parameter !== undefined || special.has(code);
  const only = rest.slice(0, dot).split(':')[1];
  const targets = only === undefined ? (parameter?.targets ?? []) : [only];
  return targets.some((target) => leads(target, rest.slice(dot + 1), ground));
}

function reverse(type: string, name: string, value: string, ground: Ground, depth: number): Condition {
  const [, from = '', reference = '', ...rest] = name.split(':');
  const shape = '_has:Type:référence:paramètre / _has:Type:reference:parameter';
  if (rest.length === 0 || rest[0] === '') throw badValue(name, `${shape}.`, `${shape}.`);
  if (!ground.model.resources.includes(from)) {
    throw badValue(name, `« ${from} » n’est pas un type de ressource.`, `“${from}” is no resource type.`);
  }
  const parameter = parameterNamed(from, reference, ground);
  if (!chainTargets(parameter, '', ground).includes(type)) {
    throw badValue(name, `${from}.${reference} ne mène pas à ${type}.`, `${from}.${reference} does not lead to ${type}.`);
  }
  ground.step();
  return { is: 'has', type: from, parameter, where: conditionOf(from, rest.join(':'), value, ground, depth + 1) };
}
