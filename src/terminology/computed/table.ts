/** A table that is asked for names from outside: `constructor` is in it only when it was put there. */
export function withoutPrototype<T extends object>(table: T): T {
  return Object.setPrototypeOf(table, null);
}
