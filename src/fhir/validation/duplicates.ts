import { afterSpace, endOfString, stringIn } from '../json/scan.ts';

/** A member that stands twice in one object of a JSON text, by its FHIRPath place as far as the names of JSON give it. */
export interface Duplicate {
  readonly name: string;
  readonly at: string;
}

interface Level {
  /** The names met so far; undefined in an array. */
  readonly names: Set<string> | undefined;
  /** How the level above names this one: a member or a place in an array. */
  readonly step: string;
  last: string;
  index: number;
}

/**
 * The members given twice: readers differ on which one counts, and what is stored is the text. Source: RFC 8259 §4, FHIR R4 §2.6.2.
 *
 * In: text that JSON.parse accepts. One pass, no recursion. `root` names the outermost object.
 */
export function duplicateMembers(text: string, root: string): Duplicate[] {
  const found: Duplicate[] = [];
  const levels: Level[] = [];
  let top: Level | undefined;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) {
      const end = endOfString(text, i);
      const names = top?.names;
      if (top !== undefined && names !== undefined && text.charCodeAt(afterSpace(text, end)) === 58) {
        const name = stringIn(text, i, end);
        if (names.has(name)) found.push({ name, at: placeOf(levels) });
        names.add(name);
        top.last = name;
      }
      i = end - 1;
    } else if (c === 123 || c === 91) {
      const step = top === undefined ? root : top.names === undefined ? `[${top.index}]` : `.${top.last}`;
      top = { names: c === 123 ? new Set() : undefined, step, last: '', index: 0 };
      levels.push(top);
    } else if (c === 125 || c === 93) {
      levels.pop();
      top = levels.at(-1);
    } else if (c === 44 && top !== undefined) top.index += 1;
  }
  return found;
}

const placeOf = (levels: readonly Level[]): string => levels.map(({ step }) => step).join('');
