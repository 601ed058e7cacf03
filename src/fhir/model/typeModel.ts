import { isObject, type Json, objects, text } from '../json.ts';

/** One element as it stands in JSON and XML. A choice (`value[x]`) is as many elements as it has types, each with its own name. */
export interface ElementModel {
  /** Name in JSON and XML: `valueQuantity` for a choice. */
  readonly name: string;
  /** `value` for `valueQuantity`; the name itself otherwise. */
  readonly base: string;
  readonly choice: boolean;
  /** `Quantity`, `code`, `Reference`, `Resource` (any), `xhtml`, or the path of a backbone: `Observation.component`. */
  readonly type: string;
  /** A primitive type: in JSON its id and extensions stand in a sibling `_name`. */
  readonly primitive: boolean;
  readonly list: boolean;
  /** Of a choice: for all its types together. */
  readonly min: number;
  readonly summary: boolean;
  /** Its value can change what the others mean: it is never left out. */
  readonly modifier: boolean;
  /** An attribute in XML, where the others are elements. */
  readonly attribute: boolean;
  /** Resource types that a Reference or canonical may lead to; `Resource` means any. */
  readonly targets?: readonly string[];
  /** The value set of a required binding. */
  readonly binding?: string;
}

export interface TypeModel {
  readonly name: string;
  readonly kind: 'resource' | 'complex' | 'primitive' | 'backbone';
  /** By JSON name, in the order of the definition. Of a primitive: what may stand in its `_name` (id, extension). */
  readonly elements: ReadonlyMap<string, ElementModel>;
}

const ofTypes = 'http://hl7.org/fhir/StructureDefinition/';
const ofSystemType = 'http://hl7.org/fhirpath/System.';

/** The type that a base StructureDefinition (with its snapshot) defines and the backbones inside it, by name. */
export function typeModels(definition: Json): Map<string, TypeModel> {
  const name = text(definition.type) ?? '';
  const own = definition.kind === 'resource' ? 'resource' : definition.kind === 'primitive-type' ? 'primitive' : 'complex';
  const snapshot = isObject(definition.snapshot) ? objects(definition.snapshot.element) : [];
  const parents = new Map<string, Map<string, ElementModel>>([[name, new Map()]]);
  const paths = new Set(snapshot.map((element) => text(element.path) ?? ''));
  const holders = new Set([...paths].map((path) => path.slice(0, path.lastIndexOf('.'))));
  for (const element of snapshot) {
    const path = text(element.path) ?? '';
    const dot = path.lastIndexOf('.');
    // The value of a primitive is the primitive itself, not an element of it; max 0 is what a specialization takes away.
    if (dot < 0 || element.max === '0' || (own === 'primitive' && path === `${name}.value`)) continue;
    const parent = path.slice(0, dot);
    const elements = parents.get(parent) ?? new Map<string, ElementModel>();
    parents.set(parent, elements);
    for (const one of elementModels(element, path, holders)) elements.set(one.name, one);
  }
  return new Map(
    [...parents].map(([path, elements]) => [path, { name: path, kind: path === name ? own : 'backbone', elements }]),
  );
}

function elementModels(element: Json, path: string, holders: ReadonlySet<string>): ElementModel[] {
  const written = path.slice(path.lastIndexOf('.') + 1);
  const choice = written.endsWith('[x]');
  const base = choice ? written.slice(0, -3) : written;
  const types = objects(element.type);
  const shared = {
    base,
    choice,
    list: element.max !== '1',
    min: typeof element.min === 'number' ? element.min : 0,
    summary: element.isSummary === true,
    modifier: element.isModifier === true,
    attribute: Array.isArray(element.representation) && element.representation.includes('xmlAttr'),
    ...bindingOf(element),
  };
  // A contentReference is `#Observation.referenceRange`.
  const inner = text(element.contentReference)?.replace(/^.*#/, '') ?? (holders.has(path) ? path : undefined);
  if (inner !== undefined) return [{ ...shared, name: base, type: inner, primitive: false }];
  return types.map((one) => {
    const type = typeName(text(one.code) ?? '', element);
    const name = choice ? `${base}${type.slice(0, 1).toUpperCase()}${type.slice(1)}` : base;
    const targets = Array.isArray(one.targetProfile) ? one.targetProfile.map((url) => String(url).split('/').at(-1) ?? '') : [];
    // R4 names its primitive types in lower case and all others with a capital.
    return { ...shared, name, type, primitive: /^[a-z]/.test(type), ...(targets.length === 0 ? {} : { targets }) };
  });
}

/** Ids and the url of an extension are given in the words of FHIRPath, not of FHIR. */
function typeName(code: string, element: Json): string {
  if (!code.startsWith(ofSystemType)) return code.startsWith(ofTypes) ? code.slice(ofTypes.length) : code;
  if (element.path === 'Extension.url') return 'uri';
  const first = isObject(element.base) ? element.base.path : element.path;
  return first === 'Resource.id' ? 'id' : 'string';
}

function bindingOf(element: Json): { binding?: string } {
  const binding = isObject(element.binding) && element.binding.strength === 'required' ? element.binding : {};
  const valueSet = text(binding.valueSet);
  return valueSet === undefined ? {} : { binding: valueSet };
}
