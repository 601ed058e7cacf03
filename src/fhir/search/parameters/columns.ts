import type { ParameterType } from './parameter.ts';
import type { Source, Unit, UnitUse } from './units.ts';

/** One member of the keys: the values of all units that exactly the same parameters use. */
export interface Column {
  readonly key: string;
  readonly kind: ParameterType;
  readonly sources: readonly Source[];
}

/** What one user (a parameter, or a part of a composite) is made of. */
export interface User {
  /** Names the column when it is the closest user; `code` or `code/1` for a part. */
  readonly name: string;
  readonly uses: readonly UnitUse[];
}

/**
 * Deals the units out to columns so that nothing is written twice: `combo-code` of Observation is the columns `code` and `component-code`,
 * `patient` the references to a Patient in the column `subject`. Gives the columns and, for each unit's name, its column's key.
 */
export function columnsFor(users: readonly User[]): { columns: readonly Column[]; keyOf: ReadonlyMap<string, string> } {
  const units = new Map<string, { unit: Unit; users: Set<string> }>();
  for (const { name, uses } of users) {
    for (const { unit, only } of uses) {
      const entry = units.get(unit.name) ?? { unit, users: new Set() };
      entry.users.add(`${name}:${only ?? ''}`);
      units.set(unit.name, entry);
    }
  }
  const groups = Map.groupBy(units.values(), ({ unit, users: by }) => `${unit.kind} ${[...by].sort().join(' ')}`);
  const sizes = new Map(users.map(({ name, uses }) => [name, uses.length]));
  const taken = new Set<string>();
  const keyOf = new Map<string, string>();
  const columns = [...groups.values()].flatMap((group) => {
    const first = group[0];
    if (first === undefined) return [];
    const key = free(closest(first.users, sizes), taken);
    for (const { unit } of group) keyOf.set(unit.name, key);
    return [{ key, kind: first.unit.kind, sources: group.map(({ unit }) => unit.source) }];
  });
  return { columns, keyOf };
}

/** The user with the fewest units, a parameter rather than a part of one, without restriction rather than with one. */
function closest(users: ReadonlySet<string>, sizes: ReadonlyMap<string, number>): string {
  const ranked = [...users].map((user) => {
    const [name = '', only] = user.split(':');
    return { name, rank: (name.includes('/') ? 1000 : 0) + (only === '' ? 0 : 100) + (sizes.get(name) ?? 0) };
  });
  return ranked.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))[0]?.name ?? '';
}

function free(name: string, taken: Set<string>): string {
  for (let i = 1; ; i++) {
    const key = i === 1 ? name : `${name}.${i}`;
    if (taken.has(key)) continue;
    taken.add(key);
    return key;
  }
}
