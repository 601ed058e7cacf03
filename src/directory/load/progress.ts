/** How far a load is, and what it did: numbers of lines. */
export interface Counts {
  /** Lines read, the header left out. */
  readonly lines: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Not for this directory: people without RPPS, places on the map. */
  readonly skipped: number;
  /** Lines that were not taken. */
  readonly faults: number;
  /** Entries that stood more than once. */
  readonly repeated: number;
  /** Known before, absent from the file: no longer active. */
  readonly gone: number;
}

export const noCounts: Counts = {
  lines: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  skipped: 0,
  faults: 0,
  repeated: 0,
  gone: 0,
};

export function added(a: Counts, b: Partial<Counts>): Counts {
  const sum = (name: keyof Counts): number => a[name] + (b[name] ?? 0);
  return {
    lines: sum('lines'),
    added: sum('added'),
    changed: sum('changed'),
    unchanged: sum('unchanged'),
    skipped: sum('skipped'),
    faults: sum('faults'),
    repeated: sum('repeated'),
    gone: sum('gone'),
  };
}

/** Lines that brought something. */
export const takenLines = ({ added: fresh, changed, unchanged }: Counts): number => fresh + changed + unchanged;
