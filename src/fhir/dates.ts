import { fhirRefusal } from './refusals.ts';
import type { Asked } from './search/asked.ts';

/** Half-open, in milliseconds; infinite bounds are open. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const shape =
  /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const always: readonly Range[] = [{ from: -Infinity, to: Infinity }];
/** After the year 9999 ISO 8601 takes another form, and nothing happens. */
const endOfTime = Date.UTC(10_000, 0, 1);

/**
 * A date parameter as a PostgreSQL `tstzmultirange`: all its values together (each may be a comma list, of which any may hold).
 *
 * A value without a zone is UTC; a value of lesser precision means all of that year, month, day, minute. Refuses `fhir.bad-date`.
 * Source: FHIR R4 §3.1.1.4.8.
 */
export function dateRanges(asked: Asked, name: string): string | undefined {
  const ranges = rangesAsked(asked, name);
  return ranges === undefined ? undefined : `{${ranges.map(written).join(',')}}`;
}

/** The same as a test of an instant, in milliseconds since 1970. */
export function dateTest(asked: Asked, name: string): ((at: number) => boolean) | undefined {
  const ranges = rangesAsked(asked, name);
  return ranges === undefined ? undefined : (at) => ranges.some(({ from, to }) => from <= at && at < to);
}

function rangesAsked(asked: Asked, name: string): readonly Range[] | undefined {
  const values = asked.get(name);
  return values?.map((value) => value.split(',').flatMap((part) => rangesOf(part, name))).reduce(both, always);
}

function rangesOf(value: string, name: string): readonly Range[] {
  const m = shape.exec(value);
  const { from, to } = m === null ? { from: Number.NaN, to: Number.NaN } : instantRange(m);
  if (Number.isNaN(from) || Number.isNaN(to)) {
    throw fhirRefusal(
      'bad-date',
      'Date attendue : AAAA, AAAA-MM, AAAA-MM-JJ ou date-heure, avec un préfixe éventuel.',
      'Expected a date: YYYY, YYYY-MM, YYYY-MM-DD or date-time, with an optional prefix.',
      name,
    );
  }
  switch (m?.[1] ?? 'eq') {
    case 'ne':
      return [
        { from: -Infinity, to: from },
        { from: to, to: Infinity },
      ];
    case 'gt':
    case 'sa':
      return [{ from: to, to: Infinity }];
    case 'lt':
    case 'eb':
      return [{ from: -Infinity, to: from }];
    case 'ge':
      return [{ from, to: Infinity }];
    case 'le':
      return [{ from: -Infinity, to }];
    case 'ap':
      return [{ from: from - 86_400_000, to: to + 86_400_000 }];
    default:
      return [{ from, to }];
  }
}

function instantRange([, , year, month, day, hour, minute, second, fraction, zone]: RegExpExecArray): Range {
  const [y, mo] = [Number(year), Number(month ?? 1) - 1];
  if (y < 1800 || mo < 0 || mo > 11) return { from: Number.NaN, to: Number.NaN };
  if (month === undefined) return { from: Date.UTC(y, 0, 1), to: Date.UTC(y + 1, 0, 1) };
  if (day === undefined) return { from: Date.UTC(y, mo, 1), to: Date.UTC(y, mo + 1, 1) };
  if (new Date(Date.UTC(y, mo, Number(day))).getUTCMonth() !== mo) return { from: Number.NaN, to: Number.NaN };
  const clock = hour === undefined ? 'T00:00:00Z' : `T${hour}:${minute}:${second ?? '00'}${fraction ?? ''}${zone ?? 'Z'}`;
  const from = Date.parse(`${year}-${month}-${day}${clock}`);
  const length = hour === undefined ? 86_400_000 : second === undefined ? 60_000 : fraction === undefined ? 1000 : 1;
  return { from, to: from + length };
}

function both(a: readonly Range[], b: readonly Range[]): readonly Range[] {
  return a
    .flatMap((x) => b.map((y) => ({ from: Math.max(x.from, y.from), to: Math.min(x.to, y.to) })))
    .filter((r) => r.from < r.to);
}

function written({ from, to }: Range): string {
  const bound = (ms: number): string => (Number.isFinite(ms) && ms < endOfTime ? `"${new Date(ms).toISOString()}"` : '');
  return `[${bound(from)},${bound(to)})`;
}
