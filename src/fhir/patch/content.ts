import { objects } from '../json.ts';
import type { ElementModel, Model } from '../model/index.ts';
import { type Content, holds, itemsAt, put, splice } from './place.ts';
import { malformedPatch, notApplicable } from './refusals.ts';
import type { Branch } from './tree.ts';

/** An object that can be given elements, and the name of its type in the model. */
export interface Holder {
  readonly branch: Branch;
  readonly type: string;
}

/**
 * The element that a part of this name and value gives to an object of this type; of a choice, the one of the value's type. Refuses
 * `fhir.patch-not-applicable` what R4 does not have there.
 */
export function elementFor(model: Model, type: string, name: string, part: Branch, at: string): ElementModel {
  const elements = model.type(type)?.elements;
  const found = elements?.get(name) ?? elements?.get(`${name}${valueName(part)?.slice('value'.length)}`);
  if (found !== undefined) return found;
  const shown = `${type}.${name.slice(0, 60)}`;
  throw notApplicable(at, `« ${shown} » n’existe pas, ou pas avec ce type`, `“${shown}” does not exist, or not with this type`);
}

/** Adds the content of a part under a name: to the end of a list, or where nothing is yet. Refuses `fhir.patch-not-applicable` otherwise. */
export function addPart(model: Model, { branch, type }: Holder, name: string, part: Branch, at: string): void {
  const element = elementFor(model, type, name, part, at);
  const place = { parent: branch, element };
  const content = contentOf(model, element, part, at);
  if (element.list) {
    splice(place, itemsAt(place).length, 0, [content]);
    return;
  }
  for (const other of model.type(type)?.elements.values() ?? [])
    if (other.base === element.base && holds(branch, other))
      throw notApplicable(at, `« ${element.base} » existe déjà`, `“${element.base}” exists already`);
  put(place, content);
}

/** What a part holds for an element: a value, a resource, or the parts of an object that has no type of its own. */
export function contentOf(model: Model, element: ElementModel, part: Branch, at: string): Content {
  const name = valueName(part);
  if (name !== undefined) return { value: part[name], beside: part[`_${name}`] };
  if (part.resource !== undefined) return { value: part.resource };
  if (part.part === undefined) throw malformedPatch(at, 'value n’a pas de valeur', 'value has no value');
  const made: Branch = {};
  for (const inner of objects(part.part)) addPart(model, { branch: made, type: element.type }, String(inner.name), inner, at);
  return { value: made };
}

/** `valueHumanName` of a part; undefined when it holds a resource or parts. */
function valueName(part: Branch): string | undefined {
  return Object.keys(part)
    .map((name) => name.replace(/^_/, ''))
    .find((name) => /^value[A-Z]/.test(name));
}
