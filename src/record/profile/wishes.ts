import { isObject, type Json, objects, text } from '#fhir';
import { given, joined, labelOf, thingOf, wordsOf } from './concept.ts';
import type { Said } from './statement.ts';
import { dayOf, keptAt, momentOf } from './when.ts';

/** What a person may wish, as we call it. */
export const wishSystem = 'urn:socle:wish';
const directives = `${wishSystem}|advance-directives`;

/** HL7 consentscope and consentcategorycodes: what is said in advance of one's care; other consents are no wish of a health profile. */
const ofCare: ReadonlySet<string> = new Set(['adr', 'acd', 'dnr', 'emrgonly', 'hcd', 'polst', 'npp']);

/** A wish for one's care or after one's death. */
export function wishSaid(consent: Json): readonly Said[] {
  const scope = objects(isObject(consent.scope) ? consent.scope.coding : []).map(({ code }) => text(code) ?? '');
  const categories = objects(consent.category);
  const codes = categories.flatMap((one) => objects(one.coding)).map(({ code }) => text(code) ?? '');
  if (consent.status !== 'active' || ![...scope, ...codes].some((code) => ofCare.has(code))) return [];
  const own = categories.find((one) => objects(one.coding).some(({ system }) => system === wishSystem));
  const thing = thingOf(own ?? categories[0]);
  if (thing === undefined) return [];
  return [
    {
      section: 'wishes',
      ...thing,
      ...joined(labelOf(consent.policyRule)),
      ...given('from', dayOf(momentOf(consent.dateTime))),
      ended: false,
      severe: false,
      ...given('at', momentOf(consent.dateTime, keptAt(consent))),
    },
  ];
}

/** Advance directives that were deposited as a document (JDV_J07). */
export const directivesType = 'EXPPAT_3';

export function directiveSaid(document: Json): readonly Said[] {
  const date = momentOf(isObject(document.context) ? document.context.period : undefined, document.date);
  return [
    {
      section: 'wishes',
      label: 'Directives anticipées',
      code: { system: wishSystem, code: 'advance-directives' },
      names: [directives, 'words directives anticipees'],
      ...joined(wordsOf(text(document.description))),
      ...given('from', dayOf(date)),
      ended: false,
      severe: false,
      ...given('at', date),
    },
  ];
}
