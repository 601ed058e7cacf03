import { fhirRefusal, isObject, type Json, objects } from '#fhir';
import type { Refusal } from '#kernel';

/** The types of in-parameters that the operations of this server have. `resource` is a whole resource, `part` has parts of its own. */
export type InType =
  | 'string'
  | 'code'
  | 'uri'
  | 'canonical'
  | 'dateTime'
  | 'instant'
  | 'boolean'
  | 'integer'
  | 'Coding'
  | 'CodeableConcept'
  | 'Meta'
  | 'Reference'
  | 'resource'
  | 'part';

/** One in-parameter as its OperationDefinition has it. `many` for a maximum of `*`. */
export interface In {
  readonly name: string;
  readonly type: InType;
  readonly many?: boolean;
  /** Of an integer: the smallest that makes sense. */
  readonly least?: number;
  /** Part of the definition, and what it asks for is not done here: asking for it is refused rather than ignored. */
  readonly unsupported?: true;
}

/** The parameters that an operation was called with, checked against its definition. */
export class Inputs {
  readonly #values: ReadonlyMap<string, readonly unknown[]>;

  constructor(values: ReadonlyMap<string, readonly unknown[]>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0] as string | undefined;
  }

  texts(name: string): readonly string[] {
    return (this.#values.get(name) ?? []) as readonly string[];
  }

  flag(name: string): boolean | undefined {
    return this.#values.get(name)?.[0] as boolean | undefined;
  }

  number(name: string): number | undefined {
    return this.#values.get(name)?.[0] as number | undefined;
  }

  object(name: string): Json | undefined {
    return this.#values.get(name)?.[0] as Json | undefined;
  }

  objects(name: string): readonly Json[] {
    return (this.#values.get(name) ?? []) as readonly Json[];
  }

  /** Refuses `fhir.missing-parameter`. */
  need(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw missing(name);
    return value;
  }
}

const complex = new Set<InType>(['Coding', 'CodeableConcept', 'Meta', 'Reference', 'resource', 'part']);

/**
 * Reads the parameters of a call: those of the address, and those of a Parameters resource. Refuses `fhir.unknown-parameter` (not in the
 * definition), `fhir.parameter-not-done`, `fhir.repeated-parameter`, `fhir.bad-parameter` (a value of another type, or too small).
 * Source: FHIR R4 §3.2.0.3.
 */
export function readInputs(definition: readonly In[], query: URLSearchParams, parameters: Json | undefined): Inputs {
  const values = new Map<string, unknown[]>();
  const known = new Map(definition.map((one) => [one.name, one]));
  const add = (name: string, read: (of: In) => unknown): void => {
    const of = known.get(name);
    if (of === undefined) throw unknown(name, [...known.keys()]);
    if (of.unsupported) throw notDone(name);
    const before = values.get(name) ?? [];
    if (before.length > 0 && !of.many) throw repeated(name);
    before.push(read(of));
    values.set(name, before);
  };
  for (const [name, value] of query) add(name, (of) => fromText(of, value));
  for (const parameter of objects(parameters?.parameter)) add(String(parameter.name), (of) => fromParameter(of, parameter));
  return new Inputs(values);
}

function fromText(of: In, value: string): unknown {
  if (complex.has(of.type)) throw bad(of);
  if (of.type === 'boolean') {
    if (value !== 'true' && value !== 'false') throw bad(of);
    return value === 'true';
  }
  if (of.type === 'integer') {
    if (!/^-?\d{1,9}$/.test(value)) throw bad(of);
    return checkedNumber(of, Number(value));
  }
  return checkedText(of, value);
}

function fromParameter(of: In, parameter: Json): unknown {
  if (of.type === 'resource') return isObject(parameter.resource) ? parameter.resource : refuse(of);
  if (of.type === 'part') return parameter;
  const entry = Object.entries(parameter).find(([name]) => /^value[A-Z]/.test(name));
  const value = entry?.[1];
  switch (of.type) {
    case 'Coding':
    case 'CodeableConcept':
    case 'Meta':
    case 'Reference':
      return entry?.[0] === `value${of.type}` && isObject(value) ? value : refuse(of);
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(of);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? checkedNumber(of, value) : refuse(of);
    default:
      // uri, url, canonical, code and string differ in name only, and clients take one for another.
      return typeof value === 'string' ? checkedText(of, value) : refuse(of);
  }
}

function checkedText(of: In, value: string): string {
  const timely = of.type !== 'dateTime' && of.type !== 'instant';
  if (value === '' || value.length > 4000 || (!timely && Number.isNaN(Date.parse(value)))) throw bad(of);
  return value;
}

function checkedNumber(of: In, value: number): number {
  if (of.least !== undefined && value < of.least) throw bad(of);
  return value;
}

function refuse(of: In): never {
  throw bad(of);
}

export function missing(name: string): Refusal {
  return fhirRefusal('missing-parameter', `Le paramètre « ${name} » manque.`, `The parameter “${name}” is missing.`, name);
}

function bad({ name, type, least }: In): Refusal {
  const [fr, en] = least === undefined ? ['', ''] : [`, ${least} au moins`, `, ${least} at least`];
  return fhirRefusal(
    'bad-parameter',
    `Le paramètre « ${name} » attend une valeur de type ${type}${fr}.`,
    `The parameter “${name}” expects a value of type ${type}${en}.`,
    name,
  );
}

function repeated(name: string): Refusal {
  return fhirRefusal(
    'repeated-parameter',
    `« ${name} » ne peut être donné qu’une fois.`,
    `“${name}” may be given once only.`,
    name,
  );
}

function notDone(name: string): Refusal {
  return fhirRefusal(
    'parameter-not-done',
    `Le paramètre « ${name} » de cette opération n’est pas pris en charge : l’ignorer donnerait une autre réponse.`,
    `The parameter “${name}” of this operation is not supported: ignoring it would give another answer.`,
    name,
  );
}

function unknown(name: string, known: readonly string[]): Refusal {
  const told = name.slice(0, 60);
  return fhirRefusal(
    'unknown-parameter',
    `Le paramètre « ${told} » n’est pas de cette opération. Acceptés : ${known.join(', ')}.`,
    `The parameter “${told}” is not one of this operation. Accepted: ${known.join(', ')}.`,
    told,
  );
}
