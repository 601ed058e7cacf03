import { emptySection, malformed, missing, tooLong, unknownField } from './refusals.ts';

/** Where a value stands in a form, and the moment after which a date is to come. */
export interface Spot {
  readonly at: string;
  readonly now: Date;
}

/**
 * Reads one value of a form that came as JSON, or refuses with its place.
 *
 * The shape of a form is written once: it is what the form is checked with and, by {@link Read}, its type.
 */
export type Reader<T> = (value: unknown, spot: Spot) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;

/** A field that may be left out; `null` and an empty text count as left out. */
export interface Optional<T> {
  readonly optional: Reader<T>;
}
type Fields = Readonly<Record<string, Reader<unknown> | Optional<unknown>>>;
type OptionalNames<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F];
type Shaped<F> = { readonly [K in Exclude<keyof F, OptionalNames<F>>]: F[K] extends Reader<infer T> ? T : never } & {
  readonly [K in OptionalNames<F>]?: F[K] extends Optional<infer T> ? T : never;
};

export const optional = <T>(reader: Reader<T>): Optional<T> => ({ optional: reader });

/** An object of these fields and no other. Refuses `documents.form-malformed`, `documents.form-missing`, `documents.form-unknown-field`. */
export function object<const F extends Fields>(fields: F): Reader<Shaped<F>> {
  return (value, { at, now }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw malformed(at || 'form', 'un objet', 'an object');
    const given = value as Readonly<Record<string, unknown>>;
    const inside = (name: string): Spot => ({ at: at === '' ? name : `${at}.${name}`, now });
    for (const name of Object.keys(given)) if (!Object.hasOwn(fields, name)) throw unknownField(inside(name.slice(0, 60)).at);
    const read: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(fields)) {
      const said = Object.hasOwn(given, name) ? given[name] : undefined;
      const absent = said === undefined || said === null || said === '';
      if (typeof field === 'function') {
        if (absent) throw missing(inside(name).at);
        read[name] = field(said, inside(name));
      } else if (!absent) read[name] = field.optional(said, inside(name));
    }
    return read as Shaped<F>;
  };
}

/** A list of at most `most`; with `least`, a section that the model wants. Refuses `documents.empty-section`, `documents.form-too-long`. */
export function listOf<T>(reader: Reader<T>, most: number, least = 0): Reader<readonly T[]> {
  return (value, { at, now }) => {
    if (!Array.isArray(value)) throw malformed(at, 'une liste', 'a list');
    if (value.length < least) throw emptySection(at);
    if (value.length > most) throw tooLong(at, most);
    return value.map((item, index) => reader(item, { at: `${at}[${index}]`, now }));
  };
}
