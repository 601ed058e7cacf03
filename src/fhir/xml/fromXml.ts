import { XmlCData, XmlElement, type XmlNode, XmlText, XmlTreeNode } from 'libxml2-wasm';
import type { ElementModel, Model, TypeModel } from '../model/index.ts';
import { withXml } from './document.ts';
import { divInJson, divTexts } from './narrative.ts';
import * as refuse from './refusals.ts';

const fhir = 'http://hl7.org/fhir';
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';
const deepest = 64;

/** What a primitive type's value looks like where JSON writes it without quotes. */
const unquoted: Readonly<Record<string, RegExp>> = {
  boolean: /^(?:true|false)$/,
  decimal: /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/,
  integer: /^-?(?:0|[1-9]\d*)$/,
  positiveInt: /^[1-9]\d*$/,
  unsignedInt: /^(?:0|[1-9]\d*)$/,
};

interface Reading {
  readonly model: Model;
  /** The narratives as they are written, in order; the next one is taken by the next div. */
  readonly divs: readonly string[];
  nextDiv: number;
}

/**
 * The JSON text of a resource sent in XML. Decimals keep their digits and narratives their text; comments and processing instructions
 * go. Elements that R4 does not have are refused, never ignored.
 *
 * Refuses `fhir.xml-malformed`, `fhir.xml-doctype`, `fhir.xml-encoding`, `fhir.xml-too-deep`, `fhir.xml-not-a-resource`,
 * `fhir.xml-unknown-element`, `fhir.xml-unknown-attribute`, `fhir.xml-order`, `fhir.xml-repeated`, `fhir.xml-text`, `fhir.xml-empty`,
 * `fhir.xml-value`, `fhir.xml-narrative`, with the line. Does not validate: a value is checked as far as JSON needs it.
 *
 * Source: FHIR R4 §2.6.1 (XML), §2.6.2 (JSON).
 */
export function fromXml(model: Model, xml: string | Uint8Array): string {
  return withXml(xml, ({ root }, text) => resource({ model, divs: divTexts(text), nextDiv: 0 }, root, 1));
}

function resource(reading: Reading, element: XmlElement, depth: number): string {
  const { name } = element;
  const type = reading.model.resources.includes(name) ? reading.model.type(name) : undefined;
  if (element.namespaceUri !== fhir || type === undefined) throw refuse.notAResource(element.line);
  for (const attribute of element.attrs)
    if (attribute.namespaceUri !== schemaInstance) throw refuse.unknownAttribute(`${name}.${attribute.name}`, element.line);
  const members = children(reading, element, type, name, depth);
  return `{${[`"resourceType":${JSON.stringify(name)}`, ...members].join(',')}}`;
}

/** An element of a complex type or a backbone. */
function complex(reading: Reading, element: XmlElement, typeName: string, at: string, depth: number): string {
  const type = reading.model.type(typeName);
  if (type === undefined) throw refuse.unknownElement(at, element.line);
  const members: string[] = [];
  for (const attribute of element.attrs) {
    const known = attribute.prefix === '' ? type.elements.get(attribute.name) : undefined;
    if (known?.attribute !== true) throw refuse.unknownAttribute(`${at}.${attribute.name}`, element.line);
    members.push(`"${attribute.name}":${JSON.stringify(attribute.value)}`);
  }
  members.push(...children(reading, element, type, at, depth));
  if (members.length === 0) throw refuse.empty(at, element.line);
  return `{${members.join(',')}}`;
}

/** The members that the child elements make: those of one name stand together and become one member, or two for a primitive. */
function children(reading: Reading, parent: XmlElement, type: TypeModel, at: string, depth: number): string[] {
  if (depth > deepest) throw refuse.tooDeep(deepest);
  const members: string[] = [];
  const order = [...type.elements.keys()];
  let last = -1;
  let same: XmlElement[] = [];
  const flush = (): void => {
    const [first] = same;
    if (first === undefined) return;
    const model = type.elements.get(first.name);
    if (model !== undefined) members.push(...member(reading, same, model, `${at}.${first.name}`, depth));
    same = [];
  };
  for (const child of elementsOf(parent, at)) {
    const { name } = child;
    const model = child.namespaceUri === fhir || name === 'div' ? type.elements.get(name) : undefined;
    const place = `${at}.${name}`;
    if (model === undefined || model.attribute) throw refuse.unknownElement(place, child.line);
    const index = order.indexOf(name);
    if (index < last) throw refuse.wrongOrder(place, child.line);
    if (index === last && !model.list) throw refuse.repeated(place, child.line);
    if (index > last) flush();
    last = index;
    same.push(child);
  }
  flush();
  return members;
}

