import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import type { Json } from '../../json.ts';

/** A value and the FHIR type that the engine gives it. */
export interface Typed {
  readonly value: unknown;
  readonly type: string;
}

/** An expression for which plain paths do not suffice, compiled by the FHIRPath engine. Throws what the engine throws when it is no FHIRPath. */
export function engineOf(expression: string): (resource: Json) => readonly Typed[] {
  const evaluate = fhirpath.compile(expression, r4, { resolveInternalTypes: false });
  return (resource) => {
    const found: unknown[] = evaluate(resource);
    const types: string[] = fhirpath.types(found);
    return found.map((one, i) => typed(one, types[i] ?? ''));
  };
}

function typed(found: unknown, type: string): Typed {
  const node = found as { data?: unknown } | null;
  const value = typeof node === 'object' && node !== null && 'data' in node ? node.data : fhirpath.resolveInternalTypes(found);
  return { value, type: fromSystem[type] ?? type.replace(/^FHIR\./, '') };
}

/** Values that are computed have the types of FHIRPath itself. */
const fromSystem: Readonly<Record<string, string>> = {
  'System.Boolean': 'boolean',
  'System.String': 'string',
  'System.Integer': 'integer',
  'System.Decimal': 'decimal',
  'System.Date': 'date',
  'System.DateTime': 'dateTime',
  'System.Quantity': 'Quantity',
};
