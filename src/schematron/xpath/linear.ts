import { Unsupported } from './lexer.ts';

/** What an expression is made of, from its translation to JavaScript: sets of characters in the order they are tried. */
type Part =
  | { readonly kind: 'set'; readonly source: string }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'group'; readonly index: number | undefined; readonly of: Part }
  | { readonly kind: 'either' | 'then'; readonly of: readonly Part[] }
  | { readonly kind: 'times'; readonly of: Part; readonly least: number; readonly most: number; readonly greedy: boolean };

const piece =
  /(?<group>\((?:\?:)?)|(?<close>\))|(?<bar>\|)|(?<set>\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\.|[^()|[\]\\^$*+?{}])|(?<anchor>[\^$])|(?<many>[*+?]\??|\{\d+(?:,\d*)?\}\??)/suy;

/** Reads an expression that JavaScript has accepted with the flag u; backreferences are not in the subset. */
export function partsOf(source: string): { readonly whole: Part; readonly groups: number } {
  let at = 0;
  let groups = 0;
  const next = (): Record<string, string | undefined> | undefined => {
    piece.lastIndex = at;
    return piece.exec(source)?.groups;
  };
  const either = (): Part => {
    const all: Part[] = [];
    for (;;) {
      all.push(then());
      if (next()?.bar === undefined) break;
      at++;
    }
    const [only] = all;
    return only !== undefined && all.length === 1 ? only : { kind: 'either', of: all };
  };
  const then = (): Part => {
    const all: Part[] = [];
    for (;;) {
      const found = next();
      if (found === undefined || found.bar !== undefined || found.close !== undefined) break;
      at = piece.lastIndex;
      if (found.group !== undefined) {
        const index = found.group === '(' ? ++groups : undefined;
        all.push({ kind: 'group', index, of: either() });
        at++;
      } else if (found.set !== undefined) all.push({ kind: 'set', source: found.set });
      else if (found.anchor !== undefined) all.push({ kind: found.anchor === '^' ? 'start' : 'end' });
      else if (found.many !== undefined) all.push(times(all.pop(), found.many));
    }
    return { kind: 'then', of: all };
  };
  const whole = either();
  if (at < source.length) throw new Unsupported(`the regular expression "${source}"`);
  return { whole, groups };
}

