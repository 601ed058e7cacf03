import { flagBits, type Placed } from '#messaging';

const systemFlags = [
  [flagBits.answered, '\\Answered'],
  [flagBits.flagged, '\\Flagged'],
  [flagBits.deleted, '\\Deleted'],
  [flagBits.seen, '\\Seen'],
  [flagBits.draft, '\\Draft'],
] as const;

const bare = Array.from({ length: 32 }, (_, bits) =>
  systemFlags.flatMap(([bit, name]) => ((bits & bit) === 0 ? [] : [name])).join(' '),
);

/** `(\Seen $Forwarded \Recent)`. */
export function flagsOf({ flags, keywords }: Pick<Placed, 'flags' | 'keywords'>, recent: boolean): string {
  const system = bare[flags & 31] ?? '';
  if (!recent && keywords.length === 0) return `(${system})`;
  return `(${[system, ...keywords, recent ? '\\Recent' : ''].filter((word) => word !== '').join(' ')})`;
}

/** `2,4:7,9` of numbers in any order; each once. RFC 3501 §9, sequence-set. */
export function setOf(numbers: Iterable<number>): string {
  const sorted = Float64Array.from(numbers).sort();
  const runs: string[] = [];
  for (let n = 0; n < sorted.length; n++) {
    const from = sorted[n] ?? 0;
    let to = from;
    while (n + 1 < sorted.length && (sorted[n + 1] ?? 0) <= to + 1) to = sorted[++n] ?? to;
    runs.push(from === to ? `${from}` : `${from}:${to}`);
  }
  return runs.join(',');
}
