/** What a suite of outside cases gave. */
export interface Tally {
  readonly cases: number;
  readonly passed: number;
  readonly misses: readonly Missed[];
  /** Cases whose input is not in the corpus; they are not among `cases`. */
  readonly absent: number;
}

export interface Missed {
  readonly name: string;
  readonly why: string;
}

/** Each case is undefined (its input is absent), true, or why it is missed. */
export function tally(results: Iterable<readonly [name: string, result: true | string | undefined]>): Tally {
  const all = [...results];
  const run = all.filter(([, result]) => result !== undefined);
  const misses = run.flatMap(([name, why]) => (typeof why === 'string' ? [{ name, why }] : []));
  return { cases: run.length, passed: run.length - misses.length, misses, absent: all.length - run.length };
}
