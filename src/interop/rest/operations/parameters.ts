/** One out-parameter, named, with its value under the FHIR name of its type. */
export type Out = Readonly<Record<string, unknown>> & { readonly name: string };

/** An out-parameter when there is a value, none when there is not. */
export function out(name: string, type: string, value: unknown): Out[] {
  return value === undefined ? [] : [{ name, [`value${type}`]: value }];
}

/** A Parameters resource as JSON text. */
export function parameters(...given: readonly (readonly Out[])[]): string {
  const parameter = given.flat();
  return JSON.stringify({ resourceType: 'Parameters', ...(parameter.length === 0 ? {} : { parameter }) });
}
