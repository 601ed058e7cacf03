import type { Json } from '#packages';
import { timeIn } from './dates.ts';
import { type Element, elementsIn } from './element.ts';
import { open } from './interval.ts';
import { amountIn, massOf } from './quantities.ts';
import { textOf } from './references.ts';
import { folded, stringsIn } from './strings.ts';
import { tokensIn } from './tokens.ts';
import { versionsOf } from './uris.ts';
import type { World } from './world.ts';

type Key = number | bigint | string;

/** The parameter by whose date the newest of a type come first, where it has one: a choice of src/fhir/search. */
const principal: Readonly<Record<string, string>> = {
  AllergyIntolerance: 'date',
  Appointment: 'date',
  CarePlan: 'date',
  Composition: 'date',
  Condition: 'recorded-date',
  DiagnosticReport: 'date',
  DocumentReference: 'date',
  Encounter: 'date',
  Immunization: 'date',
  List: 'date',
  MedicationRequest: 'authoredon',
  MedicationStatement: 'effective',
  Observation: 'date',
  PractitionerRole: 'date',
  Procedure: 'date',
  QuestionnaireResponse: 'authored',
  RiskAssessment: 'date',
  ServiceRequest: 'authored',
  Specimen: 'collected',
};

/** Puts resources in the order of a search without `_sort`: by their principal date, else by when they were written, the latest first. */
export function newestFirst(resources: readonly Json[], world: World): readonly Json[] {
  const date = (one: Json): Key => {
    const code = principal[String(one.resourceType)];
    const key = code === undefined ? undefined : keyOf(one, code, true, world);
    return key ?? Date.parse(String((one.meta as Json | undefined)?.lastUpdated ?? 0));
  };
  return [...resources].sort((a, b) => compare(date(a), date(b), true));
}

/**
 * Puts resources in the order of `_sort` (`a,-b`), whatever is equal in the order in which it came. Of several values the one that comes
 * first in the order asked counts; a resource without value comes last, in both directions. Texts are compared folded, letter by letter by
 * code point; a time by its beginning, without one by its end; a quantity by its lower bound, in UCUM in one unit. Source: FHIR R4 §3.1.1.5.1.
 */
export function sorted(resources: readonly Json[], sort: string, world: World): readonly Json[] {
  const rules = sort.split(',').map((rule) => ({ code: rule.replace(/^-/, ''), down: rule.startsWith('-') }));
  return [...resources].sort((a, b) => {
    for (const { code, down } of rules) {
      const order = compare(keyOf(a, code, down, world), keyOf(b, code, down, world), down);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function compare(a: Key | undefined, b: Key | undefined, down: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a === b) return 0;
  return a < b === down ? 1 : -1;
}

function keyOf(resource: Json, code: string, down: boolean, world: World): Key | undefined {
  const definition = world.definitions(String(resource.resourceType)).get(code);
  if (definition === undefined) throw new Error(`the oracle cannot sort by ${code}`);
  const keys = elementsIn(resource, definition.expression).flatMap((element) => keysOf(element, definition.type, world));
  return keys.sort((a, b) => compare(a, b, down))[0];
}

function keysOf(element: Element, type: string, world: World): readonly Key[] {
  switch (type) {
    case 'date': {
      const time = timeIn(element);
      if (time === undefined) return [];
      return time.from !== open ? [time.from] : time.to !== open ? [time.to - 1] : [];
    }
    case 'number':
    case 'quantity': {
      const amount = amountIn(element);
      if (amount === undefined) return [];
      const { from, to } = amount.interval;
      const bound = from !== open ? from : to !== open ? to - 1n : 0n;
      const mass = type === 'quantity' ? massOf(amount.system, amount.code) : undefined;
      return [(bound * (mass ?? 1000n)) / 1000n];
    }
    case 'string':
      return stringsIn(element).map(folded);
    case 'token':
      return tokensIn(element, world.codes).map(({ code }) => String(code));
    case 'reference':
      return versionsOf(textOf(element, world.base) ?? '').filter((text) => text !== '');
    default:
      return versionsOf(String(element.value));
  }
}
