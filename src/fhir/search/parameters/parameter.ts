import type { Path } from '../expression/path.ts';

export const parameterTypes = [
  'number',
  'date',
  'string',
  'token',
  'reference',
  'composite',
  'quantity',
  'uri',
  'special',
] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** One search parameter of one resource type. Source: FHIR R4 §5.6, SearchParameter. */
export interface Parameter {
  /** Name in a search. */
  readonly code: string;
  readonly type: ParameterType;
  /** The resource type that is searched; `Resource` for those that every type has. */
  readonly on: string;
  readonly url: string;
  readonly expression: string;
  /** Where its values stand in the keys; one of them suffices. Empty for what is kept in columns of its own or cannot be searched. */
  readonly columns: readonly ColumnUse[];
  /** The values' paths, as far as plain paths lead to them. */
  readonly paths: readonly Path[];
  /** The resource types that a reference may lead to. */
  readonly targets: readonly string[];
  /** The parts of a composite, in order. */
  readonly components: readonly Component[];
  /** Why it cannot be searched, when that is so. */
  readonly unusable: string | undefined;
}

export interface ColumnUse {
  /** Its name in the keys. */
  readonly key: string;
  /** Kept as hashes of its values. */
  readonly hashed: boolean;
  /** Only the references to this type. */
  readonly only: string | undefined;
}

export interface Component {
  readonly code: string;
  readonly type: Exclude<ParameterType, 'composite' | 'special'>;
  readonly targets: readonly string[];
  readonly paths: readonly Path[];
  /** Where its values stand when the whole resource is the element that the parts belong to. */
  readonly columns: readonly ColumnUse[];
}

/** A parameter with neither definition nor keys: what every resource has of itself. */
export function ownParameter(code: string, type: ParameterType, on: string): Parameter {
  return {
    code,
    type,
    on,
    url: `http://hl7.org/fhir/SearchParameter/Resource-${code.slice(1)}`,
    expression: '',
    columns: [],
    paths: [],
    targets: [],
    components: [],
    unusable: undefined,
  };
}
