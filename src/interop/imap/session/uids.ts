import type { UidRanges } from '#messaging';
import { resolved, type SequenceSet } from '../syntax/index.ts';

/**
 * What a session was told of a folder: the uids by sequence number, ascending. A message gets its number when EXISTS told of it and keeps it
 * until EXPUNGE told that it is gone. Source: RFC 3501 §2.3.1.2.
 */
export class Uids {
  #kept: Float64Array;
  #count: number;

  constructor(uids: Float64Array) {
    this.#kept = uids;
    this.#count = uids.length;
  }

  get count(): number {
    return this.#count;
  }

  /** 0 when there is none. */
  get last(): number {
    return this.#count === 0 ? 0 : this.at(this.#count);
  }

  /** The uid of a sequence number that is there. */
  at(sequence: number): number {
    return this.#kept[sequence - 1] ?? 0;
  }

  /** The sequence number of a uid; 0 when the session does not know it. */
  sequenceOf(uid: number): number {
    const index = this.#firstFrom(uid);
    return index < this.#count && this.#kept[index] === uid ? index + 1 : 0;
  }

  /** Messages that arrived; those already known or below the last are passed over. Gives the new ones. */
  add(uids: readonly number[]): readonly number[] {
    const after = this.last;
    const fresh = uids.filter((uid) => uid > after).sort((a, b) => a - b);
    if (this.#count + fresh.length > this.#kept.length) {
      const larger = new Float64Array(Math.max(16, this.#kept.length + fresh.length, Math.ceil(this.#kept.length * 1.1)));
      larger.set(this.#kept.subarray(0, this.#count));
      this.#kept = larger;
    }
    this.#kept.set(fresh, this.#count);
    this.#count += fresh.length;
    return fresh;
  }

  /**
   * Takes messages out. Gives their sequence numbers, greatest first: told in this order each is right at the moment it is told, and none
   * moves another that is still to be told.
   */
  remove(uids: Iterable<number>): readonly number[] {
    const gone = new Set<number>();
    for (const uid of uids) {
      const sequence = this.sequenceOf(uid);
      if (sequence > 0) gone.add(sequence);
    }
    if (gone.size === 0) return [];
    let to = 0;
    for (let index = 0; index < this.#count; index++) {
      if (!gone.has(index + 1)) this.#kept[to++] = this.#kept[index] ?? 0;
    }
    this.#count = to;
    return [...gone].sort((a, b) => b - a);
  }

  /** Sequence numbers as uids; undefined when one is not there. */
  ofSequences(set: SequenceSet): UidRanges | undefined {
    const ranges = resolved(set, this.#count);
    const beyond = ranges.some(([, to]) => to > this.#count);
    return beyond ? undefined : ranges.map(([from, to]) => [this.at(from), this.at(to)] as const);
  }

  /** Uids that the session knows: what was not told yet is left out. */
  ofUids(set: SequenceSet): UidRanges {
    const { last } = this;
    return resolved(set, last).flatMap(([from, to]) => (from > last ? [] : [[from, Math.min(to, last)] as const]));
  }

  /** How many messages are in these ranges. */
  countIn(ranges: UidRanges): number {
    let count = 0;
    for (const [from, to] of ranges) count += Math.max(0, this.#firstFrom(to + 1) - this.#firstFrom(from));
    return count;
  }

  /** Index of the first uid that is not below. */
  #firstFrom(uid: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#kept[middle] ?? 0) < uid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
