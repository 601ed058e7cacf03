interface Entry {
  list: boolean;
  readonly values: unknown[];
}

/**
 * An object of the answer while its fields come in: with `@flatten`, one field may be given values by several objects. A field without
 * a value is null, a list without any is empty.
 */
export class Gathered {
  readonly #entries = new Map<string, Entry>();

  /** False when a field that stands once is given a second value. */
  add(key: string, list: boolean, values: readonly unknown[]): boolean {
    const there = this.#entries.get(key);
    if (there === undefined) this.#entries.set(key, { list, values: [...values] });
    else there.values.push(...values);
    return list || (there?.values.length ?? values.length) <= 1;
  }

  written(): Record<string, unknown> {
    return Object.fromEntries([...this.#entries].map(([key, { list, values }]) => [key, list ? values : (values[0] ?? null)]));
  }
}
