import { isObject, type Json, objects, text } from '../json.ts';

/** One ElementDefinition of a snapshot, read leniently: what has the wrong form is as if it were absent. Source: FHIR R4 §2.1.28.1. */
export interface Element {
  /** `Observation.value[x]` */
  readonly path: string;
  /** The last part of the path: `value[x]`; the type's name for the root. */
  readonly name: string;
  /** `systolic`, or `systolic/left` for a slice of a slice. */
  readonly slice: string | undefined;
  readonly slicing: Slicing | undefined;
  readonly min: number;
  /** Infinity for `*`. */
  readonly max: number;
  readonly types: readonly TypeReference[];
  /** The path of the element whose content this one repeats, without `#`. */
  readonly contentReference: string | undefined;
  readonly fixed: TypedValue | undefined;
  readonly pattern: TypedValue | undefined;
  readonly minValue: TypedValue | undefined;
  readonly maxValue: TypedValue | undefined;
  readonly maxLength: number | undefined;
  readonly constraints: readonly Constraint[];
  readonly binding: Binding | undefined;
  readonly modifier: boolean;
  /** Of the value of a primitive type. */
  readonly regex: string | undefined;
}

export interface TypeReference {
  /** A type's name. The system types of FHIRPath are named as FHIR names them: `string`, `uri`, `id`. */
  readonly code: string;
  readonly profiles: readonly string[];
  readonly targets: readonly string[];
  readonly aggregation: readonly string[];
}

/** The value of an element such as `fixedUri`: `type` is `Uri` as written in the name, made `uri` when that is a primitive. */
export interface TypedValue {
  readonly type: string;
  readonly value: unknown;
}

export interface Slicing {
  readonly discriminators: readonly { readonly type: string; readonly path: string }[];
  readonly ordered: boolean;
  readonly rules: 'open' | 'closed' | 'openAtEnd';
}

export interface Constraint {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly human: string;
  readonly expression: string;
  readonly bestPractice: boolean;
}

export interface Binding {
  readonly strength: 'required' | 'extensible' | 'preferred' | 'example';
  readonly valueSet: string;
  /** What is allowed at most when the binding is not required (extension elementdefinition-maxValueSet). */
  readonly maxValueSet: string | undefined;
  /** Further sets that the code must also be in (additional bindings of R5, as extensions; purposes `required` and `maximum`). */
  readonly alsoRequired: readonly string[];
}

/** The elements of a StructureDefinition's snapshot, in order; empty when it has none. Read once for each definition. */
export function elementsOf(definition: Json): readonly Element[] {
  let elements = read.get(definition);
  if (elements === undefined) {
    const { snapshot } = definition;
    elements = isObject(snapshot) ? objects(snapshot.element).map(elementOf) : [];
    read.set(definition, elements);
  }
  return elements;
}

const read = new WeakMap<Json, readonly Element[]>();