function times(of: Part | undefined, written: string): Part {
  if (of === undefined) throw new Unsupported('a repetition of nothing in a regular expression');
  const [, fewest, comma, most] = /^\{(\d+)(,?)(\d*)/.exec(written) ?? [];
  const greedy = written.length === 1 || !written.endsWith('?');
  if (fewest !== undefined)
    return {
      kind: 'times',
      of,
      greedy,
      least: Number(fewest),
      most: comma === '' ? Number(fewest) : most === '' ? Number.POSITIVE_INFINITY : Number(most),
    };
  const [sign] = written;
  return { kind: 'times', of, greedy, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
}

/** How many of its repetitions leave a choice worth going back for: long ones, and those inside one another. */
export function choices(part: Part): number {
  switch (part.kind) {
    case 'set':
    case 'start':
    case 'end':
      return 0;
    case 'group':
      return choices(part.of);
    case 'times':
      if (part.most > 1 && branches(part.of)) return 2 + choices(part.of);
      return choices(part.of) + (part.most > part.least && part.most > 8 ? 1 : 0);
    default:
      return part.of.reduce((sum, each) => sum + choices(each), 0);
  }
}

/** Whether there are two ways to go in it. */
function branches(part: Part): boolean {
  if (part.kind === 'times') return part.most > part.least || branches(part.of);
  if (part.kind === 'group') return branches(part.of);
  return part.kind === 'either' || (part.kind === 'then' && part.of.some(branches));
}

/** Whether it can only begin where the text does. */
export function anchored(part: Part): boolean {
  if (part.kind === 'start') return true;
  if (part.kind === 'group') return anchored(part.of);
  if (part.kind === 'then') return part.of[0] !== undefined && anchored(part.of[0]);
  return part.kind === 'either' && part.of.every(anchored);
}

type Instruction =
  | { readonly kind: 'set'; readonly has: (point: number) => boolean; readonly wide: boolean }
  | { readonly kind: 'start' | 'end' | 'found' }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'go'; to: number }
  | { readonly kind: 'fork'; first: number; second: number };

export type Program = readonly Instruction[];
const programLimit = 4_000;

/** The expression as steps of a machine. */
export function programOf(whole: Part, flags: string): Program {
  const program: Instruction[] = [];
  const add = <T extends Instruction>(instruction: T): T => {
    if (program.length >= programLimit) throw new Unsupported('a regular expression that repeats too much');
    program.push(instruction);
    return instruction;
  };
  const optional = (of: Part, greedy: boolean): { to(end: number): void; readonly start: number } => {
    const start = program.length;
    const fork = add({ kind: 'fork', first: start + 1, second: start + 1 });
    emit(of);
    return {
      start,
      to: (end) => {
        if (greedy) fork.second = end;
        else fork.first = end;
      },
    };
  };
  const emit = (part: Part): void => {
    switch (part.kind) {
      case 'set':
        add({ kind: 'set', has: membership(part.source, flags), wide: mayHoldOthers(part.source, flags) });
        break;
      case 'start':
      case 'end':
        add({ kind: part.kind });
        break;
      case 'group':
        if (part.index !== undefined) add({ kind: 'save', slot: part.index * 2 });
        emit(part.of);
        if (part.index !== undefined) add({ kind: 'save', slot: part.index * 2 + 1 });
        break;
      case 'then':
        for (const each of part.of) emit(each);
        break;
      case 'either': {
        const ends: { to: number }[] = [];
        part.of.forEach((each, i) => {
          if (i === part.of.length - 1) {
            emit(each);
            return;
          }
          const after = optional(each, true);
          ends.push(add({ kind: 'go', to: 0 }));
          after.to(program.length);
        });
        for (const end of ends) end.to = program.length;
        break;
      }
      case 'times': {
        for (let i = 0; i < part.least; i++) emit(part.of);
        if (part.most === Number.POSITIVE_INFINITY) {
          const again = optional(part.of, part.greedy);
          add({ kind: 'go', to: again.start });
          again.to(program.length);
        } else {
          const skips = Array.from({ length: part.most - part.least }, () => optional(part.of, part.greedy));
          for (const skip of skips) skip.to(program.length);
        }
      }
    }
  };
  emit(whole);
  add({ kind: 'found' });
  return program;
}

function membership(source: string, flags: string): (point: number) => boolean {
  const regex = new RegExp(
    `^(?:${source === '.' && !flags.includes('s') ? '[^\\n\\r]' : source})$`,
    flags.includes('i') ? 'isu' : 'su',
  );
  const ascii = Array.from({ length: 128 }, (_, point) => regex.test(String.fromCharCode(point)));
  return (point) => (point < 128 ? ascii[point] === true : regex.test(String.fromCodePoint(point)));
}

/** Whether a set may hold characters outside ASCII: with the flag i a Kelvin sign is a k. */
function mayHoldOthers(source: string, flags: string): boolean {
  return flags.includes('i') || source === '.' || !/^(?!\[\^)[\0-\x7f]*$/.test(source) || /\\[pP]/.test(source);
}

/** Whether at each fork the next character tells which way leads on: who then goes back finds each other way shut at once. */
export function isDecided(program: Program): boolean {
  return program.every((each) => {
    if (each.kind !== 'fork') return true;
    const others = setsFrom(program, each.second);
    return setsFrom(program, each.first).every((a) => others.every((b) => !(a.wide && b.wide) && !haveCommon(a, b)));
  });
}

type CharacterSet = Instruction & { kind: 'set' };

/** The sets that may take the next character from a state on. */
function setsFrom(program: Program, state: number): readonly CharacterSet[] {
  const found: CharacterSet[] = [];
  const been = new Set<number>();
  const open = [state];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const step = program[at];
    if (step === undefined || been.has(at)) continue;
    been.add(at);
    if (step.kind === 'set') found.push(step);
    else if (step.kind === 'go') open.push(step.to);
    else if (step.kind === 'fork') open.push(step.first, step.second);
    else if (step.kind !== 'found') open.push(at + 1);
  }
  return found;
}

function haveCommon(a: CharacterSet, b: CharacterSet): boolean {
  for (let point = 0; point < 128; point++) if (a.has(point) && b.has(point)) return true;
  return false;
}
