/** A number as it was written, where JavaScript would write it otherwise: `1.00`, `1e2`. JSON.stringify writes it back so. */
export interface WrittenNumber {
  readonly rawJSON: string;
}

/** ECMAScript's JSON.parse source text access, which the type library does not know yet. */
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  rawJSON(text: string): WrittenNumber;
  isRawJSON(value: unknown): value is WrittenNumber;
}
const exact = JSON as unknown as ExactJson;

/**
 * Parses JSON so that JSON.stringify gives every number back with its own digits: a decimal of FHIR keeps its precision (R4 §2.24.0.1).
 * Costs several times JSON.parse: for what is changed, not for what passes through.
 */
export function parseExact(text: string): unknown {
  return exact.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value) ? exact.rawJSON(source) : value,
  );
}

export const isWrittenNumber = (value: unknown): value is WrittenNumber => exact.isRawJSON(value);

/** A value of {@link parseExact} as JSON.parse would have given it. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isWrittenNumber(value)) return Number(value.rawJSON);
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