function member(reading: Reading, same: readonly XmlElement[], model: ElementModel, at: string, depth: number): string[] {
  const name = JSON.stringify(model.name);
  const one = (value: string): string => `${name}:${value}`;
  const many = (values: readonly string[]): string => `${name}:[${values.join(',')}]`;
  const [first] = same;
  if (first === undefined) return [];
  if (model.type === 'xhtml') return [one(JSON.stringify(divInJson(first, reading.divs[reading.nextDiv++], at)))];
  if (!model.primitive) {
    const values = same.map((element) =>
      model.type === 'Resource' ? inner(reading, element, at, depth) : complex(reading, element, model.type, at, depth + 1),
    );
    return [model.list ? many(values) : one(values[0] ?? '')];
  }
  const read = same.map((element) => primitive(reading, element, model.type, at, depth));
  const sibling = JSON.stringify(`_${model.name}`);
  const values = read.map(({ value }) => value ?? 'null');
  const besides = read.map(({ beside }) => beside ?? 'null');
  const members: string[] = [];
  if (read.some(({ value }) => value !== undefined)) members.push(model.list ? many(values) : one(values[0] ?? ''));
  if (read.some(({ beside }) => beside !== undefined))
    members.push(model.list ? `${sibling}:[${besides.join(',')}]` : `${sibling}:${besides[0]}`);
  return members;
}

/** A resource inside another: `contained`, `entry.resource`, `parameter.resource`. */
function inner(reading: Reading, holder: XmlElement, at: string, depth: number): string {
  const [only, second] = elementsOf(holder, at);
  const [attribute] = holder.attrs;
  if (attribute !== undefined) throw refuse.unknownAttribute(`${at}.${attribute.name}`, holder.line);
  if (only === undefined) throw refuse.empty(at, holder.line);
  if (second !== undefined) throw refuse.repeated(`${at}.${second.name}`, second.line);
  return resource(reading, only, depth + 2);
}

function primitive(reading: Reading, element: XmlElement, type: string, at: string, depth: number) {
  let value: string | undefined;
  const beside: string[] = [];
  for (const attribute of element.attrs) {
    if (attribute.prefix !== '' || (attribute.name !== 'value' && attribute.name !== 'id'))
      throw refuse.unknownAttribute(`${at}.${attribute.name}`, element.line);
    if (attribute.name === 'value') value = written(attribute.value, type, at, element.line);
    else beside.push(`"id":${JSON.stringify(attribute.value)}`);
  }
  const model = reading.model.type(type);
  if (model !== undefined) beside.push(...children(reading, element, model, at, depth + 1));
  if (value === undefined && beside.length === 0) throw refuse.empty(at, element.line);
  return { value, beside: beside.length === 0 ? undefined : `{${beside.join(',')}}` };
}

function written(value: string, type: string, at: string, line: number): string {
  const shape = unquoted[type];
  if (shape === undefined) return JSON.stringify(value);
  const trimmed = value.trim();
  if (!shape.test(trimmed)) throw refuse.badValue(at, type, line);
  return trimmed;
}

/** The child elements; refuses text between them. */
function elementsOf(parent: XmlElement, at: string): XmlElement[] {
  const elements: XmlElement[] = [];
  let nodes: readonly XmlNode[] | undefined;
  for (let node: XmlNode | null = parent.firstChild; node !== null; node = node.next) {
    // A processing instruction has no `next` in libxml2-wasm: XPath, slower, finds its way around it.
    if (!(node instanceof XmlTreeNode)) {
      nodes = parent.find('node()');
      break;
    }
    if (node instanceof XmlElement) elements.push(node);
    else refuseText(node, parent, at);
  }
  if (nodes === undefined) return elements;
  for (const node of nodes) if (!(node instanceof XmlElement)) refuseText(node, parent, at);
  return nodes.filter((node) => node instanceof XmlElement);
}

function refuseText(node: XmlNode, parent: XmlElement, at: string): void {
  if ((node instanceof XmlText || node instanceof XmlCData) && node.content.trim() !== '')
    throw refuse.strayText(at, parent.line);
}
