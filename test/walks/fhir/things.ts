import { hexOfRecordId, type RecordId } from '#kernel';

type Json = Readonly<Record<string, unknown>>;

/** Haemoglobin of somebody, in g/dL; made up. */
export function haemoglobin(record: RecordId, value = '13.50', more: Json = {}): string {
  const { effectiveDateTime = '2026-03-01T08:00:00Z', ...rest } = more;
  const head = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '718-7', display: 'Hemoglobin [Mass/volume] in Blood' }] },
    subject: { reference: `Patient/${hexOfRecordId(record)}` },
    effectiveDateTime,
    ...rest,
  };
  // Digits and spaces as no serializer would write them: they must come back.
  return `${JSON.stringify(head).slice(0, -1)}, "valueQuantity" : {"value":${value},"unit":"g/dL","system":"http://unitsofmeasure.org","code":"g/dL"}}`;
}

export const organization = (name: string, more: Json = {}): Json => ({
  resourceType: 'Organization',
  active: true,
  name,
  ...more,
});

/** Named as clients do, so that it is there once. */
export const identified = (value: string): Json => ({ identifier: [{ system: 'urn:oid:1.2.250.1.999.1', value }] });

export function bundleOf(type: string, ...entry: readonly Json[]): Json {
  return { resourceType: 'Bundle', type, entry };
}

export const entry = (method: string, url: string, resource?: unknown, more: Json = {}): Json => ({
  ...more,
  ...(resource === undefined ? {} : { resource }),
  request: { method, url, ...((more.request as Json | undefined) ?? {}) },
});
