import type { UidRanges } from './mail.ts';

/** Beyond any uid: RFC 3501 gives them 32 bits. */
export const lastUid = 2 ** 32;

/** Ascending, disjoint, in numbers that the database takes; what names no uid is left out. */
export function normalised(ranges: UidRanges): readonly (readonly [from: number, to: number])[] {
  const sorted = ranges
    .map(([from, to]) => [Math.max(1, Math.ceil(from)), Math.min(lastUid, Math.floor(to))] as const)
    .filter(([from, to]) => from <= to)
    .sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** As two lists, the parameters of statements. */
export function bounds(ranges: UidRanges): [from: number[], to: number[]] {
  const clean = normalised(ranges);
  return [clean.map(([from]) => from), clean.map(([, to]) => to)];
}

/** Those above `uid`. */
export function after(ranges: UidRanges, uid: number): UidRanges {
  return ranges.flatMap(([from, to]) => (to <= uid ? [] : [[Math.max(from, uid + 1), to] as const]));
}

/** Single uids as ranges, neighbours together; ascending. */
export function ofUids(uids: readonly number[]): UidRanges {
  return normalised(uids.map((uid) => [uid, uid] as const));
}
