import { isObject, type Json, objects, text } from '#fhir';
import { antigensOf } from '../prevention/antigens.ts';
import { given, joined, labelOf, notesOf, thingOf, wordsOf } from './concept.ts';
import { knownAs } from './known.ts';
import type { Said } from './statement.ts';
import { dayOf, momentOf } from './when.ts';

/**
 * A vaccination that was done: each dose is a line of its own, told from others by its day. Two of one day against the same diseases are one, though
 * one source gives the product and the other what it protects against.
 */
export function vaccinationSaid(immunization: Json): readonly Said[] {
  const thing = knownAs('vaccinations', thingOf(immunization.vaccineCode));
  if (thing === undefined || immunization.status !== 'completed') return [];
  const day = dayOf(momentOf(immunization.occurrenceDateTime));
  const [first, ...others] = thing.names.map((name) => `${name} ${day ?? ''}`);
  const antigens = isObject(immunization.vaccineCode) ? [...antigensOf(immunization.vaccineCode)].sort().join() : '';
  const [dose] = objects(immunization.protocolApplied);
  const rank = dose?.doseNumberPositiveInt ?? text(dose?.doseNumberString);
  const against = objects(dose?.targetDisease).flatMap((one) => labelOf(one) ?? []);
  const lot = wordsOf(text(immunization.lotNumber));
  const maker = isObject(immunization.manufacturer) ? wordsOf(text(immunization.manufacturer.display)) : undefined;
  return [
    {
      section: 'vaccinations',
      ...thing,
      names: [first ?? '', ...others, ...(antigens === '' || day?.length !== 10 ? [] : [`against ${antigens} ${day}`])],
      ...joined(
        against.length === 0 ? undefined : against.join(', '),
        rank === undefined ? undefined : `Dose ${rank}`,
        lot === undefined ? maker : `Lot ${lot}`,
        notesOf(immunization),
      ),
      ...given('from', day),
      ended: false,
      severe: false,
      ...given('at', momentOf(immunization.occurrenceDateTime, immunization.recorded)),
    },
  ];
}
