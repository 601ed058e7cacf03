import { createHash } from 'node:crypto';
import type { Unit, UnitKind, UnitUse } from './units.ts';

/** One member of the keys: the values of all units that exactly the same parameters use. */
export interface Column {
  /** Its name in the keys: two or three characters, for keys are kept by the hundred million. */
  readonly key: string;
  readonly kind: UnitKind;
  readonly units: readonly Unit[];
}

/** What one user (a parameter, or a part of a composite) is made of. */
export interface User {
  /** `code`, or `code/1` for a part. */
  readonly name: string;
  readonly uses: readonly UnitUse[];
}

/**
 * Deals the units of R4's own parameters out to columns so that nothing is written twice: `combo-code` of Observation is the columns of `code`
 * and `component-code`, `patient` the references to a Patient in the column of `subject`.
 */
export function columnsFor(users: readonly User[]): readonly Column[] {
  const units = new Map<string, { unit: Unit; users: Set<string> }>();
  for (const { name, uses } of users) {
    for (const { unit, only } of uses) {
      const entry = units.get(unit.name) ?? { unit, users: new Set() };
      entry.users.add(`${name}:${only ?? ''}`);
      units.set(unit.name, entry);
    }
  }
  const groups = Map.groupBy(units.values(), ({ unit, users: by }) => `${unit.kind} ${[...by].sort().join(' ')}`);
  const taken = new Set<string>();
  return [...groups].map(([name, group]) => {
    const key = shortName(name, 2, taken);
    taken.add(key);
    return { key, kind: group[0]?.unit.kind ?? 'special', units: group.map(({ unit }) => unit) };
  });
}

/**
 * The columns of a parameter that was added: those of R4 that hold nothing else than it wants, and for the rest one of its own. What was stored
 * before it came keeps its place, whatever is added in whatever order.
 */
export function addedColumns(columns: readonly Column[], url: string, uses: readonly UnitUse[]): readonly Column[] {
  const wanted = new Set(uses.map(({ unit }) => unit.name));
  const shared = columns.filter(({ units }) => units.every(({ name }) => wanted.has(name)));
  const there = new Set(shared.flatMap(({ units }) => units.map(({ name }) => name)));
  const own = uses.map(({ unit }) => unit).filter(({ name }) => !there.has(name));
  const first = own[0];
  return first === undefined ? shared : [...shared, { key: shortName(url, 3, new Set()), kind: first.kind, units: own }];
}

function shortName(name: string, length: number, taken: ReadonlySet<string>): string {
  const whole = createHash('sha256').update(name).digest('base64url');
  for (let i = 0; ; i++) {
    const key = whole.slice(i, i + length);
    if (!taken.has(key)) return key;
  }
}
