import { parseExact } from '../json/index.ts';
import { objects } from '../json.ts';
import type { Model } from '../model/index.ts';
import { addPart, contentOf, elementFor } from './content.ts';
import { put, splice } from './place.ts';
import { malformedPatch, notApplicable, tooLarge } from './refusals.ts';
import { Finder, type Spot } from './spot.ts';
import { type Branch, isBranch, parsedPatch, patchedText, prune } from './tree.ts';

/** Each operation evaluates its path anew. */
const mostOperations = 200;

/**
 * A resource after a FHIRPath Patch (a Parameters resource with operations add, insert, delete, replace, move), as text. Numbers that the
 * patch does not touch keep their digits, members their order; white space does not stay.
 *
 * In: the text of the resource and of the patch, both JSON. Refuses `fhir.patch-malformed`, `fhir.patch-not-applicable` (no element, or
 * several, where one is meant; an element that exists already or that R4 does not have; an index outside), `fhir.patch-too-large`,
 * `fhir.too-deep`, `fhir.patch-immutable` (id, resourceType). A delete that finds nothing is no fault. Does not validate the result.
 *
 * Source: FHIR R4, FHIRPath Patch.
 */
export function fhirPathPatch(model: Model, text: string, patch: string): string {
  const tree = parseExact(text);
  const parameters = parsedPatch(patch);
  if (!isBranch(parameters) || parameters.resourceType !== 'Parameters' || !isBranch(tree))
    throw malformedPatch('Parameters', 'une ressource Parameters est attendue', 'a Parameters resource is expected');
  const operations = objects(parameters.parameter);
  if (operations.length > mostOperations) throw tooLarge(mostOperations);
  operations.forEach((operation, i) => {
    const at = `Parameters.parameter[${i}]`;
    if (operation.name !== 'operation') throw malformedPatch(at, 'name attendu : operation', 'expected name: operation');
    apply(model, tree, new Parts(operation, at));
  });
  return patchedText(parseExact(text), tree);
}

/** The parts of one operation; each reader refuses `fhir.patch-malformed` when the part is absent or of another type. */
class Parts {
  readonly at: string;
  readonly #byName: ReadonlyMap<string, Branch>;

  constructor(operation: Readonly<Branch>, at: string) {
    this.at = at;
    this.#byName = new Map(objects(operation.part).map((part) => [String(part.name), part]));
  }

  get type(): unknown {
    const part = this.#byName.get('type');
    return part?.valueCode ?? part?.valueString;
  }

  words(name: string): string {
    const value = this.#byName.get(name)?.valueString;
    if (typeof value === 'string') return value;
    throw malformedPatch(this.at, `${name} (valueString) est attendu`, `${name} (valueString) is expected`);
  }

  /** 0 to `most`; refuses `fhir.patch-not-applicable` outside of it. */
  index(name: string, most: number): number {
    const value = this.#byName.get(name)?.valueInteger;
    if (typeof value !== 'number')
      throw malformedPatch(this.at, `${name} (valueInteger) est attendu`, `${name} (valueInteger) is expected`);
    if (value >= 0 && value <= most) return value;
    throw notApplicable(this.at, `${name} est hors de la liste`, `${name} is outside of the list`);
  }

  get value(): Branch {
    const part = this.#byName.get('value');
    if (part === undefined) throw malformedPatch(this.at, 'value est attendu', 'value is expected');
    return part;
  }
}

/** One operation being carried out. */
interface Step {
  readonly model: Model;
  readonly tree: Branch;
  readonly parts: Parts;
  readonly finder: Finder;
  readonly path: string;
}

const verbs: ReadonlyMap<unknown, (step: Step) => void> = new Map([
  ['add', add],
  ['insert', insert],
  ['delete', take],
  ['replace', replace],
  ['move', move],
]);

function apply(model: Model, tree: Branch, parts: Parts): void {
  const verb = verbs.get(parts.type);
  const names = [...verbs.keys()].join(', ');
  if (verb === undefined) throw malformedPatch(parts.at, `type attendu : ${names}`, `expected type: ${names}`);
  verb({ model, tree, parts, finder: new Finder(model, tree, parts.at), path: parts.words('path') });
}

function add({ model, parts, finder, path }: Step): void {
  addPart(model, finder.holder(path), parts.words('name'), parts.value, parts.at);
}

function insert({ model, parts, finder, path }: Step): void {
  const list = finder.list(path);
  splice(list, parts.index('index', list.length), 0, [contentOf(model, list.element, parts.value, parts.at)]);
}

function take({ tree, finder, path }: Step): void {
  const spot = finder.one(path);
  if (spot === undefined) return;
  remove(spot);
  prune(tree);
}

/** The whole element is replaced, with its id and extensions. A choice may change its type, and then bears another name. */
function replace({ model, parts, finder, path }: Step): void {
  const spot = finder.one(path);
  if (spot === undefined) throw notApplicable(parts.at, 'path ne mène à rien', 'path leads to nothing');
  const { at, value } = parts;
  const element = spot.element.choice ? elementFor(model, spot.type, spot.element.base, value, at) : spot.element;
  const content = contentOf(model, element, value, at);
  if (spot.index !== undefined) {
    splice(spot, spot.index, 1, [content]);
    return;
  }
  if (element.name !== spot.element.name) remove(spot);
  put({ parent: spot.parent, element }, content);
}

function move({ parts, finder, path }: Step): void {
  const list = finder.list(path);
  const source = parts.index('source', list.length - 1);
  const destination = parts.index('destination', list.length - 1);
  splice(list, destination, 0, splice(list, source, 1, []));
}

function remove(spot: Spot): void {
  if (spot.index === undefined) put(spot, {});
  else splice(spot, spot.index, 1, []);
}
