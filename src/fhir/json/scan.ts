/**
 * Walks over JSON text without parsing it. Every function here expects text that JSON.parse accepts, and offsets into it;
 * on other text the answers mean nothing, but each call ends.
 */

/** A member of an object, by offsets: `text.slice(from, to)` is its value, `keyFrom` is the quote that opens its name. */
export interface Member {
  readonly name: string;
  readonly keyFrom: number;
  readonly from: number;
  readonly to: number;
}

const quote = 34;
const comma = 44;
const backslash = 92;
const openList = 91;
const closeList = 93;
const openObject = 123;
const closeObject = 125;

/** The first character at or after `at` that is no white space. */
export function afterSpace(text: string, at: number): number {
  let i = at;
  while (i < text.length && text.charCodeAt(i) <= 32) i += 1;
  return i;
}

/** Behind the quote that closes the string which opens at `at`. */
export function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

/** Behind the value that begins at `at`. */
export function endOfValue(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === quote) return endOfString(text, at);
  if (first === openObject || first === openList) return endOfBranch(text, at);
  let i = at;
  for (; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c <= 32 || c === comma || c === closeObject || c === closeList) break;
  }
  return i;
}

function endOfBranch(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === quote) i = endOfString(text, i) - 1;
    else if (c === openObject || c === openList) depth += 1;
    else if (c === closeObject || c === closeList) {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return text.length;
}

/** The members of the object that opens at `at` (any space before it is passed over), in the order of the text. Empty for another value. */
export function membersOf(text: string, at = 0): Member[] {
  const members: Member[] = [];
  const start = afterSpace(text, at);
  if (text.charCodeAt(start) !== openObject) return members;
  let i = afterSpace(text, start + 1);
  while (text.charCodeAt(i) === quote) {
    const keyTo = endOfString(text, i);
    const from = afterSpace(text, afterSpace(text, keyTo) + 1);
    const to = endOfValue(text, from);
    members.push({ name: stringIn(text, i, keyTo), keyFrom: i, from, to });
    const next = afterSpace(text, to);
    if (text.charCodeAt(next) !== comma) break;
    i = afterSpace(text, next + 1);
  }
  return members;
}

/** The offsets [from, to) of the items of the list that opens at `at`. Empty for another value. */
export function itemsOf(text: string, at: number): (readonly [from: number, to: number])[] {
  const items: (readonly [number, number])[] = [];
  if (text.charCodeAt(at) !== openList) return items;
  let i = afterSpace(text, at + 1);
  while (i < text.length && text.charCodeAt(i) !== closeList) {
    const to = endOfValue(text, i);
    items.push([i, to]);
    i = afterSpace(text, to);
    if (text.charCodeAt(i) !== comma) break;
    i = afterSpace(text, i + 1);
  }
  return items;
}

/** What the string with its quotes at [from, to) says. */
export function stringIn(text: string, from: number, to: number): string {
  const plain = text.slice(from + 1, to - 1);
  return plain.includes('\\') ? JSON.parse(text.slice(from, to)) : plain;
}
