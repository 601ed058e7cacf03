import { hash } from 'node:crypto';

const minute = 60_000;
const half = 2 ** 31;
const most = 2 ** 32 - 1;

/**
 * A place in a list as 8 bytes, which take a third less than a name and an instant of their own: 4 of a hash of the list's name, then the minute.
 * So the places of a list stand together, in the order of their time; what is beyond the years -2113 and 6053 stands at the ends. Two lists may have
 * the same hash: who looks verifies what is found.
 */
export function placeIn(list: string, at: Date): bigint {
  return first(list) + BigInt(minuteOf(at));
}

/** Places from one to another, both inside. */
export interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** All places that a list can have. */
export function rangeOf(list: string): Range {
  return { from: first(list), to: first(list) + BigInt(most) };
}

const first = (list: string): bigint => BigInt(bytesOf(list).readInt32BE(0)) << 32n;

const minuteOf = (at: Date): number => Math.min(Math.max(Math.floor(at.getTime() / minute) + half, 0), most);

/** A list is named by the maker, the type and, for a shorter one, a code: a line each. */
export const listName = (maker: string, type: string, code?: string): string =>
  [maker, type, ...(code === undefined ? [] : [code])].join('\n');

/** A depositor or author as 8 bytes. */
export const makerKey = (maker: string): bigint => bytesOf(maker).readBigInt64BE(0);

const bytesOf = (text: string): Buffer => hash('sha256', text, 'buffer');
