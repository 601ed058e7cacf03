import { itemsOf, membersOf, stringIn } from '../json/index.ts';
import type { ElementModel, Model, TypeModel } from '../model/index.ts';
import { divInXml } from './narrative.ts';
import * as refuse from './refusals.ts';

/** A value by its offsets in the text. */
type Place = readonly [from: number, to: number];

/** A primitive's value and what stands beside it in `_name`; of other types, the value alone. */
interface Slot {
  readonly value?: Place | undefined;
  readonly beside?: Place | undefined;
}

interface Writing {
  readonly model: Model;
  readonly text: string;
  readonly pretty: boolean;
}

/**
 * A resource as XML, elements in the order of the definition. Numbers keep their digits: the value is the text that stands in the JSON.
 * `pretty` puts each element on a line of its own, narratives excepted.
 *
 * In: text that JSON.parse accepts, of a valid resource. Refuses what XML could not carry: `fhir.xml-not-a-resource`,
 * `fhir.xml-unknown-element`, `fhir.xml-shape`, `fhir.xml-narrative`, `fhir.xml-character`. Does not validate.
 *
 * Source: FHIR R4 §2.6.1 (XML), §2.6.2 (JSON).
 */
export function toXml(model: Model, jsonText: string, pretty = false): string {
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const writing = { model, text: jsonText, pretty };
  return `${head}${resource(writing, [jsonText.indexOf('{'), jsonText.length], ' xmlns="http://hl7.org/fhir"', '\n')}`;
}

/** `line` is the line break and the indentation before an element; it is left out when not pretty. */
function resource(writing: Writing, [from]: Place, namespace: string, line: string): string {
  const { model, text } = writing;
  const members = membersOf(text, from);
  const named = members.find((member) => member.name === 'resourceType');
  const name = named === undefined ? '' : stringIn(text, named.from, named.to);
  const type = model.type(name);
  if (type?.kind !== 'resource') throw refuse.notAResource();
  const { content } = parts(writing, [from, 0], type, name, line);
  return `${before(writing, line)}<${name}${namespace}>${content}${before(writing, line)}</${name}>`;
}

/** What the members of an object make: attributes, and child elements in order. */
function parts(
  writing: Writing,
  [from]: Place,
  type: TypeModel,
  at: string,
  line: string,
): { attributes: string; content: string } {
  const { text } = writing;
  const values = new Map<string, Place>();
  for (const member of membersOf(text, from)) {
    const known = type.elements.get(member.name) ?? siblingOf(type, member.name);
    if (known !== undefined) values.set(member.name, [member.from, member.to]);
    else if (member.name !== 'resourceType' || type.kind !== 'resource')
      throw refuse.unknownElement(`${at}.${shown(member.name)}`);
  }
  let attributes = '';
  let content = '';
  for (const element of values.size === 0 ? [] : type.elements.values()) {
    const value = values.get(element.name);
    const beside = element.primitive ? values.get(`_${element.name}`) : undefined;
    if (value === undefined && beside === undefined) continue;
    const place = `${at}.${element.name}`;
    if (element.attribute) attributes += ` ${element.name}="${escaped(scalar(text, value, place), place)}"`;
    else
      for (const slot of slots(text, element, { value, beside }, place))
        content += child(writing, element, slot, place, `${line}  `);
  }
  return { attributes, content };
}

function siblingOf(type: TypeModel, name: string): ElementModel | undefined {
  const element = name.startsWith('_') ? type.elements.get(name.slice(1)) : undefined;
  return element?.primitive === true && !element.attribute ? element : undefined;
}

/** One slot for each repetition of the element. */
function slots(text: string, element: ElementModel, { value, beside }: Slot, at: string): readonly Slot[] {
  if (!element.list) return [{ value, beside }];
  const values = listOf(text, value, at);
  const besides = listOf(text, beside, at);
  return Array.from({ length: Math.max(values.length, besides.length) }, (_, i) => ({ value: values[i], beside: besides[i] }));
}

function listOf(text: string, place: Place | undefined, at: string): readonly Place[] {
  if (place === undefined) return [];
  if (text[place[0]] !== '[') throw refuse.wrongShape(at);
  return itemsOf(text, place[0]);
}

function child(writing: Writing, element: ElementModel, { value, beside }: Slot, at: string, line: string): string {
  const { model, text } = writing;
  const { name } = element;
  if (element.type === 'xhtml') return before(writing, line) + divInXml(scalar(text, value, at), at);
  if (element.type === 'Resource') {
    if (value === undefined) throw refuse.wrongShape(at);
    const inside = resource(writing, value, '', `${line}  `);
    return `${before(writing, line)}<${name}>${inside}${before(writing, line)}</${name}>`;
  }
  const type = model.type(element.type);
  const object = element.primitive ? beside : value;
  if (type === undefined) throw refuse.unknownElement(at);
  let { attributes, content } = { attributes: '', content: '' };
  if (object !== undefined && !isNull(text, object)) {
    if (text[object[0]] !== '{') throw refuse.wrongShape(at);
    ({ attributes, content } = parts(writing, object, type, at, line));
  }
  if (element.primitive && value !== undefined && !isNull(text, value))
    attributes += ` value="${escaped(scalar(text, value, at), at)}"`;
  const start = `${before(writing, line)}<${name}${attributes}`;
  return content === '' ? `${start}/>` : `${start}>${content}${before(writing, line)}</${name}>`;
}

const before = (writing: Writing, line: string): string => (writing.pretty ? line : '');
const isNull = (text: string, [from]: Place): boolean => text[from] === 'n';

/** A string without its quotes and escapes, or a number or boolean as it is written. */
function scalar(text: string, place: Place | undefined, at: string): string {
  const first = place === undefined ? '' : text[place[0]];
  if (place === undefined || first === '{' || first === '[') throw refuse.wrongShape(at);
  return first === '"' ? stringIn(text, place[0], place[1]) : text.slice(place[0], place[1]);
}

const reserved = /[&<>"\t\n\r]/g;
// What XML 1.0 §2.2 does not let a document hold, however it is written: most controls, half surrogates, two non-characters.
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the forbidden ones
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(value: string, at: string): string {
  if (forbidden.test(value)) throw refuse.badCharacter(at);
  // A reader would turn a bare tab or line break of an attribute into a space.
  return value.replace(reserved, (character) => references[character] ?? `&#${character.charCodeAt(0)};`);
}

/** A name of the input, cut so that a sentence can hold it. */
const shown = (name: string): string => name.slice(0, 60);
