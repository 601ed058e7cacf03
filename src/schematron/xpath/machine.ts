import type { Program } from './linear.ts';
import { Unevaluated } from './values.ts';

/** Where a match begins and ends, then where each group does; -1 for a group that has no part in it. */
export type Match = readonly number[];

/** States times places that are remembered for one text. */
const memoryLimit = 8_000_000;
const stepLimit = 20_000_000;

/**
 * Tries a program on a text as a backtracking matcher does, the first alternative first, but comes to no state twice at the same place:
 * its time grows with the text, not with the ways to read it.
 */
export class Machine {
  readonly #program: Program;
  readonly #text: string;
  readonly #lines: boolean;
  readonly #been: Uint8Array;
  readonly #width: number;
  readonly #slots: number;
  #steps = 0;

  constructor(program: Program, groups: number, text: string, flags: string) {
    this.#program = program;
    this.#text = text;
    this.#lines = flags.includes('m');
    this.#width = text.length + 1;
    this.#slots = groups * 2 + 2;
    const size = program.length * this.#width;
    if (size > memoryLimit) throw tooLong();
    this.#been = new Uint8Array(size);
  }

  /** The first match that begins at `from` or after it. */
  find(from: number): Match | undefined {
    for (let start = from; start <= this.#text.length; start++) {
      const code = this.#text.charCodeAt(start);
      // Not between the halves of one character.
      if (start > 0 && code >= 0xdc00 && code <= 0xdfff && isHigh(this.#text.charCodeAt(start - 1))) continue;
      const found = this.#at(start);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #at(start: number): Match | undefined {
    const text = this.#text;
    const been = this.#been;
    const marked: number[] = [];
    const groups: number[] = new Array(this.#slots).fill(-1);
    groups[0] = start;
    // Three numbers a task: a state and a place to try; or a slot and what it held, to be put back (state -1).
    const tasks: [number, number, number][] = [[0, start, 0]];
    for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
      let [state, at] = task;
      if (state < 0) {
        groups[at] = task[2];
        continue;
      }
      for (;;) {
        const key = state * this.#width + at;
        if (been[key] === 1) break;
        been[key] = 1;
        marked.push(key);
        if (++this.#steps > stepLimit) throw tooLong();
        const step = this.#program[state];
        if (step === undefined) break;
        if (step.kind === 'found') {
          groups[1] = at;
          // What led here may lead here again from elsewhere; what failed before this start fails for good.
          for (const each of marked) been[each] = 0;
          return groups;
        }
        if (step.kind === 'go') state = step.to;
        else if (step.kind === 'fork') {
          tasks.push([step.second, at, 0]);
          state = step.first;
        } else if (step.kind === 'save') {
          tasks.push([-1, step.slot, groups[step.slot] ?? -1]);
          groups[step.slot] = at;
          state++;
        } else if (step.kind === 'set') {
          const point = text.codePointAt(at);
          if (point === undefined || !step.has(point)) break;
          at += point > 0xffff ? 2 : 1;
          state++;
        } else {
          if (!(step.kind === 'start' ? this.#starts(at) : this.#ends(at))) break;
          state++;
        }
      }
    }
    return undefined;
  }

  #starts(at: number): boolean {
    return at === 0 || (this.#lines && this.#text[at - 1] === '\n');
  }

  #ends(at: number): boolean {
    return at === this.#text.length || (this.#lines && this.#text[at] === '\n');
  }
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const tooLong = (): Unevaluated => new Unevaluated('SOCLE001', 'a text that is too long for its regular expression');
