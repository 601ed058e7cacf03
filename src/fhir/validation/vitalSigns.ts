import { typesBase } from '../definitions/element.ts';
import { isObject, type Json, objects } from '../json.ts';

/** FHIR R4, Vital Signs profile: an Observation with one of these LOINC codes must meet its profile, whether or not it claims to. */
const profiles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '85353-1': 'vitalspanel',
    '9279-1': 'resprate',
    '8867-4': 'heartrate',
    '2708-6': 'oxygensat',
    '8310-5': 'bodytemp',
    '8302-2': 'bodyheight',
    '9843-4': 'headcircum',
    '29463-7': 'bodyweight',
    '39156-5': 'bmi',
    '85354-9': 'bp',
  }).map(([code, name]) => [code, `${typesBase}${name}`]),
);

export function vitalSignProfile({ code }: Json): string | undefined {
  if (!isObject(code)) return undefined;
  for (const coding of objects(code.coding)) {
    const profile = coding.system === 'http://loinc.org' ? profiles.get(String(coding.code)) : undefined;
    if (profile !== undefined) return profile;
  }
  return undefined;
}
