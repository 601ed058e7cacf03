import fc, { type Arbitrary } from 'fast-check';
import {
  canonicals,
  codes,
  days,
  identifierSystems,
  identifiers,
  idsOf,
  instants,
  numbers,
  otherRecord,
  sharedTypes,
  systems,
  texts,
  types,
  units,
  uris,
} from './words.ts';

/** FHIR has no empty objects. */
export function atLeastOne(object: Arbitrary<object>): Arbitrary<object> {
  return object.filter((made) => Object.keys(made).length > 0);
}

/** One to three. */
export function few<T>(one: Arbitrary<T>): Arbitrary<readonly T[]> {
  return fc.array(one, { minLength: 1, maxLength: 3 });
}

/** An object of these members, each of which is sometimes left out. */
const some = (members: Record<string, Arbitrary<unknown>>): Arbitrary<object> =>
  atLeastOne(fc.record(members, { requiredKeys: [] }));
const text = fc.constantFrom(...texts);
const dateTime = fc.constantFrom(...days, ...instants);
const number = fc.constantFrom(...numbers).map(Number);

const coding = fc.record(
  { system: fc.constantFrom(...systems), code: fc.constantFrom(...codes), display: text },
  { requiredKeys: ['code'] },
);
const concept = fc.oneof(
  { weight: 4, arbitrary: fc.record({ coding: few(coding), text }, { requiredKeys: ['coding'] }) },
  { weight: 1, arbitrary: fc.record({ text }) },
);
const identifier = fc.record(
  { system: fc.constantFrom(...identifierSystems), value: fc.constantFrom(...identifiers), type: concept },
  { requiredKeys: ['value'] },
);
const quantity = fc
  .record(
    { value: number, comparator: fc.constantFrom('<', '<=', '>=', '>'), unit: fc.constantFrom(...units) },
    { requiredKeys: ['value', 'unit'] },
  )
  .map(({ unit, ...rest }) => ({ ...rest, ...unit }));
const simple = fc.record({ value: number, unit: fc.constantFrom(...units) }).map(({ value, unit }) => ({ value, ...unit }));
const period = fc.oneof(
  fc.record({ start: dateTime }),
  fc.record({ end: dateTime }),
  fc.tuple(dateTime, dateTime).map(([a, b]) => (startsBefore(a, b) ? { start: a, end: b } : { start: b, end: a })),
);
const startsBefore = (a: string, b: string): boolean => Date.parse(a) <= Date.parse(b);

const timing = some({ event: few(dateTime), repeat: fc.record({ boundsPeriod: period }) });

/** The FHIR root of the server, to which the references of {@link reference} may be relative. */
export const base = 'https://socle.example/fhir';
const uri = fc.constantFrom(...uris, `${base}/Binary/a`);

/** Random values of the datatypes that search parameters look at, by name; made of the words that searches are made of too. */
export const datatypes = {
  Address: some({
    use: fc.constantFrom('home', 'work'),
    text,
    line: few(text),
    city: text,
    district: text,
    state: text,
    postalCode: text,
    country: text,
  }),
  Age: quantity,
  Annotation: fc.record({ text }),
  Attachment: some({
    contentType: fc.constantFrom('text/xml', 'application/pdf'),
    language: fc.constantFrom('fr', 'en'),
    url: uri,
    title: text,
  }),
  CodeableConcept: concept,
  Coding: coding,
  ContactPoint: fc.record(
    { system: fc.constantFrom('phone', 'email'), value: text, use: fc.constantFrom('home', 'work') },
    { requiredKeys: ['value'] },
  ),
  Dosage: some({ timing, text }),
  Duration: quantity,
  HumanName: some({ text, family: text, given: few(text), prefix: few(text), suffix: few(text) }),
  Identifier: identifier,
  Period: period,
  Quantity: quantity,
  Range: fc.oneof(
    fc.record({ low: simple }),
    fc.record({ high: simple }),
    fc
      .tuple(number, number, fc.constantFrom(...units))
      .map(([a, b, unit]) => ({ low: { value: Math.min(a, b), ...unit }, high: { value: Math.max(a, b), ...unit } })),
  ),
  SampledData: fc.record(
    {
      origin: simple,
      period: fc.constant(10),
      factor: fc.constantFrom(2, 0.5),
      dimensions: fc.constant(1),
      data: fc.constantFrom('1 2 3', 'E 10 U', '5.4', 'E'),
    },
    { requiredKeys: ['origin', 'period', 'dimensions', 'data'] },
  ),
  Timing: timing,
  boolean: fc.boolean(),
  canonical: fc.constantFrom(...canonicals),
  date: fc.constantFrom(...days),
  dateTime,
  decimal: number,
  instant: fc.constantFrom(...instants),
  integer: fc.integer({ min: 0, max: 3 }),
  markdown: text,
  string: text,
  uri,
} satisfies Record<string, Arbitrary<unknown>>;

/** A reference to one of these types, mostly to something that may exist: relative, absolute, elsewhere, or by identifier only. */
export function reference(targets: readonly string[], fromShared: boolean): Arbitrary<unknown> {
  const likely = targets.includes('Resource') ? types : targets.filter((type) => (types as readonly string[]).includes(type));
  const nameOfType = (type: string): Arbitrary<string> =>
    fc.constantFrom(...idsFor(type, fromShared)).map((id) => `${type}/${id}`);
  const some = fc.constantFrom(...(likely.length > 0 ? likely : targets)).chain(nameOfType);
  // Most of a record is about one patient.
  const name = likely.includes('Patient')
    ? fc.oneof({ weight: 2, arbitrary: some }, { weight: 1, arbitrary: nameOfType('Patient') })
    : some;
  return fc.oneof(
    { weight: 12, arbitrary: name.map((text) => ({ reference: text })) },
    { weight: 1, arbitrary: name.map((text) => ({ reference: `${base}/${text}` })) },
    { weight: 1, arbitrary: name.map((text) => ({ reference: `https://other.example/fhir/${text}` })) },
    { weight: 1, arbitrary: name.map((text) => ({ reference: `${text}/_history/2` })) },
    { weight: 1, arbitrary: fc.record({ reference: name, identifier, display: text }) },
    { weight: 1, arbitrary: fc.record({ identifier, type: fc.constantFrom(...targets) }, { requiredKeys: ['identifier'] }) },
    { weight: 1, arbitrary: fc.record({ display: text }) },
  );
}

/** Mostly in the record that is searched; what everybody shares leads into no record that is there. */
function idsFor(type: string, fromShared: boolean): readonly string[] {
  if (!fromShared) return [...idsOf(type), ...idsOf(type), ...idsOf(type), ...idsOf(type, otherRecord).slice(0, 2)];
  return sharedTypes.includes(type) ? idsOf(type) : idsOf(type, otherRecord).slice(0, 1);
}