function elementOf(json: Json): Element {
  const path = text(json.path) ?? '';
  const dot = path.lastIndexOf('.');
  const values = typedValues(json);
  return {
    path,
    name: path.slice(dot + 1),
    slice: text(json.sliceName),
    slicing: isObject(json.slicing) ? slicingOf(json.slicing) : undefined,
    min: typeof json.min === 'number' ? json.min : 0,
    max: json.max === '*' || typeof json.max !== 'string' ? Number.POSITIVE_INFINITY : Number(json.max),
    types: objects(json.type).map((type) => typeOf(type, json)),
    contentReference: text(json.contentReference)?.replace(/^[^#]*#/, ''),
    fixed: values.fixed,
    pattern: values.pattern,
    minValue: values.minValue,
    maxValue: values.maxValue,
    maxLength: typeof json.maxLength === 'number' ? json.maxLength : undefined,
    constraints: objects(json.constraint).flatMap(constraintOf),
    binding: isObject(json.binding) ? bindingOf(json.binding) : undefined,
    modifier: json.isModifier === true,
    regex: regexOf(json),
  };
}

function typedValues(json: Json): Partial<Record<string, TypedValue>> {
  const found: Partial<Record<string, TypedValue>> = {};
  for (const key of Object.keys(json)) {
    const parts = /^(fixed|pattern|minValue|maxValue)([A-Z]\w*)$/.exec(key);
    if (parts === null) continue;
    const [, kind = '', name = ''] = parts;
    found[kind] = { type: primitiveNames.get(name) ?? name, value: json[key] };
  }
  return found;
}

/** How primitive types are written at the end of a choice's name: `Uri` → `uri`. */
const primitiveNames: ReadonlyMap<string, string> = new Map(
  (
    'base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri ' +
    'url uuid'
  )
    .split(' ')
    .map((name) => [`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, name]),
);

function slicingOf(json: Json): Slicing {
  const rules = json.rules === 'closed' || json.rules === 'openAtEnd' ? json.rules : 'open';
  return {
    discriminators: objects(json.discriminator).map((one) => ({ type: text(one.type) ?? '', path: text(one.path) ?? '$this' })),
    ordered: json.ordered === true,
    rules,
  };
}

export const typesBase = 'http://hl7.org/fhir/StructureDefinition/';
const systemTypes = 'http://hl7.org/fhirpath/System.';

function typeOf(json: Json, element: Json): TypeReference {
  return {
    code: typeName(text(json.code) ?? '', element),
    profiles: texts(json.profile),
    targets: texts(json.targetProfile),
    aggregation: texts(json.aggregation),
  };
}

/** Ids, the url of an extension and the values of primitives are typed in the words of FHIRPath. */
function typeName(code: string, element: Json): string {
  if (code.startsWith(typesBase)) return code.slice(typesBase.length);
  if (!code.startsWith(systemTypes)) return code;
  const path = text(element.path) ?? '';
  if (path.endsWith('xtension.url')) return 'uri';
  return isObject(element.base) && element.base.path === 'Resource.id' ? 'id' : 'string';
}

function constraintOf(json: Json): Constraint[] {
  const expression = text(json.expression);
  if (expression === undefined) return [];
  return [
    {
      key: text(json.key) ?? '',
      severity: json.severity === 'warning' ? 'warning' : 'error',
      human: text(json.human) ?? '',
      expression,
      bestPractice: extensionsOf(json, 'elementdefinition-bestpractice').some(({ valueBoolean }) => valueBoolean === true),
    },
  ];
}

const strengths = new Set(['required', 'extensible', 'preferred', 'example']);

function bindingOf(json: Json): Binding | undefined {
  const valueSet = text(json.valueSet);
  const strength = text(json.strength) ?? 'example';
  if (valueSet === undefined || !strengths.has(strength)) return undefined;
  const [most] = extensionsOf(json, 'elementdefinition-maxValueSet');
  return {
    strength: strength as Binding['strength'],
    valueSet,
    maxValueSet: text(most?.valueCanonical) ?? text(most?.valueUri),
    alsoRequired: [
      ...extensionsOf(json, 'additional-binding'),
      ...extensionsOf(json, 'extension-ElementDefinition.binding.additional'),
    ].flatMap(additionalBinding),
  };
}

function additionalBinding(json: Json): string[] {
  const part = (url: string): Json | undefined => objects(json.extension).find((one) => one.url === url);
  const purpose = part('purpose')?.valueCode;
  // A binding for some usage only says nothing without knowing the usage.
  if ((purpose !== 'required' && purpose !== 'maximum') || part('usage') !== undefined) return [];
  const valueSet = text(part('valueSet')?.valueCanonical);
  return valueSet === undefined ? [] : [valueSet];
}

function regexOf(json: Json): string | undefined {
  for (const type of objects(json.type)) {
    const [regex] = extensionsOf(type, 'regex');
    if (regex !== undefined) return text(regex.valueString);
  }
  return text(extensionsOf(json, 'regex')[0]?.valueString);
}

function extensionsOf(json: Json, name: string): readonly Json[] {
  return objects(json.extension).filter(({ url }) => typeof url === 'string' && url.endsWith(`/${name}`));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
