import type { Json } from '#fhir';
import { printedUnit } from '#terminology';
import { type Amount, type Measure, measuresIn } from '../measure.ts';
import { dayAfter } from '../prevention/day.ts';
import { applied, conversionOf } from '../units.ts';
import { type MeasureKind, measureKinds } from './kinds.ts';
import type { Source } from './line.ts';
import { enteredIn, nameOf, sourceIn } from './sources.ts';

/** A measure at one moment. */
export interface CoursePoint {
  /** As it was written: a day or an instant. */
  readonly at: string;
  /** The upper of the two, of a blood pressure. */
  readonly value: number;
  readonly lower?: number;
  readonly comparator?: string;
  /** All who give this very value for this very moment. */
  readonly sources: readonly [Source, ...Source[]];
  /** The id of the entry that the person may change or remove. */
  readonly own?: string;
}

/** One measure over time, in one unit. */
export interface Course {
  /** A key of {@link measureKinds}; another unit that cannot be turned into its own is another course of the same kind. */
  readonly kind: string;
  readonly label: string;
  /** The unit as it is printed. */
  readonly printed: string;
  /** Oldest first. */
  readonly points: readonly CoursePoint[];
}

/** The body mass index, from the last weight and the last height. */
export interface BodyMass {
  /** In kg/m², to a tenth. */
  readonly value: number;
  readonly weighedAt: string;
  readonly measuredAt: string;
}

/** One number of one resource, as it was given. */
interface Reading {
  readonly kind: string;
  readonly part?: 'upper' | 'lower';
  readonly at: string;
  readonly amount: Amount;
  readonly resource: Json;
}

const loinc = 'http://loinc.org';
type Place = Pick<Reading, 'kind' | 'part'>;
const places: ReadonlyMap<string, Place> = new Map(
  Object.entries(measureKinds).flatMap(([kind, { unit, code, also = [], parts }]): (readonly [string, Place])[] => {
    if (unit === undefined) return [];
    if (parts !== undefined) return parts.map((one, index) => [one, { kind, part: index === 0 ? 'upper' : 'lower' }] as const);
    return [code, ...also].map((one) => [one, { kind }] as const);
  }),
);

/** LOINC codes under which the measures that have a course are found, in an observation or in a component of it. */
export const courseCodes: readonly string[] = [...places.keys()];

/**
 * The measures of a person over time, from Observations of documents, of software and of the person themself; the kinds in the order of the form.
 * `documents`: the DocumentReferences that name the sources. Pure; the order of the resources plays no part.
 */
export function coursesFrom(resources: readonly Json[], documents: readonly Json[]): readonly Course[] {
  const byName = new Map([...resources, ...documents].map((one) => [nameOf(one), one]));
  const readings = [...new Map(resources.map((one) => [nameOf(one), one])).values()].flatMap(readingsIn);
  const courses = new Map<string, { kind: string; unit: string; points: Map<string, CoursePoint> }>();
  for (const { upper, lower } of together(readings)) {
    const { kind, at, resource } = upper;
    const own = unitOf(kind, upper.amount.unit);
    const value = said(kind, upper.amount, own);
    const below = lower && said(kind, lower.amount, own);
    const { comparator } = upper.amount;
    const course = courses.get(`${kind} ${own}`) ?? { kind, unit: own, points: new Map() };
    courses.set(`${kind} ${own}`, course);
    const key = JSON.stringify([at, value, below, comparator]);
    const before = course.points.get(key);
    const entered = enteredIn(resource);
    const source = sourceIn(resource, byName, at);
    course.points.set(key, {
      at,
      value,
      ...(below === undefined ? {} : { lower: below }),
      ...(comparator === undefined ? {} : { comparator }),
      sources: before === undefined ? [source] : [...before.sources, source],
      ...(before?.own === undefined ? (entered === undefined ? {} : { own: entered }) : { own: before.own }),
    });
  }
  const order = Object.keys(measureKinds);
  return [...courses.values()]
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compare(a.unit, b.unit))
    .map(({ kind, unit, points }) => ({
      kind,
      label: measureKinds[kind]?.text ?? kind,
      printed: printedUnit(unit),
      points: [...points.values()].sort(inTime),
    }));
}

function readingsIn(resource: Json): readonly Reading[] {
  return measuresIn(resource).flatMap(({ named, at, amount }: Measure) => {
    const place = named.code?.system === loinc ? places.get(named.code.code) : undefined;
    return place === undefined || amount === undefined ? [] : [{ ...place, at, amount, resource }];
  });
}

/** The two numbers of a blood pressure come in one resource, or in two of one moment and one source; a lower one alone says nothing. */
function together(readings: readonly Reading[]): readonly { readonly upper: Reading; readonly lower?: Reading }[] {
  const ordered = readings.toSorted((a, b) => compare(nameOf(a.resource), nameOf(b.resource)));
  const free = new Set(ordered.filter(({ part }) => part === 'lower'));
  const lowerOf = (upper: Reading): Reading | undefined => {
    const all = [...free].filter(({ at }) => at === upper.at);
    const found =
      all.find(({ resource }) => resource === upper.resource) ??
      all.find(({ resource }) => !holdsBoth(ordered, resource) && originOf(resource) === originOf(upper.resource));
    if (found !== undefined) free.delete(found);
    return found;
  };
  return ordered.flatMap((upper) => {
    if (upper.part === 'lower') return [];
    const lower = upper.part === 'upper' ? lowerOf(upper) : undefined;
    return [lower === undefined ? { upper } : { upper, lower }];
  });
}

const holdsBoth = (all: readonly Reading[], resource: Json): boolean =>
  all.some((one) => one.part === 'upper' && one.resource === resource);
const originOf = (resource: Json): string => {
  const { kind, document } = sourceIn(resource, new Map(), undefined);
  return `${kind} ${document ?? ''}`;
};

const unitOf = (kind: string, given: string): string => {
  const { unit = given } = measureKinds[kind] ?? {};
  return conversion(kind, given, unit) === undefined ? given : unit;
};

const conversion = (kind: string, from: string, to: string) => {
  const { molarMass }: Partial<MeasureKind> = measureKinds[kind] ?? {};
  return conversionOf(molarMass === undefined ? undefined : { molarMass }, from, to);
};

function said(kind: string, { value, unit }: Amount, to: string): number {
  const found = conversion(kind, unit, to);
  return found === undefined ? value : applied(found, value);
}

const adult = { years: 18 };

/**
 * From the last weight and height of an adult; undefined while one of the two is missing, in another unit, or was taken before they were eighteen.
 * `birth`: a day. Pure.
 */
export function bodyMassOf(courses: readonly Course[], birth: string): BodyMass | undefined {
  const lastOf = (name: string, unit: string): CoursePoint | undefined =>
    courses
      .find(({ kind, printed }) => kind === name && printed === unit)
      ?.points.findLast((one) => one.comparator === undefined);
  const [weight, height] = [lastOf('weight', 'kg'), lastOf('height', 'cm')];
  if (weight === undefined || height === undefined || height.value <= 0) return undefined;
  const since = dayAfter(birth, adult);
  if (weight.at.slice(0, 10) < since || height.at.slice(0, 10) < since) return undefined;
  const value = Math.round((weight.value / (height.value / 100) ** 2) * 10) / 10;
  return { value, weighedAt: weight.at, measuredAt: height.at };
}

/** A day comes before its instants. */
function inTime(a: CoursePoint, b: CoursePoint): number {
  return Date.parse(a.at) - Date.parse(b.at) || compare(a.at, b.at) || compare(a.sources[0].resource, b.sources[0].resource);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
