import { isObject, type Json, objects, text } from '#fhir';
import { given, joined, labelOf, notesOf, type Thing, thingOf, wordsOf } from './concept.ts';

import type { Around, Said } from './statement.ts';
import { dayOf, endOf, isBefore, keptAt, momentOf } from './when.ts';

/** A device of the person: an implant, a prosthesis, glasses. */
export function deviceSaid(device: Json): readonly Said[] {
  const thing = deviceThing(device);
  if (thing === undefined) return [];
  return [
    {
      section: 'devices',
      ...thing,
      names: [`Device/${text(device.id) ?? ''}`, ...thing.names],
      ...joined(wordsOf(text(device.manufacturer)), wordsOf(text(device.modelNumber)), notesOf(device)),
      ended: device.status === 'inactive',
      severe: false,
      ...given('at', keptAt(device)),
    },
  ];
}

/** That a device is or was worn; it is the same line as the device. */
export function deviceUseSaid(use: Json, { today, resource }: Around): readonly Said[] {
  const reference = isObject(use.device) ? text(use.device.reference) : undefined;
  const device = reference === undefined ? undefined : resource(reference);
  const thing =
    (device === undefined ? undefined : deviceThing(device)) ??
    thingOf({ text: isObject(use.device) ? text(use.device.display) : undefined });
  if (thing === undefined) return [];
  const until = dayOf(endOf(use.timingPeriod));
  return [
    {
      section: 'devices',
      ...thing,
      names: [reference ?? thing.names[0], ...thing.names],
      ...joined(labelOf(use.bodySite), ...objects(use.reasonCode).map(labelOf), notesOf(use)),
      ...given('from', dayOf(momentOf(use.timingPeriod, use.timingDateTime))),
      ...given('until', until),
      ended: use.status === 'completed' || use.status === 'stopped' || isBefore(until, today),
      severe: false,
      ...given('at', momentOf(use.recordedOn, keptAt(use))),
    },
  ];
}

function deviceThing({ type, deviceName }: Json): Thing | undefined {
  const [own] = objects(deviceName);
  const named = thingOf(type);
  const name = wordsOf(text(own?.name));
  if (name === undefined || named === undefined) return named ?? thingOf({ text: name });
  return named.label === name ? named : { ...named, label: `${named.label} (${name})` };
}
