import { ucumUtils } from 'fhirpath';

/** The value in another UCUM unit; undefined when the units are unknown or of two dimensions. */
export function inUnit(value: number, from: string, to: string): number | undefined {
  const { status, toVal } = ucumUtils.convertUnitTo(from, value, to);
  return status === 'succeeded' && typeof toVal === 'number' ? toVal : undefined;
}
