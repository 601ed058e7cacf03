import type { CodedValue } from '#kernel';
import { attributeOf, type XmlElement } from '#xml';
import { badValue, tooMany } from './refusals.ts';
import { rim } from './schemes.ts';

/** Objects of one request, values of one slot, characters of one value. */
export const limits = { objects: 400, values: 100, characters: 4_000 } as const;

export interface RimClassification {
  readonly scheme: string | undefined;
  readonly node: string | undefined;
  readonly representation: string;
  readonly name: string | undefined;
  readonly slots: ReadonlyMap<string, readonly string[]>;
}

/** A RegistryPackage, an ExtrinsicObject or an Association, as ebRIM has them all. */
export interface RimObject {
  readonly element: XmlElement;
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly slots: ReadonlyMap<string, readonly string[]>;
  readonly classifications: readonly RimClassification[];
  /** By identification scheme. */
  readonly identifiers: ReadonlyMap<string, string>;
}

/** The children of a name in the namespace of ebRIM. */
export function rimChildren(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(
    (child) => child.kind === 'element' && child.name === name && child.namespace === rim,
  ) as XmlElement[];
}

/** `apart`: the classifications of the request that stand outside of what they classify, which ebRIM allows. */
export function rimObject(element: XmlElement, apart: readonly XmlElement[]): RimObject {
  const id = attributeOf(element, 'id') ?? '';
  const own = [...rimChildren(element, 'Classification'), ...apart.filter((one) => attributeOf(one, 'classifiedObject') === id)];
  const identifiers = rimChildren(element, 'ExternalIdentifier');
  return {
    element,
    id,
    name: localized(element, 'Name'),
    description: localized(element, 'Description'),
    slots: slotsOf(element),
    classifications: bounded(own).map(classificationOf),
    identifiers: new Map(
      bounded(identifiers).map((one) => [
        attributeOf(one, 'identificationScheme') ?? '',
        bound(attributeOf(one, 'value') ?? '', id),
      ]),
    ),
  };
}

/** The codes of one classification scheme. */
export function codesOf({ classifications }: RimObject, scheme: string): CodedValue[] {
  return classifications
    .filter((one) => one.scheme === scheme && one.representation !== '')
    .map(({ representation, name, slots }) => ({
      code: representation,
      system: (slots.get('codingScheme')?.[0] ?? '').replace(/^urn:oid:/, ''),
      display: name ?? '',
    }));
}

function classificationOf(element: XmlElement): RimClassification {
  return {
    scheme: attributeOf(element, 'classificationScheme'),
    node: attributeOf(element, 'classificationNode'),
    representation: bound((attributeOf(element, 'nodeRepresentation') ?? '').trim(), 'nodeRepresentation'),
    name: localized(element, 'Name'),
    slots: slotsOf(element),
  };
}

function slotsOf(element: XmlElement): ReadonlyMap<string, readonly string[]> {
  const slots = new Map<string, string[]>();
  for (const slot of bounded(rimChildren(element, 'Slot'))) {
    const name = attributeOf(slot, 'name') ?? '';
    if (slots.has(name)) throw badValue(`Slot ${name.slice(0, 60)}`, 'Slot/@name');
    const values = rimChildren(slot, 'ValueList').flatMap((list) => rimChildren(list, 'Value'));
    if (values.length > limits.values) throw tooMany(limits.values);
    slots.set(
      name,
      values.map((value) => bound(textOf(value).trim(), name)).filter((value) => value !== ''),
    );
  }
  return slots;
}

/** The French wording where there are several languages, else the first. */
function localized(element: XmlElement, name: string): string | undefined {
  const strings = rimChildren(element, name).flatMap((one) => rimChildren(one, 'LocalizedString'));
  const french = strings.find((one) => /^fr\b/i.test(one.attributes.find(({ name: n }) => n === 'lang')?.value ?? ''));
  const chosen = french ?? strings[0];
  const value = chosen === undefined ? undefined : attributeOf(chosen, 'value')?.trim();
  return value === undefined || value === '' ? undefined : bound(value, name);
}

function textOf(element: XmlElement): string {
  return element.children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
}

function bounded<T>(all: readonly T[]): readonly T[] {
  if (all.length > limits.objects) throw tooMany(limits.objects);
  return all;
}

function bound(value: string, at: string): string {
  if (value.length > limits.characters) throw badValue(`> ${limits.characters} caractères`, at.slice(0, 60));
  return value;
}
