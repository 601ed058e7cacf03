import type { Json } from '#fhir';

/** When it was, under any of the names that R4 gives it, and the name under which its absence is said. */
const times: Readonly<Record<string, { readonly start: string; readonly absent: string }>> = {
  MedicationStatement: { start: 'effective', absent: '_effectiveDateTime' },
  Observation: { start: 'effective', absent: '_effectiveDateTime' },
  Procedure: { start: 'performed', absent: '_performedDateTime' },
  DeviceUseStatement: { start: 'timing', absent: '_timingDateTime' },
};

const unknown = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
} as const;

/**
 * A resource with what the guide asks of each and nobody said told as unknown: when, and who found a result. Pure; everything else as it was.
 * Source: HL7 IPS, profiles of MedicationStatement, Observation (results), Procedure, DeviceUseStatement.
 */
export function asAsked(resource: Json): Json {
  const time = times[String(resource.resourceType)];
  const dated = time === undefined || Object.keys(resource).some((name) => name.startsWith(time.start));
  const performed = resource.resourceType !== 'Observation' || resource.performer !== undefined;
  return {
    ...resource,
    ...(dated ? {} : { [time.absent]: unknown }),
    ...(performed ? {} : { performer: [unknown] }),
  };
}
